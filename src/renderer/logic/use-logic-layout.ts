/**
 * Where everything stands on the logical view, kept up to date: laid out anew when something that
 * decides about it has changed, and not more often than the work takes. A change of state only
 * forgets the counts of the pool it belongs to.
 */
import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue';
import { useTopology, type TopologyChange } from '../stores/use-topology.ts';
import { LayoutPace } from '../topology/layout-pace.ts';
import { graphOf } from './logic-graph.ts';
import { LOGIC_KINDS, logicKeyOf } from './logic-keys.ts';
import { layOutLogic, type LogicLayout } from './logic-layout.ts';
import { PoolSums } from './pool-sums.ts';

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
  const pace = new LayoutPace(arrange);

  function sumsOf(): PoolSums {
    return new PoolSums(layout.value.graph, (id) => topology.rows.get(id));
  }

  function arrange(): void {
    layout.value = layOutLogic(graphNow(topology));
    sums.value = sumsOf();
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
    if (note(change)) pace.askSoon();
  });
  onMounted(() => {
    for (const kind of LOGIC_KINDS) {
      for (const row of topology.list(kind)) keys.set(row.id, logicKeyOf(row) ?? '');
    }
  });
  onBeforeUnmount(() => {
    pace.stop();
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
