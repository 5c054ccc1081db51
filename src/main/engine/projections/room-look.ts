/**
 * One look at a room for whoever draws its course: counters since the start, and what stands at
 * this moment. Counters are whole, so that any two looks give what happened between them. Nothing
 * is changed by looking.
 */
import { POWER_KINDS, POWER_STATES } from '../../../shared/model/kinds.ts';
import type { CourseLook, CourseService } from '../engine-types.ts';
import { latencyCounts } from '../systems/work-latency.ts';
import type { World } from '../world/world.ts';
import { costsOf } from './cost-views.ts';
import { metricsFrame } from './figures.ts';

const RUNNING = POWER_STATES.indexOf('running');
const FEED = POWER_KINDS.indexOf('feed');
/** Services with a course of their own; later ones have figures of the moment only. */
export const COURSE_SERVICES_MAX = 16;

/** Looks at the room as it stands. O(machines + resources). */
export function lookAtCourse(world: World): CourseLook {
  const frame = metricsFrame(world);
  const slots = [...world.service.slots()].slice(0, COURSE_SERVICES_MAX);
  const services = slots.map((slot, place): CourseService => {
    const { id, name, offered, served, late, refused, lost, ...rest } = frame.services[place]!;
    const { secondsUp, secondsDown, backends, backendsUp } = rest;
    return {
      id,
      name,
      offered,
      served,
      failed: late + refused + lost,
      secondsUp,
      secondsDown,
      backends,
      backendsUp,
      answerTimes: sparse(latencyCounts(world, 'service', slot)),
    };
  });
  let running = 0;
  let permille = 0;
  frame.vmSlot.forEach((slot, place) => {
    if (world.vm.col.powerState[slot] !== RUNNING) return;
    running += 1;
    permille += frame.vmCpuPermille[place]!;
  });
  let milliwatts = 0;
  frame.powerSlot.forEach((slot, place) => {
    if (world.power.col.kind[slot] === FEED) milliwatts += frame.powerMilliwatts[place]!;
  });
  const { microUsd, microUsdPerHour } = costsOf(world, 0);
  return {
    atUs: world.nowUs,
    services,
    machines: running,
    cpuPermille: running === 0 ? 0 : permille / running,
    milliwatts,
    microUsd,
    microUsdPerHour,
  };
}

/** Buckets that hold anything, with their counts. */
function sparse(counts: Float64Array): CourseService['answerTimes'] {
  const found: [bucket: number, count: number][] = [];
  counts.forEach((count, bucket) => {
    if (count > 0) found.push([bucket, count]);
  });
  return found;
}
