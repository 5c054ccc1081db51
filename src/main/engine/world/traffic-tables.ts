/**
 * Tables of traffic beyond balancers and services: what services need, the names they are found
 * by, and the answers users keep. Declared apart
 * because only the systems of requests, probes and names read them.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

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
  /** Port that is needed there; 0: whichever, or that of the service. */
  port: u32('port'),
  cause: u32('id'),
};

/** A name of a service, and how it is resolved to one of several balancers. */
export const dnsProfileColumns = {
  name: text(),
  group: ref('group'),
  service: ref('service'),
  routing: u8('enum'),
  ttlUs: f64(),
  probeIntervalUs: f64(),
  tolerated: u32('failures'),
  /** Raised whenever pending checks become void. */
  probeSerial: u32(),
  tags: text(),
  revision: u32(),
};

/** One answer a name can give: a balancer, with what the checks found out. */
export const dnsEndpointColumns = {
  profile: ref('dnsProfile'),
  balancer: ref('balancer'),
  /** Lower is asked first with routing by priority. */
  position: u32(),
  weight: u32(),
  enabled: u8('flag', { default: 1 }),
  health: u8('enum'),
  failures: u32(),
  cause: u32('id'),
  /** Resolvers whose last answer it was. */
  holders: u32(),
};

/** One resolver of the users, with the answer it keeps until it is too old. */
export const dnsCacheColumns = {
  profile: ref('dnsProfile'),
  endpoint: ref('dnsEndpoint'),
  expiresUs: f64(),
};

/** Ports a pool member took in one second for calls outwards. */
export const portWindowColumns = {
  backend: ref('backend'),
  second: f64('s'),
  ports: u32(),
  next: ref('portWindow'),
};

/** A frontend of a balancer beside the public one that each has. */
export const balancerFrontendColumns = {
  balancer: ref('balancer'),
  name: text(),
  exposure: u8('enum'),
  zone: ref('place'),
  subnet: ref('subnet'),
  address: u32('address'),
};

/** A named probe; rules that use it carry its figures in their own rows. */
export const balancerProbeColumns = {
  balancer: ref('balancer'),
  name: text(),
  probeProtocol: u8('enum'),
  /** 0: the backend port of the rule that uses it. */
  probePort: u32('port'),
  probePath: text(),
  probeIntervalUs: f64(),
  probeThreshold: u32(),
};

/** A rule of a balancer; `unit` is its row among the balancers, with a rotation of its own. */
export const balancerRuleColumns = {
  unit: ref('balancer'),
  balancer: ref('balancer'),
  /** None: the balancer's own. */
  frontend: ref('balancerFrontend'),
  probe: ref('balancerProbe'),
  /** Empty: the balancer's own. */
  pool: text(),
  port: u32('port'),
  backendPort: u32('port'),
  /** 1: it came when those that one price covers were there. */
  further: u8(),
};
