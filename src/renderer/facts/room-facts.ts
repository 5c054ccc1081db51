/**
 * Facts about the room: racks, hosts, power, network and storage. The order is the order in which
 * they matter.
 */
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { slowness, warmth } from './fault-facts.ts';
import { linkFact, usageFact, type Fact, type FactTools } from './fact-kit.ts';
import { hypervisorFacts, promiseFacts } from './hypervisor-facts.ts';
import { withUnit } from '../i18n/with-unit.ts';

/** Facts about a place: what stands in it, at whatever depth. */
export function placeFacts(row: RowOf<'place'>, tools: FactTools): Fact[] {
  const inside = everythingIn(row.id, tools);
  const hosts = inside.filter((one) => one.kind === 'host');
  const up = hosts.filter((host) => host.state === 'up').length;
  const machines = inside.filter((one) => one.kind === 'vm').length;
  return [
    { key: 'hostsUp', value: `${up} / ${hosts.length}`, short: true },
    { key: 'machines', value: tools.figures.whole(machines), short: true },
    ...linkFact('parent', row.parent),
  ];
}

/** The list grows while it is read, so it ends with what has nothing in it. */
function everythingIn(id: string, tools: FactTools): TopologyRow[] {
  const inside = [...tools.children(id)];
  for (let next = 0; next < inside.length; next += 1) {
    const row = inside[next];
    if (row !== undefined && row.kind !== 'vm') inside.push(...tools.children(row.id));
  }
  return inside;
}

/** Facts about a rack. */
export function rackFacts(row: RowOf<'rack'>, tools: FactTools): Fact[] {
  const { figures } = tools;
  const hosts = tools.children(row.id).filter((child) => child.kind === 'host');
  const up = hosts.filter((host) => host.state === 'up').length;
  const of = hosts.reduce((sum, host) => sum + host.cores, 0);
  const used = hosts.reduce((sum, host) => sum + host.vCpuCommitted, 0);
  return [
    { key: 'hostsUp', value: `${up} / ${hosts.length}`, short: true },
    ...(of === 0 ? [] : [usageFact({ tools, key: 'cpuCommitted', used, of, show: figures.whole })]),
    ...warmth(row, tools),
    ...linkFact('row', row.row),
    { key: 'position', value: figures.whole(row.position) },
    { key: 'units', value: `${row.units} U` },
    ...linkFact('cluster', row.cluster),
    ...linkFact('zone', row.zone),
  ];
}

/** Facts about a host. */
export function hostFacts(row: RowOf<'host'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  return [
    ...promiseFacts(row, tools),
    ...slowness(row, tools),
    ...(row.vCpuPerCore === 1
      ? []
      : [{ key: 'vCpuPerCore', value: figures.whole(row.vCpuPerCore) }]),
    { key: 'system', value: words(`system.${row.system}`) },
    ...hypervisorFacts(row, tools),
    { key: 'model', value: row.model },
    { key: 'disk', value: figures.disk(row.diskGib) },
    { key: 'nic', value: withUnit(figures.whole(row.nicMbps), 'Mbit/s') },
    { key: 'speed', value: `${figures.whole(row.mipsPerCore)} MIPS` },
    { key: 'idleWatts', value: figures.watts(row.idleWatts * 1_000) },
    { key: 'fullWatts', value: figures.watts(row.fullWatts * 1_000) },
    ...linkFact('dedicatedHost', row.dedicated),
    ...linkFact('rack', row.rack),
    { key: 'unit', value: `U${row.unit} (${row.heightUnits} U)` },
    ...row.pdus.flatMap((pdu) => linkFact('pdu', pdu)),
  ];
}

/** Facts about a part of the power graph. */
export function powerFacts(row: RowOf<'power'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  const facts: Fact[] = [];
  const used = tools.metrics.powerMilliwatts(row.slot);
  const of = row.ratingWatts * 1_000;
  if (used !== undefined && of > 0) {
    facts.push(usageFact({ tools, key: 'load', used, of, show: figures.watts }));
  } else if (used !== undefined) {
    facts.push({ key: 'load', value: figures.watts(used), short: true });
  }
  if (row.powerKind === 'ups') {
    facts.push({ key: 'battery', value: withUnit(figures.whole(row.batteryMinutes), 'min') });
  }
  if (row.batteryEmptyAtUs !== undefined) {
    const moment = words('time.moment', figures.clock(row.batteryEmptyAtUs));
    facts.push({ key: 'batteryEmpty', value: moment, short: true });
  }
  return [...facts, ...linkFact('source', row.from), ...standsIn(row)];
}

/** Facts about a switch. */
export function switchFacts(row: RowOf<'switch'>, tools: FactTools): Fact[] {
  return [
    ...standsIn(row),
    { key: 'watts', value: tools.figures.watts(row.watts * 1_000), short: true },
    ...row.pdus.flatMap((pdu) => linkFact('pdu', pdu)),
  ];
}

/** Facts about a link. */
export function linkFacts(row: RowOf<'link'>, tools: FactTools): Fact[] {
  return [
    ...linkFact('from', row.from),
    ...linkFact('to', row.to),
    { key: 'bandwidth', value: withUnit(tools.figures.whole(row.gbps), 'Gbit/s'), short: true },
  ];
}

/** Facts about a storage unit. */
export function storageFacts(row: RowOf<'storage'>, tools: FactTools): Fact[] {
  const room = { used: row.usedGib, of: row.capacityGib, show: tools.figures.disk };
  return [usageFact({ tools, key: 'used', ...room }), ...standsIn(row)];
}

/** The rack something is mounted in, else the place it stands in. */
function standsIn(row: RowOf<'power' | 'switch' | 'storage'>): Fact[] {
  return row.rack === undefined ? linkFact('place', row.place) : linkFact('rack', row.rack);
}
