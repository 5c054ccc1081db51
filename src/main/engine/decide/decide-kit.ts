/**
 * What all deciders share: the shape of an answer and the refusals that occur everywhere.
 *
 * A decider looks at a command and at the world as it is, and answers with a refusal or with the
 * act that carries it out. Looking changes nothing; the act never fails. Both stand side by side
 * so that nobody can change one without seeing the other.
 */
import { err, ok, type AppError, type Result } from '../../../shared/kernel/result.ts';
import type { TableName } from '../world/names.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';

/** Carries out an accepted command. */
export type Act = () => void;

export type Decided = Result<Act>;

/** Refuses a command. */
export function refuse(error: AppError): Result<never> {
  return err(error);
}

/** The slot a reference means in one table. */
export function find(world: World, table: TableName, reference: string): Result<number> {
  const found = world.names.resolve([table], reference);
  return found.ok ? ok(found.value.slot) : found;
}

/** As `find`, for an optional reference: -1 when it is absent. */
export function findOptional(
  world: World,
  table: TableName,
  reference: string | undefined,
): Result<number> {
  return reference === undefined ? ok(-1) : find(world, table, reference);
}

/** Each of a list of references, or the first refusal. */
export function findAll(
  world: World,
  table: TableName,
  references: readonly string[],
): Result<number[]> {
  const slots: number[] = [];
  for (const reference of references) {
    const found = find(world, table, reference);
    if (!found.ok) return found;
    if (!slots.includes(found.value)) slots.push(found.value);
  }
  return ok(slots);
}

/** Refuses a name that is in use. `word` is the part before the colon of the id. */
export function checkFree(
  world: World,
  input: { word: string; name: string; group?: string },
): Result<void> {
  const id =
    input.group === undefined
      ? `${input.word}:${input.name}`
      : `${input.word}:${input.group}/${input.name}`;
  if (!world.names.has(id)) return ok(undefined);
  return err({
    code: 'name.taken',
    message: `${id} exists already.`,
    hint: 'Choose another name, or delete the one that has it.',
    details: { id, name: input.name },
  });
}

/**
 * The resource group a cloud resource goes to: the one named, or the only one there is.
 * Refuses with `group.notFound` or `group.ambiguous`.
 */
export function findGroup(world: World, reference: string | undefined): Result<number> {
  if (reference !== undefined) return find(world, 'group', reference);
  const slots = world.group.slots();
  const only = slots[0];
  if (only !== undefined && slots.length === 1) return ok(only);
  if (only === undefined) {
    return err({
      code: 'group.notFound',
      message: 'There is no resource group to put it in.',
      hint: 'Add one first (group.add).',
      details: { known: 0 },
    });
  }
  return err({
    code: 'group.ambiguous',
    message: `There are ${slots.length} resource groups and none was named.`,
    hint: 'Say which one.',
    details: { known: slots.length },
  });
}

/** Tags as one text: pairs in order of their keys, so that equal tags are equal texts. */
export function tagsText(tags: Readonly<Record<string, string>> | undefined): string {
  if (tags === undefined) return '';
  const keys = Object.keys(tags).sort((a, b) => (a < b ? -1 : 1));
  if (keys.length === 0) return '';
  return JSON.stringify(keys.map((key) => [key, tags[key] ?? '']));
}

/** Refuses to remove something others stand on, naming them. */
export function checkUnused(
  world: World,
  input: { code: string; id: string; users: readonly { table: TableName; slot: number }[] },
): Result<void> {
  if (input.users.length === 0) return ok(undefined);
  const ids = input.users.slice(0, 5).map((user) => textIdOf(world, user.table, user.slot));
  const more =
    input.users.length > ids.length ? ` and ${input.users.length - ids.length} more` : '';
  return err({
    code: input.code,
    message: `${input.id} is still used by ${ids.join(', ')}${more}.`,
    hint: 'Move or remove those first.',
    details: { id: input.id, users: input.users.length, first: ids },
  });
}

/** Refuses a balancer that another service stands behind: each serves one. */
export function checkServesNone(
  world: World,
  at: { readonly balancer: number; readonly but?: number },
): Result<void> {
  const others = world.pools.servicesOfBalancer(at.balancer).filter((one) => one !== at.but);
  const [first] = others;
  if (first === undefined) return ok(undefined);
  const id = textIdOf(world, 'balancer', at.balancer);
  const service = textIdOf(world, 'service', first);
  return err({
    code: 'balancer.taken',
    message: `${id} serves ${service} already, and a balancer serves one service.`,
    hint: 'Choose another balancer, or create one.',
    details: { id, service },
  });
}

/** Rows of a table that fulfil a condition, as users for `checkUnused`. */
export function rowsWhere(
  world: World,
  table: TableName,
  matches: (slot: number) => boolean,
): { table: TableName; slot: number }[] {
  const found: { table: TableName; slot: number }[] = [];
  for (const slot of world[table].slots()) if (matches(slot)) found.push({ table, slot });
  return found;
}

/**
 * The place something stands in without a rack, or -1. Refuses with `place.notFound`, and with
 * `place.inRack` when a rack was named too.
 */
export function findGround(
  world: World,
  command: { readonly rack?: string | undefined; readonly place?: string | undefined },
): Result<number> {
  const place = findOptional(world, 'place', command.place);
  if (!place.ok || place.value < 0 || command.rack === undefined) return place;
  return err({
    code: 'place.inRack',
    message: `It is mounted in ${command.rack}, so that rack says where it stands.`,
    hint: 'Leave the place out, or the rack.',
    details: { rack: command.rack, place: textIdOf(world, 'place', place.value) },
  });
}
