/**
 * The facts about one thing, in the order in which they matter. Inspector and hover card show the
 * same list; which facts a kind has stands in the files beside this one.
 */
import { useI18n } from 'vue-i18n';
import { unreachable } from '../../shared/kernel/assert.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { useFigures } from '../i18n/use-figures.ts';
import { useMetrics } from '../stores/use-metrics.ts';
import { useTopology } from '../stores/use-topology.ts';
import type { Fact, FactTools } from './fact-kit.ts';
import * as faults from './fault-facts.ts';
import * as machines from './machine-facts.ts';
import { groupFacts } from './environment-facts.ts';
import { moveFacts } from './move-facts.ts';
import { networkPartFacts } from './network-facts.ts';
import { placementFacts } from './placement-facts.ts';
import { quotaFacts } from './service-row-facts.ts';
import * as room from './room-facts.ts';
import { reliabilityFacts } from './reliability-facts.ts';
import { imageFacts } from './image-facts.ts';
import { snapshotFacts, storeFacts } from './store-facts.ts';
import * as services from './service-facts.ts';
import { webAppFacts } from './web-app-facts.ts';
import { workloadFacts } from './workload-facts.ts';

/** For lists that stand still while time runs. */
const NO_METRICS: FactTools['metrics'] = {
  machine: () => undefined,
  powerMilliwatts: () => undefined,
  service: () => undefined,
};

/**
 * Returns the facts of a row; call inside a component's setup. Without `live` the figures of the
 * moment are left out.
 */
export function useRowFacts(options: { live?: boolean } = {}): (row: TopologyRow) => Fact[] {
  const { t } = useI18n();
  const topology = useTopology();
  const tools: FactTools = {
    words: (key, values) => (values === undefined ? t(key) : t(key, values)),
    figures: useFigures(),
    metrics: options.live === false ? NO_METRICS : useMetrics(),
    children: (id) => topology.children(id),
    hasZones: () => topology.list('place').some(({ placeKind }) => placeKind === 'zone'),
  };
  return (row) => factsOf(row, tools);
}

/** The facts of a row, by its kind. */
export function factsOf(row: TopologyRow, tools: FactTools): Fact[] {
  switch (row.kind) {
    case 'rack':
      return room.rackFacts(row, tools);
    case 'host':
      return room.hostFacts(row, tools);
    case 'power':
      return room.powerFacts(row, tools);
    case 'switch':
      return room.switchFacts(row, tools);
    case 'link':
      return room.linkFacts(row, tools);
    case 'storage':
      return room.storageFacts(row, tools);
    case 'vm':
      return machines.machineFacts(row, tools);
    case 'disk':
      return machines.diskFacts(row, tools);
    case 'nic':
    case 'network':
    case 'subnet':
    case 'securityGroup':
    case 'publicIp':
      return networkPartFacts(row, tools);
    case 'availabilitySet':
      return machines.availabilitySetFacts(row, tools);
    case 'proximityGroup':
    case 'hostGroup':
    case 'dedicatedHost':
    case 'reservation':
      return placementFacts(row, tools);
    case 'scaleSet':
      return machines.scaleSetFacts(row, tools);
    case 'store':
      return storeFacts(row, tools);
    case 'workload':
      return workloadFacts(row, tools);
    case 'webApp':
      return webAppFacts(row, tools);
    case 'snapshot':
      return snapshotFacts(row, tools);
    case 'managedImage':
    case 'imageDefinition':
    case 'gallery':
    case 'terms':
      return imageFacts(row, tools);
    case 'fault':
      return faults.faultFacts(row, tools);
    case 'scheduledEvent':
      return faults.scheduledEventFacts(row, tools);
    case 'drainHook':
      return faults.drainHookFacts(row, tools);
    case 'quota':
      return quotaFacts(row, tools);
    case 'platform':
      return faults.platformFacts(row, tools);
    case 'move':
      return moveFacts(row, tools);
    case 'reliability':
      return reliabilityFacts(row, tools);
    default:
      return workFacts(row, tools);
  }
}

type WorkRow = RowOf<
  'batch' | 'service' | 'dnsProfile' | 'balancer' | 'group' | 'cluster' | 'place'
>;

/** Work, traffic and what holds things together; as `factsOf`. */
function workFacts(row: WorkRow, tools: FactTools): Fact[] {
  switch (row.kind) {
    case 'batch':
      return machines.batchFacts(row, tools);
    case 'service':
      return services.serviceFacts(row, tools);
    case 'dnsProfile':
      return services.dnsProfileFacts(row, tools);
    case 'balancer':
      return services.balancerFacts(row, tools);
    case 'group':
      return groupFacts(row, tools);
    case 'cluster':
      return [{ key: 'sizes', value: row.sizes.join(', ') || tools.words('fact.everySize') }];
    case 'place':
      return room.placeFacts(row, tools);
    default:
      return unreachable(row);
  }
}
