/**
 * The figures of one thing that move while time runs: each with its unit, how it is computed with
 * the numbers put in, and a plain amount for its small chart. Which figures a kind has is decided
 * here; a kind without any moves nothing by itself.
 */
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { partOf, type LiveFigure, type LiveTools } from './live-kit.ts';
import { storeFigures, webAppFigures, workFigures } from './work-figures.ts';
import { withUnit } from '../i18n/with-unit.ts';

const PERMILLE = 1_000;
const MILLIWATTS = 1_000;
const MILLIDEGREES = 1_000;

/** The figures of a thing, in the order in which they matter. */
export function liveFiguresOf(row: TopologyRow, tools: LiveTools): LiveFigure[] {
  switch (row.kind) {
    case 'vm':
      return machineFigures(row, tools);
    case 'host':
      return hostFigures(row, tools);
    case 'rack':
      return groundFigures([row], tools);
    case 'place':
      return groundFigures(racksIn(row.id, tools), tools);
    case 'cluster':
      return groundFigures(
        tools.list('rack').filter(({ cluster }) => cluster === row.id),
        tools,
      );
    case 'power':
      return powerFigures(row, tools);
    case 'switch':
      return switchFigures(row, tools);
    case 'storage':
      return [
        partOf({
          tools,
          key: 'used',
          used: row.usedGib,
          of: row.capacityGib,
          show: tools.figures.disk,
        }),
      ];
    case 'group':
      return memberFigures(
        tools.list('vm').filter(({ group }) => row.id === `group:${group}` || group === row.name),
        tools,
      );
    case 'availabilitySet':
      return memberFigures(machinesOf(row.members, tools), tools);
    case 'proximityGroup':
      return memberFigures(machinesOf(row.members, tools), tools);
    case 'hostGroup':
    case 'dedicatedHost':
      return memberFigures(machinesOf(row.machines, tools), tools);
    case 'scaleSet':
      return scaleSetFigures(row, tools);
    default:
      return serviceSide(row, tools);
  }
}

function serviceSide(row: TopologyRow, tools: LiveTools): LiveFigure[] {
  const { whole } = tools.figures;
  switch (row.kind) {
    case 'service':
      return requestFigures(row.id, tools);
    case 'balancer':
      return balancerFigures(row, tools);
    case 'store':
      return storeFigures(row, tools);
    case 'workload':
      return workFigures(row, tools);
    case 'webApp':
      return webAppFigures(row, tools);
    case 'dnsProfile': {
      const good = row.endpoints.filter(({ health, enabled }) => enabled && health === 'online');
      const used = good.reduce((sum, { holders }) => sum + holders, 0);
      return [partOf({ tools, key: 'goodAnswers', used, of: row.resolvers, show: whole })];
    }
    case 'reservation':
      return [partOf({ tools, key: 'placesUsed', used: row.used, of: row.quantity, show: whole })];
    case 'quota':
      return [partOf({ tools, key: 'quotaUsed', used: row.used, of: row.limit, show: whole })];
    case 'batch':
      return [partOf({ tools, key: 'done', used: row.done, of: row.count, show: whole })];
    case 'subnet':
      return addressFigures([row], tools);
    case 'network':
      return addressFigures(
        tools.list('subnet').filter(({ network }) => network === row.id),
        tools,
      );
    case 'fault':
      return [{ key: 'reached', amount: row.machines.length, show: whole }];
    default:
      return [];
  }
}

function machinesOf(ids: readonly string[], tools: LiveTools): RowOf<'vm'>[] {
  return ids.flatMap((id) => {
    const row = tools.get(id);
    return row?.kind === 'vm' ? [row] : [];
  });
}

/** vCPU that a machine uses at this moment. */
function vCpuUsed(vm: RowOf<'vm'>, tools: LiveTools): number {
  const live = tools.metrics.machine(vm.slot);
  return live === undefined ? 0 : (live.cpuPermille / PERMILLE) * vm.vCpu;
}

/** Share of the processors of machines that is in use. */
function processor(at: {
  machines: readonly RowOf<'vm'>[];
  of: number;
  tools: LiveTools;
}): LiveFigure[] {
  const { machines, of, tools } = at;
  if (of === 0) return [];
  const { share: show, whole } = tools.figures;
  const used = machines.reduce((sum, vm) => sum + vCpuUsed(vm, tools), 0);
  const share = used / of;
  const formula = tools.words('live.thousandths', {
    used: whole(Math.round(used * PERMILLE)),
    of: whole(of * PERMILLE),
    share: show(share),
  });
  return [{ key: 'cpu', amount: share, show, share, formula }];
}

function machineFigures(row: RowOf<'vm'>, tools: LiveTools): LiveFigure[] {
  const { figures, metrics } = tools;
  const live = metrics.machine(row.slot);
  const runs = row.powerState === 'running';
  const price: LiveFigure[] =
    row.powerState === 'deallocated'
      ? []
      : [{ key: 'price', amount: row.microUsdPerHour, show: figures.moneyPerHour }];
  const { credits } = row;
  const credit =
    credits === undefined
      ? []
      : [
          partOf({
            tools,
            key: 'credits',
            used: Math.floor(credits.balance),
            of: credits.max,
            show: figures.whole,
          }),
        ];
  const work: LiveFigure[] =
    live === undefined || !runs
      ? []
      : [
          { key: 'busy', amount: live.busy, show: figures.whole },
          { key: 'queued', amount: live.queued, show: figures.whole },
          ...(live.jobs > 0 ? [{ key: 'jobs', amount: live.jobs, show: figures.whole }] : []),
        ];
  const steal = (row.stealPpm ?? row.guest?.stealPpm ?? 0) / 1_000_000;
  return [
    ...(runs ? processor({ machines: [row], of: row.vCpu, tools }) : []),
    ...(steal > 0 ? [{ key: 'steal', amount: steal, show: figures.share, share: steal }] : []),
    ...work,
    ...credit,
    ...price,
  ];
}

function hostFigures(row: RowOf<'host'>, tools: LiveTools): LiveFigure[] {
  const { whole, memory } = tools.figures;
  const inside = tools.children(row.id).filter((one) => one.kind === 'vm');
  const offered = row.hypervisor?.vCpuOffered ?? row.cores;
  const swapped = row.hypervisor?.swappedMib ?? 0;
  return [
    ...processor({ machines: inside, of: row.cores, tools }),
    partOf({ tools, key: 'cpuCommitted', used: row.vCpuCommitted, of: offered, show: whole }),
    partOf({
      tools,
      key: 'memoryCommitted',
      used: row.memoryCommittedMib,
      of: row.hypervisor?.memoryOfferedMib ?? row.memoryMib,
      show: memory,
    }),
    ...(swapped > 0 ? [{ key: 'swapped', amount: swapped, show: memory }] : []),
    ...running(inside, tools),
  ];
}

function running(machines: readonly RowOf<'vm'>[], tools: LiveTools): LiveFigure[] {
  const used = machines.filter(({ powerState }) => powerState === 'running').length;
  const { whole } = tools.figures;
  return [partOf({ tools, key: 'machinesRunning', used, of: machines.length, show: whole })];
}

function racksIn(id: string, tools: LiveTools): RowOf<'rack'>[] {
  return tools.children(id).flatMap((one) => {
    if (one.kind === 'rack') return [one];
    return one.kind === 'place' ? racksIn(one.id, tools) : [];
  });
}

/** Racks together: hosts that work, what they draw, what runs there, how warm it is. */
function groundFigures(racks: readonly RowOf<'rack'>[], tools: LiveTools): LiveFigure[] {
  const { figures, metrics } = tools;
  const inside = racks.flatMap(({ id }) => tools.children(id));
  const hosts = inside.filter((one) => one.kind === 'host');
  const up = hosts.filter(({ state }) => state === 'up').length;
  const machines = hosts.flatMap(({ id }) => tools.children(id)).filter((one) => one.kind === 'vm');
  const strips = inside.filter((one) => one.kind === 'power');
  const drawn = strips.map(({ slot }) => metrics.powerMilliwatts(slot) ?? 0);
  const total = drawn.reduce((sum, one) => sum + one, 0);
  const [rack] = racks;
  const inlet = racks.length === 1 ? rack?.inletMilliC : undefined;
  return [
    partOf({ tools, key: 'hostsUp', used: up, of: hosts.length, show: figures.whole }),
    ...(strips.length === 0
      ? []
      : [
          {
            key: 'draw',
            amount: total,
            show: figures.watts,
            formula:
              strips.length > FORMULA_PARTS_MAX
                ? undefined
                : `${drawn.map(figures.watts).join(' + ')} = ${figures.watts(total)}`,
          },
        ]),
    ...processor({ machines, of: hosts.reduce((sum, one) => sum + one.cores, 0), tools }),
    ...running(machines, tools),
    ...(inlet === undefined
      ? []
      : [
          {
            key: 'inlet',
            amount: inlet / MILLIDEGREES,
            show: (c: number) => withUnit(figures.whole(Math.round(c)), '°C'),
          },
        ]),
  ];
}

/** Parts that a sum still names one by one. */
const FORMULA_PARTS_MAX = 4;

function powerFigures(row: RowOf<'power'>, tools: LiveTools): LiveFigure[] {
  const { watts, span } = tools.figures;
  const used = tools.metrics.powerMilliwatts(row.slot) ?? 0;
  const of = row.ratingWatts * MILLIWATTS;
  const left = row.batteryEmptyAtUs === undefined ? 0 : row.batteryEmptyAtUs - tools.nowUs;
  const load = { key: 'load', amount: used, show: watts };
  return [
    of > 0 ? partOf({ tools, key: 'load', used, of, show: watts }) : load,
    ...(left > 0 ? [{ key: 'batteryLeft', amount: left, show: span }] : []),
  ];
}

function switchFigures(row: RowOf<'switch'>, tools: LiveTools): LiveFigure[] {
  const links = tools.list('link').filter(({ from, to }) => from === row.id || to === row.id);
  const used = links.filter(({ up }) => up).length;
  const { whole } = tools.figures;
  return [partOf({ tools, key: 'linksUp', used, of: links.length, show: whole })];
}

function memberFigures(machines: readonly RowOf<'vm'>[], tools: LiveTools): LiveFigure[] {
  const vCpu = machines.reduce((sum, one) => sum + one.vCpu, 0);
  const paid = machines.filter(({ powerState }) => powerState !== 'deallocated');
  const amount = paid.reduce((sum, { microUsdPerHour }) => sum + microUsdPerHour, 0);
  return [
    ...running(machines, tools),
    ...processor({ machines, of: vCpu, tools }),
    { key: 'price', amount, show: tools.figures.moneyPerHour },
  ];
}

function scaleSetFigures(row: RowOf<'scaleSet'>, tools: LiveTools): LiveFigure[] {
  const { whole } = tools.figures;
  const made = row.instances.length;
  return [
    partOf({ tools, key: 'instances', used: made, of: row.capacity, show: whole }),
    ...(row.unhealthy > 0 ? [{ key: 'unhealthy', amount: row.unhealthy, show: whole }] : []),
    ...(row.behind > 0 ? [{ key: 'behindModel', amount: row.behind, show: whole }] : []),
    ...memberFigures(machinesOf(row.instances, tools), tools),
  ];
}

/** What users of a service meet at this moment. */
function requestFigures(id: string, tools: LiveTools): LiveFigure[] {
  const live = tools.metrics.service(id);
  if (live === undefined) return [];
  const { whole, share, rate } = tools.figures;
  return [
    {
      key: 'servedFraction',
      amount: live.servedFraction,
      show: share,
      share: live.servedFraction,
      formula: `${whole(live.served)} ÷ (${whole(live.offered)} − ${whole(live.inFlight)})`,
    },
    { key: 'offeredRate', amount: live.offeredPerSecond, show: rate },
    { key: 'servedRate', amount: live.servedPerSecond, show: rate },
    { key: 'failedRate', amount: live.failedPerSecond, show: rate },
    { key: 'capacity', amount: live.capacityPerSecond, show: rate },
    { key: 'inFlight', amount: live.inFlight, show: whole },
  ];
}

function balancerFigures(row: RowOf<'balancer'>, tools: LiveTools): LiveFigure[] {
  const used = row.backends.filter(({ rotation }) => rotation === 'up').length;
  const { whole } = tools.figures;
  const service = tools.list('service').find(({ balancer }) => balancer === row.id);
  return [
    partOf({ tools, key: 'inRotation', used, of: row.backends.length, show: whole }),
    ...(service === undefined ? [] : requestFigures(service.id, tools)),
  ];
}

function addressFigures(subnets: readonly RowOf<'subnet'>[], tools: LiveTools): LiveFigure[] {
  const used = subnets.reduce((sum, { addressesUsed }) => sum + addressesUsed, 0);
  const of = subnets.reduce((sum, { addressesUsable }) => sum + addressesUsable, 0);
  const { whole } = tools.figures;
  return subnets.length === 0 ? [] : [partOf({ tools, key: 'addresses', used, of, show: whole })];
}
