/**
 * The facts about one thing, in the order in which they matter: label, value with unit, and for
 * computed ones the formula with the numbers put in. Inspector and hover card show the same list.
 */
import { useI18n } from 'vue-i18n';
import { unreachable } from '../../shared/kernel/assert.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { useFigures } from '../i18n/use-figures.ts';
import { splitId } from '../i18n/use-words.ts';
import { useMetrics } from '../stores/metrics.ts';
import { useTopology } from '../stores/topology.ts';

export interface Fact {
  /** Key below `fact.` for its label; unique within a row. */
  readonly key: string;
  readonly value: string;
  /** How it was computed, with the numbers put in. */
  readonly formula?: string | undefined;
  /** Another thing it names, to be selected by a click. */
  readonly link?: string | undefined;
  /** Telling enough for the small card at the pointer. */
  readonly short?: boolean;
  /** Shown as a bar too, from 0 to 1. */
  readonly share?: number | undefined;
}

const PPM = 1_000_000;

/** Returns the facts of a row; call inside a component's setup. */
export function useRowFacts(): (row: TopologyRow) => Fact[] {
  const { t } = useI18n();
  const figures = useFigures();
  const metrics = useMetrics();
  const topology = useTopology();

  function link(key: string, id: string | undefined): Fact[] {
    return id === undefined ? [] : [{ key, value: splitId(id).name, link: id }];
  }

  function domain(key: string, number: number | undefined): Fact[] {
    return number === undefined ? [] : [{ key, value: figures.whole(number), short: true }];
  }

  function usage(key: string, used: number, of: number, show: (value: number) => string): Fact {
    const share = of === 0 ? 0 : used / of;
    const formula = `${show(used)} ÷ ${show(of)} = ${figures.share(share)}`;
    return { key, value: `${show(used)} / ${show(of)}`, share, formula, short: true };
  }

  function host(row: RowOf<'host'>): Fact[] {
    return [
      usage('cpuCommitted', row.vCpuCommitted, row.cores, figures.whole),
      usage('memoryCommitted', row.memoryCommittedMib, row.memoryMib, figures.memory),
      { key: 'system', value: t(`system.${row.system}`) },
      { key: 'model', value: row.model },
      { key: 'disk', value: figures.disk(row.diskGib) },
      { key: 'nic', value: `${figures.whole(row.nicMbps)} Mbit/s` },
      { key: 'speed', value: `${figures.whole(row.mipsPerCore)} MIPS` },
      { key: 'idleWatts', value: figures.watts(row.idleWatts * 1_000) },
      { key: 'fullWatts', value: figures.watts(row.fullWatts * 1_000) },
      ...link('rack', row.rack),
      { key: 'unit', value: `U${row.unit} (${row.heightUnits} U)` },
      ...row.pdus.flatMap((pdu) => link('pdu', pdu)),
    ];
  }

  function machine(row: RowOf<'vm'>): Fact[] {
    const live = metrics.machine(row.slot);
    const cpu = live === undefined ? undefined : live.cpuPermille / 1_000;
    const facts: Fact[] = [];
    if (cpu !== undefined)
      facts.push({ key: 'cpu', value: figures.share(cpu), share: cpu, short: true });
    if (live !== undefined) {
      facts.push(
        { key: 'busy', value: figures.whole(live.busy), short: true },
        { key: 'queued', value: figures.whole(live.queued), short: true },
      );
    }
    return [
      ...facts,
      { key: 'size', value: row.size },
      { key: 'vCpu', value: figures.whole(row.vCpu) },
      { key: 'memory', value: figures.memory(row.memoryMib) },
      { key: 'image', value: row.image },
      { key: 'exactImage', value: row.exactImage },
      ...link('host', row.host),
      ...row.balancers.flatMap((id) => link('balancer', id)),
      ...link('availabilitySet', row.availabilitySet),
      ...link('scaleSet', row.scaleSet),
      ...domain('faultDomain', row.faultDomain),
      ...domain('updateDomain', row.updateDomain),
      { key: 'provisioning', value: t(`provisioning.${row.provisioningState}`) },
      { key: 'group', value: row.group },
      { key: 'location', value: row.location },
      { key: 'price', value: figures.moneyPerHour(row.microUsdPerHour) },
      {
        key: 'priceMonth',
        value: figures.moneyPerMonth(row.microUsdPerHour),
        formula: `${figures.moneyPerHour(row.microUsdPerHour)} × 730 h`,
      },
      ...row.nics.flatMap((id) => link('nicOf', id)),
      ...row.disks.flatMap((id) => link('diskOf', id)),
    ];
  }

  function power(row: RowOf<'power'>): Fact[] {
    const load = metrics.powerMilliwatts(row.slot);
    const facts: Fact[] = [];
    if (load !== undefined && row.ratingWatts > 0) {
      facts.push(usage('load', load, row.ratingWatts * 1_000, figures.watts));
    } else if (load !== undefined)
      facts.push({ key: 'load', value: figures.watts(load), short: true });
    if (row.powerKind === 'ups') {
      facts.push({ key: 'battery', value: `${figures.whole(row.batteryMinutes)} min` });
    }
    if (row.batteryEmptyAtUs !== undefined) {
      const { day, time } = figures.clock(row.batteryEmptyAtUs);
      facts.push({ key: 'batteryEmpty', value: t('time.moment', { day, time }), short: true });
    }
    return [...facts, ...link('source', row.from), ...link('rack', row.rack)];
  }

  function rack(row: RowOf<'rack'>): Fact[] {
    const hosts = topology.children(row.id).filter((child) => child.kind === 'host');
    const up = hosts.filter((host) => host.state === 'up').length;
    const cores = hosts.reduce((sum, host) => sum + host.cores, 0);
    const committed = hosts.reduce((sum, host) => sum + host.vCpuCommitted, 0);
    return [
      { key: 'hostsUp', value: `${up} / ${hosts.length}`, short: true },
      ...(cores === 0 ? [] : [usage('cpuCommitted', committed, cores, figures.whole)]),
      ...link('row', row.row),
      { key: 'position', value: figures.whole(row.position) },
      { key: 'units', value: `${row.units} U` },
      ...link('cluster', row.cluster),
    ];
  }

  function service(row: RowOf<'service'>): Fact[] {
    const live = metrics.service(row.id);
    const facts: Fact[] = [];
    if (live !== undefined) {
      const answered = live.offered - live.inFlight;
      facts.push(
        {
          key: 'servedFraction',
          value: figures.share(live.servedFraction),
          formula: `${figures.whole(live.served)} ÷ (${figures.whole(live.offered)} − ${figures.whole(live.inFlight)}) = ${figures.whole(live.served)} ÷ ${figures.whole(answered)}`,
          share: live.servedFraction,
          short: true,
        },
        {
          key: 'availability',
          value: figures.share(live.availability),
          formula: `${figures.whole(live.secondsUp)} s ÷ (${figures.whole(live.secondsUp)} s + ${figures.whole(live.secondsDown)} s)`,
          share: live.availability,
          short: true,
        },
        { key: 'offered', value: figures.whole(live.offered) },
        { key: 'served', value: figures.whole(live.served) },
        { key: 'late', value: figures.whole(live.late) },
        { key: 'refused', value: figures.whole(live.refused) },
        { key: 'lost', value: figures.whole(live.lost) },
        { key: 'inFlight', value: figures.whole(live.inFlight) },
        {
          key: 'capacity',
          value: figures.rate(live.capacityPerSecond),
          formula: `${figures.whole(live.backendsUp)} × ${figures.whole(row.workers)} ÷ ${figures.span(row.serviceTimeUs)}`,
        },
      );
    }
    return [
      ...facts,
      ...link('balancer', row.balancer),
      { key: 'workers', value: figures.whole(row.workers) },
      { key: 'serviceTime', value: figures.span(row.serviceTimeUs) },
      { key: 'queueLimit', value: figures.whole(row.queueLimit) },
      { key: 'deadline', value: figures.span(row.deadlineUs) },
      { key: 'threshold', value: figures.share(row.thresholdPpm / PPM) },
    ];
  }

  function balancer(row: RowOf<'balancer'>): Fact[] {
    const up = row.backends.filter((backend) => backend.rotation === 'up').length;
    return [
      { key: 'inRotation', value: `${up} / ${row.backends.length}`, short: true },
      { key: 'probeInterval', value: figures.span(row.probeIntervalUs) },
      { key: 'probeThreshold', value: figures.whole(row.probeThreshold) },
      { key: 'allDown', value: t(`allDown.${row.allDown}`) },
      { key: 'group', value: row.group },
    ];
  }

  return function factsOf(row) {
    switch (row.kind) {
      case 'host':
        return host(row);
      case 'vm':
        return machine(row);
      case 'power':
        return power(row);
      case 'rack':
        return rack(row);
      case 'service':
        return service(row);
      case 'balancer':
        return balancer(row);
      case 'switch':
        return [
          ...link('rack', row.rack),
          { key: 'watts', value: figures.watts(row.watts * 1_000), short: true },
          ...row.pdus.flatMap((pdu) => link('pdu', pdu)),
        ];
      case 'link':
        return [
          ...link('from', row.from),
          ...link('to', row.to),
          { key: 'bandwidth', value: `${figures.whole(row.gbps)} Gbit/s`, short: true },
        ];
      case 'storage':
        return [
          usage('used', row.usedGib, row.capacityGib, figures.disk),
          ...link('rack', row.rack),
        ];
      case 'disk':
        return [
          { key: 'role', value: t(`role.${row.role}`) },
          { key: 'capacity', value: figures.disk(row.sizeGib) },
          { key: 'tier', value: row.tier },
          ...link('machine', row.vm),
          ...link('storage', row.storage),
        ];
      case 'nic':
        return [{ key: 'address', value: row.privateAddress }, ...link('machine', row.vm)];
      case 'batch':
        return [
          usage('done', row.done, row.count, figures.whole),
          { key: 'interrupted', value: figures.whole(row.interrupted) },
        ];
      case 'availabilitySet':
        return [
          { key: 'members', value: figures.whole(row.members.length), short: true },
          { key: 'faultDomains', value: figures.whole(row.faultDomains) },
          { key: 'updateDomains', value: figures.whole(row.updateDomains) },
          ...link('cluster', row.cluster),
          { key: 'group', value: row.group },
        ];
      case 'scaleSet':
        return [
          usage('instances', row.instances.length, row.capacity, figures.whole),
          { key: 'size', value: row.size },
          { key: 'image', value: row.image },
          { key: 'orchestration', value: t(`orchestration.${row.orchestration}`) },
          { key: 'faultDomains', value: figures.whole(row.faultDomains) },
          ...row.balancers.flatMap((id) => link('balancer', id)),
          { key: 'group', value: row.group },
        ];
      case 'group':
        return [{ key: 'location', value: row.location }];
      case 'cluster':
        return [
          {
            key: 'sizes',
            value: row.sizes.length === 0 ? t('fact.everySize') : row.sizes.join(', '),
          },
        ];
      case 'place':
        return link('parent', row.parent);
      default:
        return unreachable(row);
    }
  };
}
