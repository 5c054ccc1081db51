/**
 * What every map writes beside services and balancers: how much is asked for, how many machines
 * answer. The words follow the language; the figures are asked for when they are painted.
 */
import { useI18n } from 'vue-i18n';
import { useFigures } from '../i18n/use-figures.ts';
import { useMetrics } from '../stores/use-metrics.ts';
import { useTopology } from '../stores/use-topology.ts';

export interface ServiceWords {
  readonly demand: (serviceId: string) => string;
  readonly rotation: (balancerId: string) => string;
  readonly users: () => string;
}

/** Call inside setup. */
export function useServiceWords(): ServiceWords {
  const { t } = useI18n();
  const metrics = useMetrics();
  const topology = useTopology();
  const figures = useFigures();
  return {
    demand: (id) => {
      const service = metrics.service(id);
      if (service === undefined) return '';
      return t('map.demand', { rate: figures.rate(service.demandPerSecond) });
    },
    rotation: (id) => {
      const backends = topology.getOf('balancer', id)?.backends ?? [];
      const up = backends.filter((backend) => backend.rotation === 'up').length;
      return t('map.rotation', { up, all: backends.length });
    },
    users: () => t('map.users'),
  };
}
