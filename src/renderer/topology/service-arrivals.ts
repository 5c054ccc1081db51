/**
 * At which balancers the requests of a service arrive just now: at its own, or, where it is found
 * by a name, at those its users' resolvers hold as their answer. It reads rows and figures and
 * draws nothing.
 */
import type { useTopology } from '../stores/use-topology.ts';
import type { Arrival } from './traffic.ts';

type Rows = Pick<ReturnType<typeof useTopology>, 'getOf' | 'list'>;

/** The balancers with their shares; none when the service is not there. */
export function arrivalsOf(topology: Rows, serviceId: string): readonly Arrival[] {
  const profile = topology.list('dnsProfile').find((row) => row.service === serviceId);
  const held = profile?.endpoints.reduce((sum, { holders }) => sum + holders, 0) ?? 0;
  if (profile === undefined || held === 0) {
    const balancer = topology.getOf('balancer', topology.getOf('service', serviceId)?.balancer);
    return balancer === undefined ? [] : [{ balancer, share: 1 }];
  }
  return profile.endpoints.flatMap((endpoint) => {
    const balancer = topology.getOf('balancer', endpoint.balancer);
    return balancer === undefined ? [] : [{ balancer, share: endpoint.holders / held }];
  });
}
