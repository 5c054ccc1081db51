/**
 * Availability: the share of seconds in which enough of the second's requests were served.
 *
 * A request belongs to the second it arrived in. A second can be judged once every request of it
 * is either served in time or past its deadline, so seconds stay open for one deadline. Seconds
 * without demand count as up (definitions: `availability`). Judging for a view changes nothing.
 */
import { US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { FAILURE_REASONS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { addDownSpan } from './downtime.ts';

const PPM = 1_000_000;
const LATE = FAILURE_REASONS.indexOf('late');

function secondOf(timeUs: number): number {
  return Math.floor(timeUs / US_PER_SECOND);
}

/** First second that cannot be judged yet at the present moment. */
function firstOpenSecond(world: World, service: number): number {
  const settledUs = world.nowUs - world.service.col.deadlineUs[service]!;
  return Math.max(world.service.col.firstSecond[service]!, secondOf(settledUs));
}

/** Notes one offered request in the second it arrived in, judging what can be judged. */
export function countOfferedInWindow(world: World, service: number): void {
  closeSeconds(world, service);
  const second = secondOf(world.nowUs);
  const services = world.service.col;
  const tail = services.windowTail[service]! - 1;
  if (tail >= 0 && world.window.col.second[tail] === second) {
    world.window.col.offered[tail]! += 1;
    return;
  }
  const row = world.window.allocate();
  const { col } = world.window;
  col.service[row] = service + 1;
  col.second[row] = second;
  col.offered[row] = 1;
  if (tail >= 0) col.next[tail] = row + 1;
  else services.windowHead[service] = row + 1;
  services.windowTail[service] = row + 1;
}

/** Notes that a request which arrived then was served in time. */
export function countServedInWindow(
  world: World,
  input: { service: number; arrivedUs: number },
): void {
  const second = secondOf(input.arrivedUs);
  const { col } = world.window;
  let row = world.service.col.windowHead[input.service]! - 1;
  while (row >= 0 && col.second[row] !== second) row = col.next[row]! - 1;
  if (row >= 0) col.served[row]! += 1;
}

/** Notes why a second is not what it should be: the first of its requests to fail says so. */
export function blameSecond(
  world: World,
  blame: { service: number; arrivedUs: number; reason: number; cause: number },
): void {
  const second = secondOf(blame.arrivedUs);
  const { col } = world.window;
  let row = world.service.col.windowHead[blame.service]! - 1;
  while (row >= 0 && col.second[row] !== second) row = col.next[row]! - 1;
  if (row < 0 || col.blamed[row] === 1) return;
  col.blamed[row] = 1;
  col.reason[row] = blame.reason;
  col.cause[row] = blame.cause;
}

/** What a second that was down is put down to; still waiting at its deadline means too late. */
function blameOf(world: World, row: number): { reason: number; cause: number } {
  const { blamed, reason, cause } = world.window.col;
  if (blamed[row] === 0) return { reason: LATE, cause: 0 };
  return { reason: reason[row]!, cause: cause[row]! };
}

function secondWasUp(world: World, service: number, row: number): boolean {
  const { offered, served } = world.window.col;
  return served[row]! * PPM >= offered[row]! * world.service.col.thresholdPpm[service]!;
}

/** Judges every second that is over; seconds without a row had no demand. */
function closeSeconds(world: World, service: number): void {
  const services = world.service.col;
  const limit = firstOpenSecond(world, service);
  if (limit <= services.openSecond[service]!) return;
  let down = 0;
  let row = services.windowHead[service]! - 1;
  while (row >= 0 && world.window.col.second[row]! < limit) {
    if (!secondWasUp(world, service, row)) {
      down += 1;
      const endUs = (world.window.col.second[row]! + 1) * US_PER_SECOND;
      const downtime = { owner: 'service' as const, slot: service, ...blameOf(world, row) };
      addDownSpan(world, downtime, { us: US_PER_SECOND, endUs });
    }
    const next = world.window.col.next[row]!;
    world.window.release(row);
    services.windowHead[service] = next;
    if (next === 0) services.windowTail[service] = 0;
    row = next - 1;
  }
  services.secondsDown[service]! += down;
  services.secondsUp[service]! += limit - services.openSecond[service]! - down;
  services.openSecond[service] = limit;
}

/** Seconds judged up to now, as they would stand if they were closed now. Changes nothing. */
export function judgedSeconds(world: World, service: number): { up: number; down: number } {
  const services = world.service.col;
  const limit = firstOpenSecond(world, service);
  let down = 0;
  let row = services.windowHead[service]! - 1;
  while (row >= 0 && world.window.col.second[row]! < limit) {
    if (!secondWasUp(world, service, row)) down += 1;
    row = world.window.col.next[row]! - 1;
  }
  const open = Math.max(0, limit - services.openSecond[service]!);
  return {
    up: services.secondsUp[service]! + open - down,
    down: services.secondsDown[service]! + down,
  };
}

/** Seconds judged down at the present moment that are not in the ledger yet. Changes nothing. */
export function openDownSeconds(
  world: World,
  service: number,
): { reason: number; cause: number; second: number }[] {
  const limit = firstOpenSecond(world, service);
  const found: { reason: number; cause: number; second: number }[] = [];
  let row = world.service.col.windowHead[service]! - 1;
  while (row >= 0 && world.window.col.second[row]! < limit) {
    const second = world.window.col.second[row]!;
    if (!secondWasUp(world, service, row)) found.push({ ...blameOf(world, row), second });
    row = world.window.col.next[row]! - 1;
  }
  return found;
}

/** Frees the rows of a service that is removed. */
export function forgetSeconds(world: World, service: number): void {
  let row = world.service.col.windowHead[service]! - 1;
  while (row >= 0) {
    const next = world.window.col.next[row]! - 1;
    world.window.release(row);
    row = next;
  }
}
