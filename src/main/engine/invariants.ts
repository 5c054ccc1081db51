/**
 * Invariants: what must hold after every event, whatever happened (rules INV-1 to INV-12).
 *
 * Tests run them at every event, the product on demand. They are written as plainly as possible
 * and recompute from scratch what the engine keeps up to date step by step.
 */
import {
  HOST_STATES,
  POWER_STATES,
  ROTATION_STATES,
  VM_OPERATIONS,
} from '../../shared/model/kinds.ts';
import type { Violation } from './engine-types.ts';
import { findGuestViolations } from './guest-invariants.ts';
import { findServiceViolations } from './service-invariants.ts';
import { findImageViolations } from './image-invariants.ts';
import { checkMeasures } from './invariants-measures.ts';
import { vCpuOffered } from './systems/placement.ts';
import { groundIsCut } from './systems/place-fate.ts';
import { heldOn } from './systems/reserved-places.ts';
import { checkPlacement, checkZones } from './zone-invariants.ts';
import { checkSessions, checkStores } from './store-invariants.ts';
import { checkScaleSets } from './scale-set-invariants.ts';
import { checkNested } from './nested-invariants.ts';
import { checkNetworks } from './network-invariants.ts';
import { findFaultViolations } from './fault-invariants.ts';
import { domainOf, groundOf, machinesOf, type WaveSet } from './systems/wave-domains.ts';
import { checkWebApps } from './web-app-invariants.ts';
import { checkWorkloads } from './workload-invariants.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

const EXECUTES = POWER_STATES.map((state) => ['starting', 'running', 'stopping'].includes(state));
const BILLED = POWER_STATES.map((state) =>
  ['starting', 'running', 'stopping', 'stopped'].includes(state),
);
const MAINTAIN = VM_OPERATIONS.indexOf('maintain');
const HOST_UP = HOST_STATES.indexOf('up');
const RUNNING = POWER_STATES.indexOf('running');
const DEALLOCATED = POWER_STATES.indexOf('deallocated');
const DEALLOCATING = POWER_STATES.indexOf('deallocating');
const DELETE = VM_OPERATIONS.indexOf('delete');
const ROTATIONS = ROTATION_STATES.length;

type Report = (rule: string, message: string) => void;

/** Everything that does not hold; empty when all is well. */
export function findViolations(world: World): Violation[] {
  const violations: Violation[] = [];
  function report(rule: string, message: string): void {
    violations.push({ rule, message });
  }
  checkHosts(world, report);
  checkMachines(world, report);
  checkBilling(world, report);
  checkOwners(world, report);
  checkServices(world, report);
  checkBackends(world, report);
  checkJobs(world, report);
  checkPower(world, report);
  checkSets(world, report);
  checkNames(world, report);
  checkPorts(world, report);
  checkScaleSets(world, report);
  checkZones(world, report);
  checkPlacement(world, report);
  checkMeasures(world, report);
  violations.push(...findGuestViolations(world));
  violations.push(...findServiceViolations(world));
  violations.push(...findImageViolations(world));
  violations.push(...findFaultViolations(world));
  checkStores(world, report);
  checkSessions(world, report);
  checkWorkloads(world, report);
  checkWebApps(world, report);
  checkNested(world, report);
  checkNetworks(world, report);
  return violations;
}

/** Sums over the rows of a table by the slot their ref column points at: one pass for all. */
function sumBy(
  table: { slots: () => Uint32Array },
  input: { owner: Uint32Array; amount: (slot: number) => number },
): (owner: number) => number {
  const sums = new Map<number, number>();
  for (const slot of table.slots()) {
    const owner = input.owner[slot]! - 1;
    if (owner >= 0) sums.set(owner, (sums.get(owner) ?? 0) + input.amount(slot));
  }
  return (owner) => sums.get(owner) ?? 0;
}

/** INV-1: promised memory and cores of a host are the sum of its machines, never above physical. */
function checkHosts(world: World, report: Report): void {
  const { vCpu: vCpuOf, memoryMib: memoryOf, powerState, inside } = world.vm.col;
  // What is inside another machine takes nothing of the host [ENG-NV2].
  function stands(vm: number): number {
    return inside[vm] === 0 ? 1 : 0;
  }
  function running(vm: number): number {
    return EXECUTES[powerState[vm]!] === true ? vCpuOf[vm]! * stands(vm) : 0;
  }
  const owner = world.vm.col.host;
  const vCpus = sumBy(world.vm, { owner, amount: (vm) => vCpuOf[vm]! * stands(vm) });
  const memories = sumBy(world.vm, { owner, amount: (vm) => memoryOf[vm]! * stands(vm) });
  const runnings = sumBy(world.vm, { owner, amount: running });
  for (const host of world.host.slots()) {
    const held = heldOn(world, host);
    const vCpu = vCpus(host) + held.vCpu;
    const memoryMib = memories(host) + held.memoryMib;
    const { col } = world.host;
    const id = textIdOf(world, 'host', host);
    if (memoryMib > (col.memoryMib[host]! * col.memoryPercent[host]!) / 100)
      report('INV-1', `${id} has promised ${memoryMib} of ${col.memoryMib[host]} MiB`);
    if (memoryMib !== col.memoryCommittedMib[host])
      report(
        'INV-1',
        `${id} counts ${col.memoryCommittedMib[host]} MiB, its machines have ${memoryMib}`,
      );
    if (vCpu !== col.vCpuCommitted[host] || vCpu > vCpuOffered(world, host))
      report(
        'INV-1',
        `${id} counts ${col.vCpuCommitted[host]} vCPU of ${col.cores[host]}, its ` +
          `machines have ${vCpu}`,
      );
    if (runnings(host) !== col.vCpuRunning[host])
      report(
        'INV-1',
        `${id} counts ${col.vCpuRunning[host]} running vCPU, its machines have ${runnings(host)}`,
      );
  }
}

/** INV-2: no machine executes without a host that is up and connected. INV-3: one place each. */
function checkMachines(world: World, report: Report): void {
  const { col } = world.vm;
  for (const vm of world.vm.slots()) {
    const id = textIdOf(world, 'vm', vm);
    const host = col.host[vm]! - 1;
    const state = col.powerState[vm]!;
    if (EXECUTES[state] === true) {
      const works =
        host >= 0 && world.host.col.state[host] === HOST_UP && world.host.col.connected[host] === 1;
      if (!works) report('INV-2', `${id} is ${POWER_STATES[state]} on a host that cannot run it`);
    }
    // A deallocated machine has no host, and gets none on its way to being deleted.
    const leaving = state === DEALLOCATING && col.operation[vm] === DELETE && host < 0;
    // One inside another has the host of that one, which may have none.
    const isInside = col.inside[vm]! > 0;
    if (!leaving && !isInside && (state === DEALLOCATED) !== host < 0) {
      report(
        'INV-3',
        `${id} is ${POWER_STATES[state]} and ${host < 0 ? 'has no host' : 'holds a host'}`,
      );
    }
  }
}

/** INV-4: a machine is billed exactly while its state is, and never a negative time. */
function checkBilling(world: World, report: Report): void {
  const { col } = world.vm;
  for (const vm of world.vm.slots()) {
    const id = textIdOf(world, 'vm', vm);
    const billed = BILLED[col.powerState[vm]!] === true;
    if (billed !== (col.billing[vm] === 1)) report('INV-4', `${id}: bill and power state disagree`);
    if (col.billedUs[vm]! < 0 || (billed && col.billedSinceUs[vm]! > world.nowUs))
      report('INV-4', `${id}: negative bill`);
  }
}

/** INV-5: a disk or NIC has an owner that exists, or none, which its row states. */
function checkOwners(world: World, report: Report): void {
  for (const table of ['disk', 'nic'] as const) {
    for (const slot of world[table].slots()) {
      const owner = world[table].ref('vm', slot);
      if (owner >= 0 && !world.vm.isAlive(owner))
        report('INV-5', `${textIdOf(world, table, slot)} belongs to a machine that is gone`);
    }
  }
  const { storage: owner, sizeGib } = world.disk.col;
  const used = sumBy(world.disk, { owner, amount: (disk) => sizeGib[disk]! });
  for (const storage of world.storage.slots()) {
    if (used(storage) !== world.storage.col.usedGib[storage])
      report('INV-5', `${textIdOf(world, 'storage', storage)} counts its disks wrongly`);
  }
}

/** INV-6: offered = served + late + refused + lost + inFlight. INV-7: the ledger adds up. */
function checkServices(world: World, report: Report): void {
  const { col } = world.service;
  const { service: owner, count } = world.ledger.col;
  const inFlights = sumBy(world.request, { owner: world.request.col.service, amount: () => 1 });
  const failures = sumBy(world.ledger, { owner, amount: (row) => count[row]! });
  for (const service of world.service.slots()) {
    const id = textIdOf(world, 'service', service);
    const ended =
      col.served[service]! + col.late[service]! + col.refused[service]! + col.lost[service]!;
    if (col.offered[service] !== ended + col.inFlight[service]!)
      report('INV-6', `${id} lost count of its requests`);
    const inFlight = inFlights(service);
    if (inFlight !== col.inFlight[service])
      report('INV-6', `${id} counts ${col.inFlight[service]} in flight, there are ${inFlight}`);
    const failed = failures(service);
    if (failed !== ended - col.served[service]!)
      report(
        'INV-7',
        `${id}: the ledger explains ${failed} of ${ended - col.served[service]!} failures`,
      );
  }
}

/** INV-8: backends count what they hold, and only machines that run hold anything. */
function checkBackends(world: World, report: Report): void {
  const { col } = world.backend;
  const { backend: owner, running } = world.request.col;
  const served = sumBy(world.request, { owner, amount: (request) => running[request]! });
  const held = sumBy(world.request, { owner, amount: () => 1 });
  for (const backend of world.backend.slots()) {
    const vm = col.vm[backend]! - 1;
    const id = textIdOf(world, 'vm', vm);
    const busy = served(backend);
    const queued = held(backend) - busy;
    if (busy !== col.busy[backend] || queued !== col.queued[backend])
      report('INV-8', `${id} counts its requests wrongly`);
    if (busy + queued > 0 && world.vm.col.powerState[vm] !== RUNNING)
      report('INV-8', `${id} serves and does not run`);
    if (busy + queued > 0 && world.vm.col.appState[vm] !== 0)
      report('INV-8', `${id} serves and its application is broken`);
    if (col.rotation[backend]! >= ROTATIONS) report('INV-8', `${id} has no proper rotation state`);
  }
}

/**
 * INV-9: a machine counts its jobs, they are in order of finish, and only running ones have any.
 */
function checkJobs(world: World, report: Report): void {
  for (const vm of world.vm.slots()) {
    let count = 0;
    let last = -Infinity;
    let job = world.vm.col.jobHead[vm]! - 1;
    while (job >= 0) {
      count += 1;
      if (world.job.col.finishesAt[job]! < last)
        report('INV-9', `${textIdOf(world, 'vm', vm)}: jobs out of order`);
      last = world.job.col.finishesAt[job]!;
      job = world.job.col.next[job]! - 1;
    }
    if (count !== world.vm.col.jobsRunning[vm])
      report('INV-9', `${textIdOf(world, 'vm', vm)} counts its jobs wrongly`);
    if (count > 0 && world.vm.col.powerState[vm] !== RUNNING)
      report('INV-9', `${textIdOf(world, 'vm', vm)} computes and does not run`);
  }
}

/** INV-10: a part that is cut, tripped or in a cut rack feeds nobody; loads are never negative. */
function checkPower(world: World, report: Report): void {
  const { col } = world.power;
  for (const slot of world.power.slots()) {
    const broken =
      col.cut[slot] === 1 || col.tripped[slot] === 1 || groundIsCut(world, 'power', slot);
    const id = textIdOf(world, 'power', slot);
    if (broken && col.energised[slot] === 1) report('INV-10', `${id} is broken and feeds`);
    if (col.loadMilliwatt[slot]! < 0) report('INV-10', `${id} carries a negative load`);
  }
}

/**
 * INV-11: a planned wave restarts machines of one domain of a set at a time.
 * INV-12: the members of a set have domains inside its bounds and share one cluster.
 */
function checkSets(world: World, report: Report): void {
  const { col } = world.vm;
  for (const set of world.availabilitySet.slots()) {
    const id = textIdOf(world, 'availabilitySet', set);
    const clusters = new Set<number>();
    for (const vm of world.vm.slots()) {
      if (col.availabilitySet[vm] !== set + 1) continue;
      const host = col.host[vm]! - 1;
      if (host >= 0) clusters.add(world.rack.col.cluster[world.host.col.rack[host]! - 1]!);
      const { faultDomains, updateDomains } = world.availabilitySet.col;
      const inside =
        col.faultDomain[vm]! >= 1 &&
        col.faultDomain[vm]! <= faultDomains[set]! &&
        col.updateDomain[vm]! >= 1 &&
        col.updateDomain[vm]! <= updateDomains[set]!;
      if (!inside) report('INV-12', `${textIdOf(world, 'vm', vm)} is outside the domains of ${id}`);
    }
    checkOneDomain(world, { table: 'availabilitySet', slot: set }, report);
    if (clusters.size > 1) report('INV-12', `${id} stretches over ${clusters.size} clusters`);
  }
  for (const slot of world.scaleSet.slots())
    checkOneDomain(world, { table: 'scaleSet', slot }, report);
}

/** Of every set, what a wave restarts is of one domain of it. */
function checkOneDomain(world: World, set: WaveSet, report: Report): void {
  const by = groundOf(world, set, false);
  const worked = machinesOf(world, set).filter((vm) => world.vm.col.operation[vm] === MAINTAIN);
  const domains = new Set(worked.map((vm) => domainOf(world, vm, by)));
  if (domains.size <= 1) return;
  const id = textIdOf(world, set.table, set.slot);
  report('INV-11', `${id}: ${domains.size} domains (${by}) restart at once`);
}

/** INV-70: answers users keep belong to their name, and are counted where they lead. */
function checkNames(world: World, report: Report): void {
  const { profile, endpoint } = world.dnsCache.col;
  const held = sumBy(world.dnsCache, { owner: endpoint, amount: () => 1 });
  for (const cache of world.dnsCache.slots()) {
    const answer = endpoint[cache]! - 1;
    if (answer >= 0 && world.dnsEndpoint.col.profile[answer] !== profile[cache])
      report('INV-70', 'a resolver keeps an answer of another name');
  }
  for (const row of world.dnsEndpoint.slots()) {
    if (held(row) !== world.dnsEndpoint.col.holders[row])
      report(
        'INV-70',
        `an answer counts ${world.dnsEndpoint.col.holders[row]}, ${held(row)} hold it`,
      );
  }
}

/** INV-71: ports held for calls outwards are the sum of the seconds in which they were taken. */
function checkPorts(world: World, report: Report): void {
  const { backend: owner, ports } = world.portWindow.col;
  const held = sumBy(world.portWindow, { owner, amount: (row) => ports[row]! });
  for (const backend of world.backend.slots()) {
    const counted = world.backend.col.portsInUse[backend]!;
    if (held(backend) !== counted)
      report('INV-71', `a pool member counts ${counted} ports and holds ${held(backend)}`);
  }
}
