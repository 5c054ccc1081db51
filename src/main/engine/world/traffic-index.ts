/**
 * What services need and by which name they are found, by service and by name: asked for by every
 * request and every deep probe, rebuilt from the rows when they changed. Like every index it is
 * not state.
 */
import type { WorldTables } from './world-tables.ts';

const NOTHING: readonly number[] = [];

export class TrafficIndex {
  private built = false;
  private dependencies: (number[] | undefined)[] = [];
  private profiles: (number | undefined)[] = [];
  private endpoints: (number[] | undefined)[] = [];
  private caches: (number[] | undefined)[] = [];
  private pools: (number[] | undefined)[] = [];
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.built = false;
  }

  /** Rows of `dependency` of a service, in slot order. */
  dependenciesOf(service: number): readonly number[] {
    if (!this.built) this.build();
    return this.dependencies[service] ?? NOTHING;
  }

  /** The name a service is found by; -1 when its users know its balancer. */
  profileOf(service: number): number {
    if (!this.built) this.build();
    return this.profiles[service] ?? -1;
  }

  /** Answers of a name, first choice first. */
  endpointsOf(profile: number): readonly number[] {
    if (!this.built) this.build();
    return this.endpoints[profile] ?? NOTHING;
  }

  /** Resolvers that ask for a name, in slot order. */
  cachesOf(profile: number): readonly number[] {
    if (!this.built) this.build();
    return this.caches[profile] ?? NOTHING;
  }

  /** Balancers at which requests of a service may arrive: its own, or those of its name. */
  poolsOf(service: number): readonly number[] {
    if (!this.built) this.build();
    return (this.pools[service] ??= this.readPools(service));
  }

  private readPools(service: number): number[] {
    const profile = this.profileOf(service);
    if (profile < 0) return [this.world.service.col.balancer[service]! - 1];
    const { balancer } = this.world.dnsEndpoint.col;
    return this.endpointsOf(profile).map((endpoint) => balancer[endpoint]! - 1);
  }

  private build(): void {
    this.built = true;
    this.dependencies = [];
    this.profiles = [];
    this.endpoints = [];
    this.caches = [];
    this.pools = [];
    const { dependency, dnsProfile, dnsEndpoint, dnsCache } = this.world;
    for (const row of dependency.slots()) {
      (this.dependencies[dependency.col.service[row]! - 1] ??= []).push(row);
    }
    for (const row of dnsProfile.slots()) this.profiles[dnsProfile.col.service[row]! - 1] = row;
    for (const row of dnsEndpoint.slots()) {
      (this.endpoints[dnsEndpoint.col.profile[row]! - 1] ??= []).push(row);
    }
    const { position } = dnsEndpoint.col;
    for (const list of this.endpoints) list?.sort((a, b) => position[a]! - position[b]!);
    for (const row of dnsCache.slots()) {
      (this.caches[dnsCache.col.profile[row]! - 1] ??= []).push(row);
    }
  }
}
