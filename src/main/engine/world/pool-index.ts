/**
 * Pools: backends by balancer and machine, who is in rotation, services by balancer, steps of rate
 * curves. Like every index it is not state: it is dropped when its rows change and built again, in
 * slot order, when somebody asks.
 */
import { ADMIN_STATES, ROTATION_STATES } from '../../../shared/model/kinds.ts';
import { collect, NOBODY, type Lists } from './index-lists.ts';
import type { WorldTables } from './world-tables.ts';

const ROTATION_UP = ROTATION_STATES.indexOf('up');
const ROTATION_DRAINING = ROTATION_STATES.indexOf('draining');
const ADMIN_UP = ADMIN_STATES.indexOf('up');
const ADMIN_DOWN = ADMIN_STATES.indexOf('down');

/** What a request needs to know of a pool. */
export interface Rotation {
  /** Backends that are up, in slot order. */
  readonly up: readonly number[];
  /** The newest reason why a backend is not up; 0 when none has one. */
  readonly latestCause: number;
}

/** Backends by balancer and machine, services by balancer, curve steps by service. */
export class PoolIndex {
  /** How often it was changed or dropped. */
  changes = 0;
  private built = false;
  private rotations: (Rotation | undefined)[] = [];
  private ofBalancer: (number[] | undefined)[] = [];
  private ofVm: (number[] | undefined)[] = [];
  private services: (number[] | undefined)[] = [];
  private points: Lists = [];
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.changes += 1;
    this.built = false;
  }

  /**
   * Notes a new backend whose columns are written already: a large room joins thousands in a row
   * and asks after each. One that takes a slot amid others drops the index.
   */
  addBackend(backend: number): void {
    this.changes += 1;
    if (!this.built) return;
    const { balancer, vm } = this.world.backend.col;
    const lists = [
      (this.ofBalancer[balancer[backend]! - 1] ??= []),
      (this.ofVm[vm[backend]! - 1] ??= []),
    ];
    if (lists.some((list) => (list.at(-1) ?? -1) > backend)) {
      this.built = false;
      return;
    }
    for (const list of lists) list.push(backend);
    this.rotationChanged(balancer[backend]! - 1);
  }

  /** Notes a new service whose columns are written already and that nothing else names yet. */
  addService(service: number): void {
    this.changes += 1;
    if (!this.built) return;
    const list = (this.services[this.world.service.col.balancer[service]! - 1] ??= []);
    if ((list.at(-1) ?? -1) > service || this.world.dnsEndpoint.count > 0) this.built = false;
    else list.push(service);
  }

  backendsOfBalancer(balancer: number): readonly number[] {
    this.build();
    return this.ofBalancer[balancer] ?? NOBODY;
  }

  backendsOfVm(vm: number): readonly number[] {
    this.build();
    return this.ofVm[vm] ?? NOBODY;
  }

  /** The backends in rotation; kept until `rotationChanged`, because every request asks. */
  rotationOf(balancer: number): Rotation {
    this.build();
    return (this.rotations[balancer] ??= this.readRotation(balancer));
  }

  rotationChanged(balancer: number): void {
    this.rotations[balancer] = undefined;
  }

  /** Columns went back to an earlier state: every rotation is read anew. */
  forgetRotations(): void {
    this.rotations = [];
  }

  private readRotation(balancer: number): Rotation {
    const { rotation, cause, admin, vm } = this.world.backend.col;
    const { meterDeployed, meteredUs } = this.world.vm.col;
    const pool = this.backendsOfBalancer(balancer);
    function isIn(backend: number): boolean {
      if (admin[backend] === ADMIN_UP) return rotation[backend] !== ROTATION_DRAINING;
      return rotation[backend] === ROTATION_UP && admin[backend] !== ADMIN_DOWN;
    }
    let latestCause = 0;
    for (const backend of pool) {
      // A machine that never ran took nothing away: it is on its way, not lost [ENG-Y3].
      const machine = vm[backend]! - 1;
      if (meterDeployed[machine] === 0 && meteredUs[machine] === 0) continue;
      latestCause = Math.max(latestCause, cause[backend]!);
    }
    return { up: pool.filter(isIn), latestCause };
  }

  servicesOfBalancer(balancer: number): readonly number[] {
    this.build();
    return this.services[balancer] ?? NOBODY;
  }

  /** Steps of the service's rate curve, in order of time. */
  ratePointsOfService(service: number): readonly number[] {
    this.build();
    return this.points[service] ?? NOBODY;
  }

  private build(): void {
    if (this.built) return;
    const { backend, service, ratePoint } = this.world;
    this.ofBalancer = collect({
      end: backend.slotEnd,
      alive: backend.alive,
      owner: (s) => backend.col.balancer[s]! - 1,
    });
    this.ofVm = collect({
      end: backend.slotEnd,
      alive: backend.alive,
      owner: (s) => backend.col.vm[s]! - 1,
    });
    this.services = collect({
      end: service.slotEnd,
      alive: service.alive,
      owner: (s) => service.col.balancer[s]! - 1,
    });
    this.addNamedServices();
    const { atUs } = ratePoint.col;
    this.points = collect({
      end: ratePoint.slotEnd,
      alive: ratePoint.alive,
      owner: (s) => ratePoint.col.service[s]! - 1,
    }).map((list) =>
      list === undefined ? undefined : [...list].sort((a, b) => atUs[a]! - atUs[b]!),
    );
    this.rotations = [];
    this.built = true;
  }

  /** A service that is found by a name stands behind each balancer of that name. */
  private addNamedServices(): void {
    const { dnsEndpoint, dnsProfile } = this.world;
    if (dnsEndpoint.count === 0) return;
    const lists = this.services.map((list) => [...(list ?? NOBODY)]);
    for (const row of dnsEndpoint.slots()) {
      const service = dnsProfile.ref('service', dnsEndpoint.ref('profile', row));
      const list = (lists[dnsEndpoint.ref('balancer', row)] ??= []);
      if (!list.includes(service)) list.push(service);
    }
    this.services = lists;
  }
}
