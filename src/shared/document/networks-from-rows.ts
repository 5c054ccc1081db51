/**
 * Virtual networks written as a scenario. Dynamic addresses are given out anew, lowest first, so
 * those that would come out differently are told of.
 */
import { isReserved, parseAddress, parseRange } from '../model/ip-addresses.ts';
import type { RowOf } from '../views/topology-view.ts';
import type { RowReferences } from './row-references.ts';
import type { RowTable } from './row-table.ts';
import { withoutEmpty, type RowSource } from './room-from-rows.ts';
import type { Scenario } from './scenario-schema.ts';
import type { NicEntry } from './scenario-network-schema.ts';
import type { MachineEntry } from './scenario-work-schema.ts';

type Networks = Pick<
  Scenario,
  'virtualNetworks' | 'peerings' | 'securityGroups' | 'subnets' | 'publicIps' | 'nics' | 'routes'
>;

function tagsOf(tags: Readonly<Record<string, string>>): { tags?: Record<string, string> } {
  return Object.keys(tags).length === 0 ? {} : { tags: { ...tags } };
}

/** One reference of an entry, left out where there is none. */
export function refOf<K extends string>(
  references: RowReferences,
  field: K,
  id: string | undefined,
): { [P in K]?: string } {
  // A computed key is widened to string by the compiler.
  return (id === undefined ? {} : { [field]: references.short(id) }) as { [P in K]?: string };
}

/** Where an interface is, as its entry says it. */
function placeOfNic(
  references: RowReferences,
  nic: RowOf<'nic'>,
): Pick<NicEntry, 'subnet' | 'privateAddress' | 'securityGroup' | 'publicIp'> {
  const isStatic = nic.allocation === 'static';
  return {
    ...refOf(references, 'subnet', nic.subnet),
    ...(isStatic ? { privateAddress: nic.privateAddress } : {}),
    ...refOf(references, 'securityGroup', nic.securityGroup),
    ...refOf(references, 'publicIp', nic.publicIp),
  };
}

/** What a machine says of its first interface. */
export function interfaceOf(
  source: RowSource,
  vm: RowOf<'vm'>,
): Pick<MachineEntry, 'subnet' | 'privateAddress' | 'securityGroup' | 'publicIp'> {
  const nics = vm.nics.flatMap((id) => source.table.get('nic', id) ?? []);
  const first = nics.find(({ primary }) => primary) ?? nics[0];
  return first === undefined ? {} : placeOfNic(source.references, first);
}

/** True for an interface that is not the first one of a machine, and so has an entry of its own. */
export function standsAlone(table: RowTable, nic: RowOf<'nic'>): boolean {
  if (!nic.primary) return true;
  if (nic.vm !== undefined) return false;
  // One that a deleted machine left behind counts where somebody drew networks or uses it.
  const isUsed = [nic.subnet, nic.securityGroup, nic.publicIp].some((id) => id !== undefined);
  return isUsed || table.of('network').length > 0;
}

/** True for an interface of an instance: those are made anew, with what their set gives them. */
function isOfInstance(table: RowTable, nic: RowOf<'nic'>): boolean {
  return nic.vm !== undefined && table.get('vm', nic.vm)?.scaleSet !== undefined;
}

/** Interfaces that somebody plugged into an instance, which a beginning leaves unplugged. */
export function unpluggedNics(table: RowTable): string[] {
  const plugged = table.of('nic').filter((nic) => standsAlone(table, nic));
  return plugged.filter((nic) => isOfInstance(table, nic)).map(({ id }) => id);
}

function routesOf({ table, references }: RowSource): NonNullable<Scenario['routes']> {
  return table.of('subnet').flatMap(({ id, appliance, outbound }) => {
    if (appliance === undefined) return [];
    const way = outbound === 'private' ? {} : { outbound };
    return [{ subnet: references.short(id), ...way, appliance: references.short(appliance) }];
  });
}

/** Each pair once, told by the one that stands first. */
function peeringsOf({ table, references }: RowSource): NonNullable<Scenario['peerings']> {
  const ids = table.of('network').map(({ id }) => id);
  return table
    .of('network')
    .flatMap(({ id, peers = [] }) =>
      peers
        .filter((other) => ids.indexOf(id) < ids.indexOf(other))
        .map((other) => ({ network: references.short(id), with: references.short(other) })),
    );
}

/** The sections of virtual networks; empty ones are left out. */
export function networksFromRows(source: RowSource): Networks {
  const { table, references } = source;
  const sections = {
    virtualNetworks: table.of('network').map(({ name, group, ranges, tags }) => {
      return { name, group, ranges: [...ranges], ...tagsOf(tags) };
    }),
    peerings: peeringsOf(source),
    securityGroups: table.of('securityGroup').map(({ name, group, rules, tags }) => {
      const own = rules.map((rule) => ({ ...rule }));
      return { name, group, ...(own.length === 0 ? {} : { rules: own }), ...tagsOf(tags) };
    }),
    subnets: table.of('subnet').map((row) => ({
      name: row.name,
      network: references.short(row.network),
      range: row.range,
      ...refOf(references, 'securityGroup', row.securityGroup),
      ...(row.outbound === 'private' ? {} : { outbound: row.outbound }),
    })),
    publicIps: table.of('publicIp').map(({ name, group, allocation, tags }) => {
      const given = allocation === 'static' ? {} : { allocation };
      return { name, group, ...given, ...tagsOf(tags) };
    }),
    nics: table
      .of('nic')
      .filter((nic) => standsAlone(table, nic))
      .map((nic) => ({
        name: nic.name,
        group: nic.group,
        ...refOf(references, 'vm', isOfInstance(table, nic) ? undefined : nic.vm),
        ...placeOfNic(references, nic),
        ...tagsOf(nic.tags),
      })),
    routes: routesOf(source),
  };
  return withoutEmpty(sections);
}

/** Interfaces whose dynamic address a room built anew would give out differently. */
export function movedAddresses(table: RowTable): string[] {
  // Instances of scale sets are made anew after all others, and told of as such.
  const instances = new Set(
    table.of('vm').flatMap((vm) => (vm.scaleSet === undefined ? [] : vm.nics)),
  );
  return table.of('subnet').flatMap((subnet) => {
    const range = parseRange(subnet.range);
    const nics = table
      .of('nic')
      .filter((nic) => nic.subnet === subnet.id && !instances.has(nic.id));
    const taken = new Set(
      nics.flatMap((nic) => (nic.allocation === 'static' ? [nic.privateAddress] : [])),
    );
    const held = new Set([...taken].map((text) => parseAddress(text)));
    let next = range?.first ?? 0;
    return nics.flatMap((nic) => {
      if (nic.allocation === 'static' || range === undefined) return [];
      while (isReserved(range, next) || held.has(next)) next += 1;
      const expected = next;
      next += 1;
      return parseAddress(nic.privateAddress) === expected ? [] : [nic.id];
    });
  });
}
