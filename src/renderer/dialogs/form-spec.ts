/**
 * Forms as data: which fields a command needs, what may be chosen, and how the answers become the
 * command. One dialog shows them all. What is right is decided by the command's own schema and by
 * the engine; a form only collects.
 */
import type { CatalogueOptions } from '../../shared/contract/contract.ts';
import type { RowOf, TopologyKind } from '../../shared/views/topology-view.ts';
import type { IconName } from '../ui/icon-names.ts';

/** What a form may look at to offer choices and names. */
export interface FormContext {
  readonly list: <K extends TopologyKind>(kind: K) => RowOf<K>[];
  readonly catalogue: CatalogueOptions | undefined;
  /** Translates a key of the locale files. */
  readonly words: (key: string) => string;
  /** Memory with its unit, from MiB. */
  readonly memory: (mib: number) => string;
}

export interface FormChoice {
  readonly value: string;
  readonly label: string;
  readonly note?: string | undefined;
}

type Values = Readonly<Record<string, string>>;

export interface FormField {
  /** Name of the command's field it fills. */
  readonly name: string;
  /** Key below `field.` for its label. */
  readonly label: string;
  readonly kind: 'text' | 'number' | 'choice';
  readonly unit?: string;
  /** Key below `hint.` for the line beneath. */
  readonly hint?: string;
  readonly required?: boolean;
  readonly choices?: (context: FormContext, values: Values) => readonly FormChoice[];
  /** The field is asked for only when this holds. */
  readonly when?: (values: Values) => boolean;
  /** Asked for only by whoever opens the rest of the form. */
  readonly rare?: boolean;
  /** What is taken when it stays empty. */
  readonly placeholder?: (values: Values) => string;
  /** The command wants a list; the form gives it one entry. */
  readonly list?: boolean;
}

export interface FormSpec {
  readonly id: FormId;
  readonly icon: IconName;
  readonly fields: readonly FormField[];
  /** What the fields begin with: free names, the only possible choice. */
  readonly begin: (context: FormContext, given: Values) => Values;
  /** Last step from plain values to a command, when it is more than copying them. */
  readonly finish?: (command: Record<string, unknown>) => Record<string, unknown>;
}

/** The commands that have a form. */
export const FORM_IDS = [
  'place.add',
  'rack.add',
  'cluster.add',
  'storage.add',
  'power.add',
  'power.edit',
  'cord.add',
  'switch.add',
  'link.add',
  'host.add',
  'group.add',
  'balancer.add',
  'balancer.edit',
  'balancer.join',
  'service.add',
  'load.set',
  'availabilitySet.add',
  'vm.recreate',
  'maintenance.start',
  'maintenance.configure',
  'scaleSet.add',
  'scaleSet.scale',
  'application.break',
  'scaleSet.update',
  'scaleSet.policy',
  'scaleSet.evict',
  'scaleSet.attach',
  'build.deploy',
  'dnsProfile.add',
  'dnsProfile.edit',
  'store.add',
  'store.edit',
  'store.load',
  'store.join',
  'store.failover',
  'store.setBackup',
  'store.deleteData',
  'store.restore',
  'sessions.set',
  'snapshot.create',
  'fault.inject',
  'platform.set',
  'reliability.add',
  'event.schedule',
  'hook.add',
  'task.add',
  'proximityGroup.add',
  'hostGroup.add',
  'dedicatedHost.add',
  'reservation.add',
  'reservation.edit',
  'disk.create',
  'disk.attach',
  'disk.edit',
  'quota.set',
  'tag.set',
  'network.add',
  'network.peer',
  'network.unpeer',
  'subnet.add',
  'subnet.setOutbound',
  'securityGroup.add',
  'securityGroup.setRule',
  'securityGroup.attach',
  'publicIp.add',
  'publicIp.attach',
  'nic.add',
  'nic.attach',
  'nic.setAddress',
  'vm.openPort',
  'hypervisor.install',
  'hypervisor.set',
  'vm.migrate',
  'vm.capture',
  'vm.clone',
  'image.upload',
  'gallery.add',
  'imageDefinition.add',
  'imageVersion.add',
  'imageVersion.replicate',
  'move.inventory',
  'move.map',
  'move.replicate',
  'move.cutOver',
  'environment.clone',
  'environment.clock',
  'workload.add',
  'workload.edit',
  'workload.load',
  'webApp.add',
  'webApp.scale',
  'webApp.tier',
  'webApp.autoscale',
  'balancerFrontend.add',
  'balancerProbe.set',
  'balancerRule.add',
  'balancerRule.edit',
] as const;
export type FormId = (typeof FORM_IDS)[number];

/** The first of `prefix1`, `prefix2`, … that no row has; at most one more try than rows. */
export function freeName(prefix: string, taken: readonly { readonly name: string }[]): string {
  const names = new Set(taken.map((row) => row.name));
  let number = 1;
  while (names.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

/** The command that the answers describe, unchecked: empty answers are left out. */
export function commandFrom(spec: FormSpec, values: Values): Record<string, unknown> {
  const command: Record<string, unknown> = { type: spec.id };
  for (const field of spec.fields) {
    const text = (values[field.name] ?? '').trim();
    if (text === '' || (field.when !== undefined && !field.when(values))) continue;
    const value = field.kind === 'number' ? toNumber(text) : text;
    command[field.name] = field.list === true ? [value] : value;
  }
  return spec.finish === undefined ? command : spec.finish(command);
}

/** A number as people of both languages type it; anything else stays text and is refused. */
export function toNumber(text: string): number | string {
  const plain = text.replace(',', '.').replaceAll(' ', '');
  const value = Number(plain);
  return plain === '' || Number.isNaN(value) ? text : value;
}
