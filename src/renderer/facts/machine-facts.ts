/**
 * Facts about machines and what belongs to them: disks, network cards, sets of machines, jobs. The
 * order is the order in which they matter.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { nestFacts } from './hypervisor-facts.ts';
import { nodeFacts } from './service-row-facts.ts';
import { splitId } from '../i18n/use-words.ts';
import { linkFact, usageFact, type Fact, type FactTools } from './fact-kit.ts';

/** Facts about a machine. */
export function machineFacts(row: RowOf<'vm'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  const hourly = figures.moneyPerHour(row.microUsdPerHour);
  return [
    ...liveFacts(row, tools),
    ...(row.application === undefined
      ? []
      : [{ key: 'application', value: words(`application.${row.application}`), short: true }]),
    ...stealFact(row, tools),
    ...nodeFacts(row, tools),
    { key: 'size', value: row.size },
    { key: 'vCpu', value: figures.whole(row.vCpu) },
    ...(row.cpuWeight === undefined
      ? []
      : [{ key: 'cpuWeight', value: figures.whole(row.cpuWeight) }]),
    { key: 'memory', value: figures.memory(row.memoryMib) },
    { key: 'image', value: row.image },
    { key: 'exactImage', value: row.exactImage },
    ...administratorFact(row, tools),
    ...(row.generation === undefined
      ? []
      : [{ key: 'firmware', value: words(`firmware.${row.generation}`) }]),
    ...linkFact('host', row.host),
    ...nestFacts(row, tools),
    ...zoneFact(row, tools),
    ...linkFact('proximityGroup', row.proximityGroup),
    ...linkFact('hostGroup', row.hostGroup),
    ...linkFact('dedicatedHost', row.dedicatedHost),
    ...linkFact('reservation', row.reservation),
    ...row.balancers.flatMap((id) => linkFact('balancer', id)),
    ...linkFact('availabilitySet', row.availabilitySet),
    ...linkFact('scaleSet', row.scaleSet),
    ...buildFact(row, tools),
    ...domainFact('faultDomain', row.faultDomain),
    ...domainFact('updateDomain', row.updateDomain),
    { key: 'provisioning', value: words(`provisioning.${row.provisioningState}`) },
    { key: 'group', value: row.group },
    { key: 'location', value: row.location },
    { key: 'price', value: hourly },
    {
      key: 'priceMonth',
      value: figures.moneyPerMonth(row.microUsdPerHour),
      formula: `${hourly} × 730 h`,
    },
    ...row.nics.flatMap((id) => linkFact('nicOf', id)),
    ...row.disks.flatMap((id) => linkFact('diskOf', id)),
  ];

  function domainFact(key: string, number: number | undefined): Fact[] {
    return number === undefined ? [] : [{ key, value: figures.whole(number), short: true }];
  }
}

/** Its first user and the kind of credential, while its system knows one. */
function administratorFact(
  row: Pick<RowOf<'vm'>, 'administrator' | 'deprovisioned'>,
  { words }: FactTools,
): Fact[] {
  if (row.administrator === undefined || row.deprovisioned === true) return [];
  const { name, signIn } = row.administrator;
  return [{ key: 'administrator', value: `${name} · ${words(`signIn.${signIn}`)}` }];
}

/** Processor time that went to neighbours, where there is any. */
function stealFact(row: RowOf<'vm'>, { figures }: FactTools): Fact[] {
  const ppm = row.stealPpm ?? row.guest?.stealPpm ?? 0;
  if (ppm === 0) return [];
  const share = ppm / 1_000_000;
  return [{ key: 'steal', value: figures.share(share), share, short: true }];
}

/** The zone it is pinned to; a regional one says so, where there are zones to be pinned to. */
function zoneFact(row: RowOf<'vm'>, { words, hasZones }: FactTools): Fact[] {
  if (row.zone !== undefined) return linkFact('zone', row.zone);
  return hasZones() ? [{ key: 'zone', value: words('fact.regional') }] : [];
}

function buildFact(row: RowOf<'vm'>, tools: FactTools): Fact[] {
  if (row.build === undefined) return [];
  const { version, faulty } = row.build;
  const value = faulty === true ? `${version} – ${tools.words('model.faulty')}` : version;
  return [{ key: 'version', value }];
}

function liveFacts(row: RowOf<'vm'>, tools: FactTools): Fact[] {
  const live = tools.metrics.machine(row.slot);
  if (live === undefined) return [];
  const { figures } = tools;
  const share = live.cpuPermille / 1_000;
  const cpu: Fact = { key: 'cpu', value: figures.share(share), share, short: true };
  // Requests of services come through balancers; those of uses are counted with the use.
  if (row.balancers.length === 0) return [cpu];
  return [
    cpu,
    { key: 'busy', value: figures.whole(live.busy), short: true },
    { key: 'queued', value: figures.whole(live.queued), short: true },
  ];
}

/** Facts about a disk. */
export function diskFacts(row: RowOf<'disk'>, tools: FactTools): Fact[] {
  return [
    { key: 'role', value: tools.words(`role.${row.role}`) },
    { key: 'capacity', value: tools.figures.disk(row.sizeGib) },
    { key: 'tier', value: row.tier },
    ...(row.vm === undefined
      ? []
      : [{ key: 'caching', value: tools.words(`caching.${row.caching}`) }]),
    ...linkFact('machine', row.vm),
    ...linkFact('storage', row.storage),
    { key: 'redundancy', value: tools.words(`redundancy.${row.redundancy}`) },
    ...linkFact('zone', row.zone),
  ];
}

/** Facts about an availability set. */
export function availabilitySetFacts(row: RowOf<'availabilitySet'>, tools: FactTools): Fact[] {
  const { whole } = tools.figures;
  return [
    { key: 'members', value: whole(row.members.length), short: true },
    { key: 'faultDomains', value: whole(row.faultDomains) },
    { key: 'updateDomains', value: whole(row.updateDomains) },
    ...linkFact('cluster', row.cluster),
    { key: 'group', value: row.group },
  ];
}

/** Facts about a scale set. */
export function scaleSetFacts(row: RowOf<'scaleSet'>, tools: FactTools): Fact[] {
  const { whole } = tools.figures;
  const instances = { used: row.instances.length, of: row.capacity, show: whole };
  return [
    usageFact({ tools, key: 'instances', ...instances }),
    { key: 'size', value: row.size },
    { key: 'image', value: row.image },
    { key: 'orchestration', value: tools.words(`orchestration.${row.orchestration}`) },
    ...zonesFact(row),
    { key: 'faultDomains', value: whole(row.faultDomains) },
    ...row.balancers.flatMap((id) => linkFact('balancer', id)),
    ...linkFact('subnet', row.subnet),
    ...linkFact('securityGroup', row.securityGroup),
    ...equipmentFacts(row, tools),
    { key: 'group', value: row.group },
  ];
}

/** What each instance of a set comes with. */
function equipmentFacts(row: RowOf<'scaleSet'>, tools: FactTools): Fact[] {
  const disks = (row.dataDisks ?? []).map(
    ({ tier, sizeGib }) => `${tier} ${tools.figures.disk(sizeGib)}`,
  );
  return [
    ...(disks.length === 0 ? [] : [{ key: 'dataDisks', value: disks.join(' · ') }]),
    ...administratorFact(row, tools),
  ];
}

/** The zones of a set, each with its instances. */
function zonesFact(row: RowOf<'scaleSet'>): Fact[] {
  if (row.zones.length === 0) return [];
  const counts = row.zones.map(({ zone, instances }) => `${splitId(zone).name} ${instances}`);
  return [{ key: 'zones', value: counts.join(' · '), short: true }];
}

/** Facts about a batch of jobs. */
export function batchFacts(row: RowOf<'batch'>, tools: FactTools): Fact[] {
  const { whole } = tools.figures;
  return [
    usageFact({ tools, key: 'done', used: row.done, of: row.count, show: whole }),
    { key: 'interrupted', value: whole(row.interrupted) },
  ];
}
