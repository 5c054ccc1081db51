/**
 * Batch jobs, time-shared inside a machine (rules ENG-J1 to ENG-J4).
 *
 * All jobs of a machine progress equally, each at most at the speed of one core (processor
 * sharing; Kleinrock 1967). Because they progress alike, the machine keeps one number, the work
 * each job has received since it began, and every job only remembers at which value it is
 * complete: a completion costs one event, whatever the number of jobs beside it.
 */
import { JOB_STATES, POWER_STATES } from '../../../shared/model/kinds.ts';
import { SIM_TIME_MAX_US } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { sharedPart } from './core-sharing.ts';
import { speedPermilleOf } from './nested-machines.ts';
import { mostMillicores, noteDemand, noteSharers } from './share-marks.ts';

const DONE = JOB_STATES.indexOf('done');
const INTERRUPTED = JOB_STATES.indexOf('interrupted');
const VM_RUNNING = POWER_STATES.indexOf('running');
/** Thousand instructions in a million instructions: jobs are counted in the smaller unit. */
export const KILO_PER_MI = 1_000;
/** Speed of a host that nothing slows. */
const FULL_PERMILLE = 1_000;
/** Time by which a completion may come early, in microseconds, to swallow the rounding of sums. */
const SLACK_US = 1e-6;
/** The part of a job's finish that sums of thousands of spans may be wrong by. */
const SLACK_RELATIVE = 1e-12;

/** Work each job receives in a microsecond, in thousand instructions. */
function rateOf(world: World, vm: number): number {
  const { col } = world.vm;
  const host = col.host[vm]! - 1;
  const jobs = col.jobsRunning[vm]!;
  if (host < 0 || jobs === 0 || col.powerState[vm] !== VM_RUNNING) return 0;
  if (col.stalled[vm] === 1) return 0;
  const cores = coresEach(world, vm);
  const rate = (world.host.col.mipsPerCore[host]! / 1_000) * cores;
  const speed = speedPermilleOf(world, vm);
  const ownRate = speed === FULL_PERMILLE ? rate : (rate * speed) / FULL_PERMILLE;
  const share = col.cpuShare[vm]!;
  return share === 1 ? ownRate : ownRate * share;
}

/** What each job of a machine has of a core: beside others, they are slowed alike [ENG-O14]. */
function coresEach(world: World, vm: number): number {
  const { jobsRunning, besideMillicores, besideFlowMillicores } = world.vm.col;
  const jobs = jobsRunning[vm]!;
  if (isAlone(world, vm)) return Math.min(1, coresFor(world, vm) / jobs);
  const load = jobs * 1_000 + besideMillicores[vm]!;
  return sharedPart(mostMillicores(world, vm), load, besideFlowMillicores[vm]!);
}

/** True when nothing but jobs asks for the processor of a machine. */
function isAlone(world: World, vm: number): boolean {
  const { besideMillicores, besideFlowMillicores } = world.vm.col;
  return besideMillicores[vm] === 0 && besideFlowMillicores[vm] === 0;
}

/** Cores its jobs share: its vCPU, or its base while it has no burst credits. */
function coresFor(world: World, vm: number): number {
  const { vCpu, cpuCapMillicores } = world.vm.col;
  const cap = cpuCapMillicores[vm]!;
  return cap === 0 ? vCpu[vm]! : cap / 1_000;
}

/** Brings a machine's progress up to now; call it before its rate changes. */
export function advanceJobs(world: World, vm: number): void {
  const { col } = world.vm;
  const elapsedUs = world.nowUs - col.jobProgressAtUs[vm]!;
  if (elapsedUs > 0) {
    const rate = rateOf(world, vm);
    col.jobProgress[vm]! += elapsedUs * rate;
    if (col.burstable[vm] === 1 && rate > 0) {
      const alone = Math.min(col.jobsRunning[vm]!, coresFor(world, vm));
      const cores = isAlone(world, vm) ? alone : col.jobsRunning[vm]! * coresEach(world, vm);
      col.jobCoreUs[vm]! += elapsedUs * cores * col.cpuShare[vm]!;
    }
  }
  col.jobProgressAtUs[vm] = world.nowUs;
  world.vm.dirty.touch(vm);
}

/**
 * Whole microseconds until a job is complete at the present rate; 0 when it is. Scheduling and
 * completing ask this one question, so that a completion that was scheduled does complete.
 */
function dueInUs(work: { finishesAt: number; progress: number; rate: number }): number {
  const { finishesAt, progress, rate } = work;
  const exactUs = (finishesAt - progress) / rate;
  const slackUs = SLACK_US + (finishesAt * SLACK_RELATIVE) / rate;
  return Math.max(0, Math.ceil(exactUs - slackUs));
}

/** Schedules the completion of the job that is first to finish. */
export function scheduleNextJob(world: World, vm: number): void {
  const { col } = world.vm;
  col.jobSerial[vm] = (col.jobSerial[vm]! + 1) >>> 0;
  const head = col.jobHead[vm]! - 1;
  const rate = rateOf(world, vm);
  if (head < 0 || rate === 0) return;
  const finishesAt = world.job.col.finishesAt[head]!;
  const atUs = world.nowUs + dueInUs({ finishesAt, progress: col.jobProgress[vm]!, rate });
  // Beyond the last moment that can be named it is never complete [ENG-T6].
  if (atUs > SIM_TIME_MAX_US) return;
  world.queue.push(
    atUs,
    PRIORITY.answer,
    EVENT.jobDone,
    vm,
    world.vm.generation[vm]!,
    col.jobSerial[vm],
  );
}

/** Event: every job that has all its work is complete. */
export function onJobDone(world: World, vm: number, serial: number): void {
  const { col } = world.vm;
  if (col.jobSerial[vm] !== serial) return;
  advanceJobs(world, vm);
  const progress = col.jobProgress[vm]!;
  const rate = rateOf(world, vm);
  const jobs = world.job.col;
  let head = col.jobHead[vm]! - 1;
  while (head >= 0 && dueInUs({ finishesAt: jobs.finishesAt[head]!, progress, rate }) === 0) {
    const next = jobs.next[head]! - 1;
    finishJob(world, head, DONE);
    jobs.next[head] = 0;
    col.jobsRunning[vm]! -= 1;
    head = next;
  }
  col.jobHead[vm] = head + 1;
  scheduleNextJob(world, vm);
  noteWork(world, vm);
}

/** It asks for more or less processor than it did, of its host and beside others in it. */
function noteWork(world: World, vm: number): void {
  noteDemand(world, vm);
  noteSharers(world, vm);
}

function finishJob(world: World, job: number, state: number): void {
  const jobs = world.job.col;
  const batches = world.batch.col;
  jobs.state[job] = state;
  jobs.finishedUs[job] = world.nowUs;
  const batch = jobs.batch[job]! - 1;
  if (state === DONE) {
    batches.done[batch]! += 1;
    batches.lastFinishUs[batch] = world.nowUs;
  } else {
    batches.interrupted[batch]! += 1;
  }
  world.batch.dirty.touch(batch);
  const ended = batches.done[batch]! + batches.interrupted[batch]!;
  if (ended === batches.count[batch]) {
    const details = { done: batches.done[batch]!, interrupted: batches.interrupted[batch]! };
    happen(world, { kind: 'batch.done', table: 'batch', slot: batch, cause: 0, details });
  }
}

/** A machine that stops computing takes its jobs with it; nothing else notices. */
export function interruptJobs(world: World, vm: number): void {
  const { col } = world.vm;
  col.jobSerial[vm] = (col.jobSerial[vm]! + 1) >>> 0;
  let head = col.jobHead[vm]! - 1;
  while (head >= 0) {
    const next = world.job.col.next[head]! - 1;
    finishJob(world, head, INTERRUPTED);
    world.job.col.next[head] = 0;
    head = next;
  }
  if (col.jobsRunning[vm]! > 0) noteWork(world, vm);
  col.jobHead[vm] = 0;
  col.jobsRunning[vm] = 0;
  col.jobProgress[vm] = 0;
}

/**
 * Jobs join what runs on a machine, in order of finish. Their `finishesAt` holds the length of
 * each in thousand instructions and is counted from what the machine has given to jobs so far.
 */
export function addJobs(world: World, vm: number, jobs: readonly number[]): void {
  const { col } = world.vm;
  const { finishesAt, next } = world.job.col;
  advanceJobs(world, vm);
  const given = col.jobProgress[vm]!;
  if (given !== 0) for (const job of jobs) finishesAt[job]! += given;
  const sorted = [...jobs].sort((a, b) => finishesAt[a]! - finishesAt[b]! || a - b);
  let before = -1;
  let at = col.jobHead[vm]! - 1;
  for (const job of sorted) {
    while (at >= 0 && finishesAt[at]! <= finishesAt[job]!) {
      before = at;
      at = next[at]! - 1;
    }
    next[job] = at + 1;
    if (before < 0) col.jobHead[vm] = job + 1;
    else next[before] = job + 1;
    before = job;
  }
  col.jobsRunning[vm]! += jobs.length;
  scheduleNextJob(world, vm);
  noteWork(world, vm);
}
