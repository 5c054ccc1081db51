/**
 * The shadow of a fault: what would stop, and what would only ail, if it came about now.
 *
 * It is found by failing the part in a copy of the world and settling the copy with the very rules
 * the run itself uses, so the shadow cannot disagree with the fall. Time does not pass in it: what
 * a battery would carry for a while still stands; only heat and warnings are taken at their end.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { FaultKind } from '../../../shared/model/fault-kinds.ts';
import type { Shadow } from '../../../shared/views/workspace-view.ts';
import { APP_STATES, HOST_STATES, POWER_STATES } from '../../../shared/model/kinds.ts';
import { speedPermilleOf } from '../systems/nested-machines.ts';
import { cutPart, findWhole } from '../decide/fault-deciders.ts';
import { planFault } from '../decide/inject-deciders.ts';
import { ratePerSecond } from '../systems/arrivals.ts';
import { cutSlot } from '../systems/cut-parts.ts';
import { nameFault } from '../systems/dns.ts';
import { injectFault, type FaultPlan } from '../systems/injected-faults.ts';
import { frontendCut } from '../systems/frontends.ts';
import { settle } from '../systems/settle.ts';
import { backupSource } from '../systems/store-backup.ts';
import { damageOfReplica } from '../systems/store-damage.ts';
import { scopeOfPart } from '../world/fault-scope.ts';
import { textIdOf, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { capacityPerSecond } from './figures.ts';

const HOST_UP = HOST_STATES.indexOf('up');
const APP_OK = APP_STATES.indexOf('ok');
const VM_RUNNING = POWER_STATES.indexOf('running');

/** What somebody aims: a plain cut of a part, or a fault of any kind. */
export interface Aim {
  readonly target: string;
  readonly kind?: FaultKind | undefined;
  readonly other?: string | undefined;
  readonly amount?: number | undefined;
}

/** Compares the world with a copy in which the fault is there. Refuses what could not be done. */
export function shadowOf(world: World, aim: Aim, copyOf: (world: World) => World): Result<Shadow> {
  const strike = strikeOf(world, aim);
  if (!strike.ok) return strike;
  const copy = copyOf(world);
  strike.value(copy);
  settle(copy);
  function lost(table: TableName, works: (of: World, slot: number) => boolean): string[] {
    return [...world[table].slots()]
      .filter((slot) => works(world, slot) && !works(copy, slot))
      .map((slot) => textIdOf(world, table, slot));
  }
  const ailing = [...world.vm.slots()].filter(
    (vm) => runs(copy, vm) && fitness(copy, vm) < fitness(world, vm),
  );
  return {
    ok: true,
    value: {
      target: aim.target,
      hosts: lost('host', hostWorks),
      switches: lost('switch', (of, slot) => of.switch.col.connected[slot] === 1),
      powers: lost('power', (of, slot) => of.power.col.energised[slot] === 1),
      vms: lost('vm', runs),
      ailing: ailing.map((vm) => textIdOf(world, 'vm', vm)),
      services: [...world.service.slots()].map((service) => serviceShadow(world, copy, service)),
    },
  };
}

/** What each service has left as the world stands, told as its shadow would tell it. */
export function servicesLeft(world: World): Shadow['services'] {
  return [...world.service.slots()].map((service) => serviceShadow(world, world, service));
}

/** How to bring the fault about in a copy, at its worst where it takes time. */
function strikeOf(world: World, aim: Aim): Result<(copy: World) => void> {
  const { kind } = aim;
  if (kind === undefined) {
    const found = findWhole(world, aim.target);
    return found.ok ? ok((copy) => cutPart(copy, found.value)) : found;
  }
  const plan = planFault(world, { ...aim, kind });
  if (!plan.ok) return plan;
  return ok((copy) => {
    injectFault(copy, { ...plan.value, delayUs: 0, lastsUs: 0, everyUs: 0, times: 0 });
    worstOf(copy, plan.value);
  });
}

/** What a fault comes to in the end: heat that shuts hosts down, a warning that comes true. */
function worstOf(copy: World, plan: Pick<FaultPlan, 'kind' | 'target'>): void {
  const { kind, target } = plan;
  if (target === undefined) return;
  if (kind === 'hostFailing') cutSlot(copy, target, 0);
  if (kind !== 'cooling') return;
  for (const host of scopeOfPart(copy, target).hosts.keys()) copy.host.col.tooHot[host] = 1;
  copy.plantDirty = true;
}

/** How well a machine serves beside one that nothing ails: 1, or less, or not at all. */
function fitness(world: World, vm: number): number {
  if (!runs(world, vm) || world.vm.col.appState[vm] !== APP_OK) return 0;
  const { silent, lossPpm, latencyUs } = world.impairments.of(vm);
  if (silent) return 0;
  const speed = speedPermilleOf(world, vm) / 1_000;
  return (speed * (1 - lossPpm / 1_000_000)) / (1 + latencyUs / 1_000_000);
}

/** The share of its capacity that a machine gives a service in time. */
function shareOf(world: World, input: { vm: number; service: number }): number {
  const { vm, service } = input;
  if (fitness(world, vm) === 0) return 0;
  const { lossPpm, latencyUs } = world.impairments.of(vm);
  if (latencyUs >= world.service.col.deadlineUs[service]!) return 0;
  const speed = speedPermilleOf(world, vm) / 1_000;
  return speed * (1 - lossPpm / 1_000_000);
}

/** Share of the users who find a service in the end: none when nobody answers its name. */
function shareFound(world: World, service: number): number {
  const profile = world.traffic.profileOf(service);
  return profile >= 0 && nameFault(world, profile) >= 0 ? 0 : 1;
}

/** Share of the requests of a service that find what they read or write in its store. */
function shareOfData(world: World, service: number): number {
  const store = world.stores.storeOfService(service);
  const damage = store < 0 ? -1 : damageOfReplica(world, backupSource(world, store));
  if (damage < 0) return 1;
  const writes = world.store.col.writeSharePpm[store]! / 1_000_000;
  return writes + (1 - writes) * (1 - world.damage.col.sharePpm[damage]! / 1_000_000);
}

function hostWorks(world: World, host: number): boolean {
  const { state, connected } = world.host.col;
  return state[host] === HOST_UP && connected[host] === 1;
}

function runs(world: World, vm: number): boolean {
  return world.vm.col.powerState[vm] === VM_RUNNING;
}

function serviceShadow(world: World, copy: World, service: number): Shadow['services'][number] {
  const pools = world.traffic.poolsOf(service);
  function vmsOf(pool: number): number[] {
    return world.pools
      .backendsOfBalancer(pool)
      .map((backend) => world.backend.col.vm[backend]! - 1);
  }
  const vms = pools.flatMap(vmsOf);
  const left = vms.filter((vm) => shareOf(copy, { vm, service }) > 0).length;
  const reachable = pools
    .filter((pool) => frontendCut(copy, pool) < 0)
    .flatMap(vmsOf)
    .reduce((sum, vm) => sum + shareOf(copy, { vm, service }), 0);
  const served = reachable * shareFound(copy, service) * shareOfData(copy, service);
  return {
    id: textIdOf(world, 'service', service),
    name: world.service.text('name', service),
    backends: vms.filter((vm) => shareOf(world, { vm, service }) > 0).length,
    backendsLeft: left,
    demandPerSecond: ratePerSecond(world, service),
    capacityLeftPerSecond: capacityPerSecond(world, service, served),
  };
}
