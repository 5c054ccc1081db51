/**
 * How a machine differs from the image it was made from (rule ENG-IM9): worked out from what is on
 * its disk now and what was on that of its image, so it needs no record of what was done. It reads
 * the world and changes nothing; how contents are put together, `image-contents.ts` knows.
 */
import { canonicalJson } from '../../../shared/kernel/canonical-json.ts';
import type { DiskContents, DriftView } from '../../../shared/views/image-view.ts';
import { contentsOf, parseContents } from '../systems/image-contents.ts';
import type { World } from '../world/world.ts';

/** The differences, or undefined when there are none. */
export function driftOf(world: World, vm: number): DriftView | undefined {
  const guest = world.guests.inVm(vm);
  const before = world.vm.text('imageContents', vm);
  if (guest < 0 && before === '') return undefined;
  const drift = compareContents(parseContents(before), contentsOf(world, guest));
  const { patchLevels, ...lists } = drift;
  return patchLevels === 0 && Object.values(lists).every((list) => list.length === 0)
    ? undefined
    : drift;
}

function compareContents(image: DiskContents, machine: DiskContents): DriftView {
  const apps = compareByName(image.applications, machine.applications);
  const tasks = compareByName(image.tasks, machine.tasks);
  const runtimes = compareByName(image.runtimes.map(named), machine.runtimes.map(named));
  return {
    patchLevels: machine.patchLevel - image.patchLevel,
    added: apps.added,
    removed: apps.removed,
    changed: apps.both.flatMap(([was, is]) => changesOf(was, is)),
    runtimesAdded: runtimes.added,
    runtimesRemoved: runtimes.removed,
    tasksAdded: tasks.added,
    tasksRemoved: tasks.removed,
    tasksChanged: tasks.both.filter(([was, is]) => !same(was, is)).map(([was]) => was.name),
  };
}

function named(one: { runtime: string; version: string }): { name: string } {
  return { name: `${one.runtime} ${one.version}` };
}

function compareByName<T extends { readonly name: string }>(
  before: readonly T[],
  now: readonly T[],
): { added: string[]; removed: string[]; both: [T, T][] } {
  const nowByName = new Map(now.map((one) => [one.name, one]));
  const names = new Set(before.map(({ name }) => name));
  return {
    added: now.filter(({ name }) => !names.has(name)).map(({ name }) => name),
    removed: before.filter(({ name }) => !nowByName.has(name)).map(({ name }) => name),
    both: before.flatMap((was): [T, T][] => {
      const is = nowByName.get(was.name);
      return is === undefined ? [] : [[was, is]];
    }),
  };
}

/** Whether two plain values are alike, in whatever order their fields were written. */
function same(left: unknown, right: unknown): boolean {
  const [one, other] = [canonicalJson(left), canonicalJson(right)];
  return one.ok && other.ok && one.value === other.value;
}

type Installed = DiskContents['applications'][number];

/** What of an application differs, a field each; what it has written is no difference. */
function changesOf(was: Installed, is: Installed): DriftView['changed'] {
  const { name } = was;
  const fields: { field: string; image: string; machine: string }[] = [];
  if (was.application !== is.application) {
    fields.push({ field: 'application', image: was.application, machine: is.application });
  }
  if (was.wanted !== is.wanted) {
    fields.push({ field: 'start', image: String(was.wanted), machine: String(is.wanted) });
  }
  const before = flatten(was.changes);
  const now = flatten(is.changes);
  for (const field of new Set([...before.keys(), ...now.keys()])) {
    const image = before.get(field) ?? '';
    const machine = now.get(field) ?? '';
    if (image !== machine) fields.push({ field, image, machine });
  }
  return fields.map((field) => ({ name, ...field }));
}

/** `{ports: {http: 80}}` as `ports.http` → `80`; lists in one text. */
function flatten(changes: Readonly<Record<string, unknown>>): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(changes)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, one] of Object.entries(value)) flat.set(`${key}.${inner}`, String(one));
    } else flat.set(key, Array.isArray(value) ? value.join(', ') : String(value));
  }
  return flat;
}
