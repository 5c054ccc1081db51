/**
 * What must always hold of images and of machines made into them (rule INV-84); part of
 * `checkInvariants`. It reads columns only.
 */
import { POWER_STATES } from '../../shared/model/kinds.ts';
import type { Violation } from './engine-types.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

const RESTS: readonly boolean[] = POWER_STATES.map((state) =>
  ['stopped', 'deallocating', 'deallocated'].includes(state),
);

/** Everything that does not hold of images. */
export function findImageViolations(world: World): Violation[] {
  const messages = [...generalizedAtRest(world), ...readyInTime(world), ...versionsWhole(world)];
  return messages.map((message) => ({ rule: 'INV-84', message }));
}

function generalizedAtRest(world: World): string[] {
  const { generalized, powerState, wanted } = world.vm.col;
  return [...world.vm.slots()].flatMap((vm) => {
    if (generalized[vm] === 0) return [];
    const id = textIdOf(world, 'vm', vm);
    const state = POWER_STATES[powerState[vm]!]!;
    if (RESTS[powerState[vm]!] !== true) return [`${id} is generalized and ${state}`];
    return wanted[vm] === 1 ? [`${id} is generalized and somebody wants it running`] : [];
  });
}

function readyInTime(world: World): string[] {
  const tables = [
    { name: 'image', rows: world.managedImage },
    { name: 'replica', rows: world.imageReplica },
  ];
  return tables.flatMap(({ name, rows }) =>
    [...rows.slots()].flatMap((slot) => {
      const { ready, readyUs } = rows.col;
      const isLate = ready[slot] === 0 && readyUs[slot]! < world.nowUs;
      const isEarly = ready[slot] === 1 && readyUs[slot]! > world.nowUs;
      return isLate || isEarly ? [`${name} ${slot} is not ready when it is to be`] : [];
    }),
  );
}

/** Each version belongs to a definition, has replicas, and no two of one region. */
function versionsWhole(world: World): string[] {
  const regions = new Map<number, Set<string>>();
  for (const replica of world.imageReplica.slots()) {
    const version = world.imageReplica.ref('version', replica);
    const region = world.imageReplica.text('region', replica);
    const known = regions.get(version) ?? new Set();
    if (known.has(region)) return [`version ${version} is twice in ${region}`];
    regions.set(version, known.add(region));
  }
  return [...world.imageVersion.slots()].flatMap((version) => {
    const definition = world.imageVersion.ref('definition', version);
    const isWhole = world.imageDefinition.isAlive(definition) && regions.has(version);
    return isWhole ? [] : [`version ${version} has no definition or no replica`];
  });
}
