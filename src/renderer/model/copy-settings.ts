/**
 * What a copy is told beside its name and place: everything its original was told that can be told
 * again. What a row only knows because of the run (states, counts, moments) is left out; the test
 * `copy-fields` walks the schemas, so that a field added later is either copied or excused.
 */
import type { Command, CommandOf } from '../../shared/commands/index.ts';
import { autoscaleFromRow } from '../../shared/document/autoscale-from-row.ts';
import { scaleSetPolicies } from '../../shared/document/scale-set-policies-from-row.ts';
import { windowsFrom } from '../../shared/document/windows-from-rows.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';

/** The maintenance windows of a copy; `target` names it in the way of its kind. */
export function windowCommands(
  windows: RowOf<'vm'>['windows'],
  target: Pick<CommandOf<'maintenance.configure'>, 'availabilitySet' | 'scaleSet' | 'vm'>,
): Command[] {
  const { windows: own = [] } = windowsFrom(windows);
  return own.map((window) => ({ type: 'maintenance.configure', ...target, ...window }));
}

/** What `scaleSet.add` says of a set beside its name. */
export function scaleSetAsks(set: RowOf<'scaleSet'>): Omit<CommandOf<'scaleSet.add'>, 'name'> {
  const { group, size, image, capacity, orchestration, faultDomains, scaleIn, tags } = set;
  return {
    type: 'scaleSet.add',
    group,
    size,
    image,
    capacity,
    orchestration,
    faultDomains,
    scaleIn,
    tags,
    ...(set.zones.length === 0
      ? {}
      : { zones: set.zones.map(({ zone }) => zone), zoneBalance: set.zoneBalance }),
    ...(set.balancers.length === 0 ? {} : { balancers: set.balancers }),
    ...(set.subnet === undefined ? {} : { subnet: set.subnet }),
    ...(set.securityGroup === undefined ? {} : { securityGroup: set.securityGroup }),
    ...scaleSetPolicies(set),
  };
}

/** What is told of a set once it is there: its rules, its windows, repairs that are suspended. */
export function scaleSetFollows(
  set: RowOf<'scaleSet'>,
  copy: { readonly id: string; readonly calendarUs: number },
): Command[] {
  const { autoscale, repairs, windows } = set;
  const scaleSet = copy.id;
  const rules: Command[] =
    autoscale === undefined
      ? []
      : [{ type: 'autoscale.set', scaleSet, ...autoscaleFromRow(autoscale, copy.calendarUs) }];
  const held: Command[] =
    repairs?.state === 'suspended'
      ? [{ type: 'scaleSet.repairs', scaleSet, state: repairs.state }]
      : [];
  return [...rules, ...held, ...windowCommands(windows, { scaleSet })];
}

/** What a host runs machines with: a hosted hypervisor is installed, one of its own is set. */
export function hypervisorCommands(row: RowOf<'host'>, host: string): Command[] {
  const { hypervisor } = row;
  if (hypervisor === undefined) return [];
  const { kind, memoryPolicy, memoryPercent, reserveCores, reserveMib } = hypervisor;
  const { cpuOverheadPercent, overheadMib, machineOverheadMib } = hypervisor;
  const figures = {
    vCpuPerCore: row.vCpuPerCore,
    memoryPolicy,
    // More than there is can only be promised where it may be swapped.
    ...(memoryPolicy === 'swap' ? { memoryPercent } : {}),
    reserveCores,
    reserveMib,
    cpuOverheadPercent,
    overheadMib,
    machineOverheadMib,
  };
  return kind === 'hosted'
    ? [{ type: 'hypervisor.install', host, kind, ...figures }]
    : [{ type: 'hypervisor.set', host, ...figures }];
}
