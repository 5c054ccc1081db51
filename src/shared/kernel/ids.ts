/**
 * Text ids: the stable names by which files, commands and screens speak of things. Local things are
 * `kind:name` (`host:r1-h01`), cloud resources `kind:group/name` (`vm:shop/web-1`). Inside the
 * engine a thing is a slot; the text exists only at the border. Which kinds there are, and which
 * live in a group, is not known here.
 */
import { assert } from './assert.ts';
import { err, ok, type Result } from './result.ts';

/** An id of one kind, for example `IdOf<'host'>`. */
export type IdOf<Kind extends string> = `${Kind}:${string}`;
/** Most characters of a name, as long as the provider's longest resource names. */
export const NAME_LENGTH_MAX = 80;
/** Most characters of a resource group's name, as the provider has it. */
export const GROUP_LENGTH_MAX = 90;
/** Most characters of a kind. */
const KIND_LENGTH_MAX = 32;
/** No id can be longer than its parts and the two marks between them. */
export const ID_LENGTH_MAX = KIND_LENGTH_MAX + GROUP_LENGTH_MAX + NAME_LENGTH_MAX + 2;

/** Begins with a letter or digit, does not end in a dot or hyphen; `-`, `_` and `.` between. */
const NAME_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/;
const KIND_PATTERN = /^[a-z][A-Za-z0-9]*$/;

const NAME_HINT =
  'Use letters, digits, "-", "_" and ".", begin with a letter or digit and end with one or "_".';

/** An id taken apart. `group` is undefined for things that live in no resource group. */
export interface IdParts {
  readonly kind: string;
  readonly group: string | undefined;
  readonly name: string;
}

/** Whether this may be the name of a thing. */
export function isValidName(name: string): boolean {
  return name.length <= NAME_LENGTH_MAX && NAME_PATTERN.test(name);
}

/** Whether this may be the name of a resource group. */
export function isValidGroupName(group: string): boolean {
  return group.length <= GROUP_LENGTH_MAX && NAME_PATTERN.test(group);
}

/** Whether this may be a kind: one word in camel case. */
export function isValidKind(kind: string): boolean {
  return kind.length <= KIND_LENGTH_MAX && KIND_PATTERN.test(kind);
}

/** The name alone in `name`, `group/name`, `kind:name` or `kind:group/name`, valid or not. */
export function bareName(reference: string): string {
  return reference.slice(Math.max(reference.indexOf(':'), reference.indexOf('/')) + 1);
}

/** A name given by a person. Refuses with `name.invalid`. */
export function checkName(name: string): Result<string> {
  return isValidName(name) ? ok(name) : invalidName({ name, lengthMax: NAME_LENGTH_MAX });
}

/** A resource group's name given by a person. Refuses with `name.invalid`. */
export function checkGroupName(name: string): Result<string> {
  return isValidGroupName(name) ? ok(name) : invalidName({ name, lengthMax: GROUP_LENGTH_MAX });
}

function invalidName(input: { name: string; lengthMax: number }): Result<string> {
  const { name, lengthMax } = input;
  const shown = shorten(name);
  const reason =
    name.length > lengthMax
      ? `it has ${name.length} characters and ${lengthMax} are allowed`
      : 'it has a character that is not allowed, or begins or ends with a mark';
  return err({
    code: 'name.invalid',
    message: `"${shown}" cannot be a name: ${name === '' ? 'it is empty' : reason}.`,
    hint: NAME_HINT,
    details: { name: shown, lengthMax },
  });
}

/** `kind:name`. Both must be valid already: a bad name from outside is refused by checkName. */
export function makeId<Kind extends string>(kind: Kind, name: string): IdOf<Kind> {
  assert(isValidKind(kind), 'The kind of an id is not valid');
  assert(isValidName(name), 'The name of an id is not valid');
  return `${kind}:${name}`;
}

/** `kind:group/name` of a cloud resource; all parts must be valid already. */
export function makeGroupedId<Kind extends string>(parts: {
  kind: Kind;
  group: string;
  name: string;
}): IdOf<Kind> {
  assert(isValidKind(parts.kind), 'The kind of an id is not valid');
  assert(isValidGroupName(parts.group), 'The group of an id is not valid');
  assert(isValidName(parts.name), 'The name of an id is not valid');
  return `${parts.kind}:${parts.group}/${parts.name}`;
}

/** Takes an id apart. Refuses with `id.invalid`. The inverse of makeId and makeGroupedId. */
export function parseId(text: string): Result<IdParts> {
  if (text.length > ID_LENGTH_MAX) return invalidId(text, `it has ${text.length} characters`);
  const colon = text.indexOf(':');
  if (colon < 0) return invalidId(text, 'it has no ":" after its kind');
  const kind = text.slice(0, colon);
  if (!isValidKind(kind)) return invalidId(text, `"${kind}" cannot be a kind`);
  const path = text.slice(colon + 1);
  const slash = path.indexOf('/');
  const group = slash < 0 ? undefined : path.slice(0, slash);
  if (group !== undefined && !isValidGroupName(group)) {
    return invalidId(text, `"${group}" cannot be a resource group`);
  }
  const name = path.slice(slash + 1);
  if (!isValidName(name)) return invalidId(text, `"${name}" cannot be a name`);
  return ok({ kind, group, name });
}

/** True when `text` is an id of `kind`. Only the kind is looked at: use parseId for bad input. */
export function isIdOf<Kind extends string>(kind: Kind, text: string): text is IdOf<Kind> {
  return text.startsWith(`${kind}:`);
}

function invalidId(text: string, reason: string): Result<IdParts> {
  const shown = shorten(text);
  return err({
    code: 'id.invalid',
    message: `"${shown}" is not an id: ${reason}.`,
    hint: 'Ids look like host:r1-h01, or vm:group/name for a cloud resource.',
    details: { id: shown },
  });
}

function shorten(text: string): string {
  return text.length > ID_LENGTH_MAX ? `${text.slice(0, NAME_LENGTH_MAX)}…` : text;
}
