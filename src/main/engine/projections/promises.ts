/**
 * Promises of the provider for what stands in the room, by the catalogue's formulas (rule ENG-Y5;
 * docs/facts.md, facts 48, 51 and 52). What a run measured never changes a promise.
 */
import { findSla } from '../../../shared/model/catalogue-lookup.ts';
import type { DiskSku } from '../../../shared/model/catalogue-services.ts';
import { BALANCER_SKUS, ORCHESTRATIONS, POWER_STATES } from '../../../shared/model/kinds.ts';
import {
  combine,
  promisedShare,
  singleMachineSla,
  togetherSla,
  type Promised,
  type PromisePart,
  type TogetherFacts,
} from '../../../shared/model/sla.ts';
import { outerOf } from '../systems/nested-machines.ts';
import { zoneOfHost } from '../systems/place-fate.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';

const UNIFORM = ORCHESTRATIONS.indexOf('uniform');
const BASIC = BALANCER_SKUS.indexOf('basic');
const DEALLOCATED = POWER_STATES.indexOf('deallocated');
/** Backends from which on a balancer is promised (docs/facts.md, fact 51). */
const BALANCER_BACKENDS = 2;

function part(world: World, about: string, sla: string | undefined): PromisePart {
  const share = promisedShare(sla === undefined ? undefined : findSla(world.catalogue, sla));
  return {
    about,
    ...(sla === undefined ? {} : { sla }),
    ...(share === undefined ? {} : { share }),
  };
}

/** The promise for one machine by itself. */
export function machinePromise(world: World, vm: number): Promised {
  // The provider knows no machine inside another one: at best what it promises that one.
  const outer = outerOf(world, vm);
  if (outer >= 0) return machinePromise(world, outer);
  const skus = world.cloud.disksOfVm(vm).flatMap((disk): DiskSku[] => {
    const tier = world.lookup.tier(world.disk.text('tier', disk));
    return tier.ok ? [tier.value.sku] : [];
  });
  return combine('series', [part(world, textIdOf(world, 'vm', vm), singleMachineSla(skus))]);
}

/** Machines of a list that hold a place in the room; the others are nobody's promise. */
function placed(world: World, vms: readonly number[]): number[] {
  return vms.filter((vm) => world.vm.col.powerState[vm] !== DEALLOCATED);
}

function zonesOf(world: World, vms: readonly number[]): number {
  const zones = new Set(vms.map((vm) => zoneOfHost(world, world.vm.col.host[vm]! - 1)));
  zones.delete(-1);
  return zones.size;
}

interface Together {
  readonly id: string;
  readonly kind: TogetherFacts['kind'];
  readonly faultDomains: number;
  readonly uniform: boolean;
  readonly vms: readonly number[];
}

/** The promise for machines together, or each for itself side by side. */
function togetherPromise(world: World, together: Together): Promised {
  const { id, kind, faultDomains, uniform } = together;
  const vms = placed(world, together.vms);
  const machines = vms.length;
  const sla = togetherSla({ kind, machines, zones: zonesOf(world, vms), faultDomains, uniform });
  if (sla !== undefined) return combine('series', [part(world, id, sla)]);
  if (machines === 0) return combine('series', [part(world, id, undefined)]);
  return combine(
    'parallel',
    vms.map((vm) => machinePromise(world, vm)),
  );
}

/** The promise for an availability set. */
export function setPromise(world: World, set: number): Promised {
  return togetherPromise(world, setTogether(world, set));
}

function setTogether(world: World, set: number, among?: ReadonlySet<number>): Together {
  const { availabilitySet } = world.vm.col;
  return {
    id: textIdOf(world, 'availabilitySet', set),
    kind: 'availabilitySet',
    faultDomains: world.availabilitySet.col.faultDomains[set]!,
    uniform: false,
    vms: [...world.vm.slots()].filter(
      (vm) => availabilitySet[vm] === set + 1 && (among?.has(vm) ?? true),
    ),
  };
}

/** The promise for a scale set. */
export function scaleSetPromise(world: World, set: number): Promised {
  return togetherPromise(world, scaleSetTogether(world, set));
}

function scaleSetTogether(world: World, set: number, among?: ReadonlySet<number>): Together {
  const { scaleSet } = world.vm.col;
  return {
    id: textIdOf(world, 'scaleSet', set),
    kind: 'scaleSet',
    faultDomains: world.scaleSet.col.faultDomains[set]!,
    uniform: world.scaleSet.col.orchestration[set] === UNIFORM,
    vms: [...world.vm.slots()].filter((vm) => scaleSet[vm] === set + 1 && (among?.has(vm) ?? true)),
  };
}

/** The promise for a service: its balancer, then the machines of the pool by set. */
export function servicePromise(world: World, service: number): Promised {
  const balancer = world.service.ref('balancer', service);
  const vms = placed(
    world,
    world.pools.backendsOfBalancer(balancer).map((backend) => world.backend.col.vm[backend]! - 1),
  );
  const basic = world.balancer.col.sku[balancer] === BASIC;
  const standard = vms.length >= BALANCER_BACKENDS ? 'loadBalancerStandard' : undefined;
  const id = textIdOf(world, 'balancer', balancer);
  const front = part(world, id, basic ? 'loadBalancerBasic' : standard);
  return combine('series', [front, poolPromise(world, { balancer, vms })]);
}

function poolPromise(world: World, pool: { balancer: number; vms: readonly number[] }): Promised {
  const { vms, balancer } = pool;
  const among = new Set(vms);
  const id = textIdOf(world, 'balancer', balancer);
  const whole = { id, kind: 'pool' as const, faultDomains: 1, uniform: false };
  const { availabilitySet, scaleSet } = world.vm.col;
  const sets = [...new Set(vms.map((vm) => availabilitySet[vm]!))].filter((set) => set > 0);
  const scaleSets = [...new Set(vms.map((vm) => scaleSet[vm]!))].filter((set) => set > 0);
  const alone = vms.filter((vm) => availabilitySet[vm] === 0 && scaleSet[vm] === 0);
  if (sets.length + scaleSets.length === 0) {
    return togetherPromise(world, { ...whole, vms });
  }
  const groups = [
    ...sets.map((set) => togetherPromise(world, setTogether(world, set - 1, among))),
    ...scaleSets.map((set) => togetherPromise(world, scaleSetTogether(world, set - 1, among))),
    ...(alone.length === 0 ? [] : [togetherPromise(world, { ...whole, vms: alone })]),
  ];
  return combine('parallel', groups);
}
