/**
 * Tables of traffic beyond balancers and services: what services need to answer. Declared apart
 * because only the systems of requests, probes and names read them.
 */
import { ref, u32 } from './columns.ts';

/**
 * One thing a service needs: a machine, what stands behind a balancer, or another service. When
 * what was named is gone, all three are empty and `cause` says who took it away.
 */
export const dependencyColumns = {
  service: ref('service'),
  vm: ref('vm'),
  balancer: ref('balancer'),
  on: ref('service'),
  /** Share of the requests that need it. */
  sharePpm: u32('ppm'),
  cause: u32('id'),
};
