/**
 * Invariants of workloads (rules INV-130 to INV-132): requests are conserved, what stands in queues
 * is what is counted, and what works in a machine has no more of its cores than there are. They are
 * checked at any event in tests and on demand in the product.
 */
import { POWER_STATES } from '../../shared/model/kinds.ts';
import { LEAST_SHARE } from './systems/share-marks.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

const RUNNING = POWER_STATES.indexOf('running');
/** What flows leave of the cores at least, whatever they use; and what rounding is wrong by. */
const SLACK = LEAST_SHARE + 1e-9;

type Report = (rule: string, message: string) => void;

/** Everything about workloads that does not hold. */
export function checkWorkloads(world: World, report: Report): void {
  for (const slot of world.workload.slots()) checkRequests(world, slot, report);
  for (const ground of world.workGround.slots()) checkProcessor(world, ground, report);
  for (const vm of world.vm.slots()) checkCores(world, vm, report);
}

/** INV-130: every request has one fate, and those in hand stand somewhere. */
function checkRequests(world: World, slot: number, report: Report): void {
  const id = textIdOf(world, 'workload', slot);
  const { offered, served, late, refused, lost, inFlight } = world.workload.col;
  const ended = served[slot]! + late[slot]! + refused[slot]! + lost[slot]!;
  if (offered[slot] !== ended + inFlight[slot]!) report('INV-130', `${id} lost count of requests`);
  const { busy, queued, backlog, slots, lockBusy } = world.workPlace.col;
  let inHand = 0;
  for (const place of world.workloads.placesOf(slot)) {
    inHand += busy[place]! + queued[place]! + backlog[place]!;
    if (busy[place]! > slots[place]!) report('INV-130', `${id} works on more than it can`);
    if (lockBusy[place]! > world.workload.col.writers[slot]!)
      report('INV-130', `${id} lets too many hold its lock`);
  }
  if (inHand !== inFlight[slot]) report('INV-130', `${id} holds ${inHand}, not what it says`);
}

/** INV-131: the requests on a processor are those in its list, in order of their end. */
function checkProcessor(world: World, ground: number, report: Report): void {
  const { cpuHead, cpuCount } = world.workGround.col;
  const { next, finishesAt } = world.workRequest.col;
  let count = 0;
  let before = 0;
  for (let at = cpuHead[ground]! - 1; at >= 0; at = next[at]! - 1) {
    if (finishesAt[at]! < before) report('INV-131', 'A processor lists its requests out of order');
    before = finishesAt[at]!;
    count += 1;
    if (count > cpuCount[ground]!) break;
  }
  if (count !== cpuCount[ground]) report('INV-131', 'A processor lost count of its requests');
}

/** INV-132: what the jobs, processes and uses of a machine have together is there. */
function checkCores(world: World, vm: number, report: Report): void {
  const { col } = world.vm;
  if (col.powerState[vm] !== RUNNING || col.host[vm] === 0) return;
  const guest = world.guests.inVm(vm);
  const ground = world.workloads.groundOf(vm);
  const asked = guest < 0 ? 0 : world.guest.col.demandMillicores[guest]! / 1_000;
  const processes = guest < 0 ? 0 : world.guest.col.grantedMillicores[guest]! / 1_000;
  const jobs = col.stalled[vm] === 1 ? 0 : col.jobsRunning[vm]!;
  const requests = ground < 0 ? 0 : world.workGround.col.cpuCount[ground]!;
  const flows = ground < 0 ? 0 : world.workGround.col.flowCores[ground]!;
  if (jobs > 0 && Math.abs(col.besideMillicores[vm]! / 1_000 - asked - requests) > 1e-9)
    report('INV-132', `${textIdOf(world, 'vm', vm)} does not know what is beside its jobs`);
  // Flows that get less than they use are counted by what their machine is given.
  if (col.cpuShare[vm]! < 1 && flows > 0) return;
  if (ground >= 0 && Math.abs(world.workGround.col.besideCores[ground]! - asked - jobs) > 1e-9)
    report('INV-132', `${textIdOf(world, 'vm', vm)} does not know what is beside its uses`);
  const most = col.cpuCapMillicores[vm]! / 1_000 || col.vCpu[vm]!;
  const real = (flows / col.vCpu[vm]!) * most;
  const load = asked + jobs + requests;
  const part = load === 0 ? 0 : Math.min(1, Math.max(LEAST_SHARE * most, most - real) / load);
  const had = (jobs + requests) * part + processes / col.cpuShare[vm]! + real;
  if (had > most * (1 + SLACK))
    report('INV-132', `${textIdOf(world, 'vm', vm)} uses ${had} of ${most} cores`);
}
