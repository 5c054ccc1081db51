/**
 * Where everything stands on the logical view, kept up to date: laid out anew when something that
 * decides about it has changed, and not more often than the work takes. A change of state only
 * forgets the counts of the pool it belongs to.
 */
import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue';
import { useTopology, type TopologyChange } from '../stores/use-topology.ts';
import { graphOf } from './logic-graph.ts';
import { LOGIC_KINDS, logicKeyOf } from './logic-keys.ts';
import { layOutLogic, type LogicLayout } from './logic-layout.ts';
import { PoolSums } from './pool-sums.ts';

/** Between two layouts lies at least so many times as long as the last one took. */
const REST_TIMES = 6;
const QUICK_MS = 12;

export interface LaidOutLogic {
  readonly layout: Readonly<ShallowRef<LogicLayout>>;
  readonly sums: Readonly<ShallowRef<PoolSums>>;
}

type Topology = ReturnType<typeof useTopology>;

/** Lays out now and after every change that matters; call inside setup. */
export function useLogicLayout(): LaidOutLogic {
  const topology = useTopology();
  const keys = new Map<string, string>();
  const layout = shallowRef(layOutLogic(graphNow(topology)));
  const sums = shallowRef(sumsOf());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let restUntil = 0;

  function sumsOf(): PoolSums {
    return new PoolSums(layout.value.graph, (id) => topology.rows.get(id));
  }

  function arrange(): void {
    timer = undefined;
    const began = performance.now();
    layout.value = layOutLogic(graphNow(topology));
    sums.value = sumsOf();
    const tookMs = performance.now() - began;
    restUntil = tookMs < QUICK_MS ? 0 : performance.now() + tookMs * REST_TIMES;
  }

  /** Remembers what decides; true when any of it is different. */
  function note(change: TopologyChange): boolean {
    if (change.reset) keys.clear();
    let differs = change.reset;
    for (const row of change.upserted) {
      const key = logicKeyOf(row);
      if (key === undefined || keys.get(row.id) === key) continue;
      keys.set(row.id, key);
      differs = true;
    }
    for (const id of change.removed) if (keys.delete(id)) differs = true;
    return differs;
  }

  const stop = topology.whenChanged((change) => {
    for (const row of change.upserted) sums.value.touch(row);
    if (!note(change) || timer !== undefined) return;
    const waitMs = restUntil - performance.now();
    timer = setTimeout(arrange, Math.max(0, waitMs));
  });
  onMounted(() => {
    for (const kind of LOGIC_KINDS) {
      for (const row of topology.list(kind)) keys.set(row.id, logicKeyOf(row) ?? '');
    }
  });
  onBeforeUnmount(() => {
    clearTimeout(timer);
    stop();
  });
  return { layout, sums };
}

function graphNow(topology: Topology) {
  return graphOf({
    networks: topology.list('network'),
    subnets: topology.list('subnet'),
    securityGroups: topology.list('securityGroup'),
    publicIps: topology.list('publicIp'),
    nics: topology.list('nic'),
    machines: topology.list('vm'),
    balancers: topology.list('balancer'),
    services: topology.list('service'),
    stores: topology.list('store'),
    webApps: topology.list('webApp'),
    dnsProfiles: topology.list('dnsProfile'),
  });
}
