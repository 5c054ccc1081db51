/**
 * What can be written at a place of a JSON text that has a schema: the fields an object may still
 * have, with what they mean, and the words a field may be. The text may be half written. How a
 * suggestion is shown it must not know.
 */
import { getLocation, parse } from 'jsonc-parser';
import { z } from 'zod';
import { bareSchema, childSchema, objectSchemaFor, schemaAt } from './schema-walk.ts';
import type { ValuePath } from './scenario-issue.ts';

export interface Suggestion {
  readonly label: string;
  /** The text that takes the place of what was typed. */
  readonly apply: string;
  readonly kind: 'field' | 'word';
  readonly about?: string;
}

export interface Suggestions {
  readonly from: number;
  readonly to: number;
  readonly list: readonly Suggestion[];
}

export interface CompletionGround {
  readonly schema: z.core.$ZodType;
  /** Words known from elsewhere that fit a place: names of things, ids of checks. */
  readonly wordsAt?: (path: ValuePath) => readonly string[];
}

const NONE = { from: 0, to: 0, list: [] };
const SUGGESTIONS_MAX = 500;

/** What fits at an offset. O(text). */
export function suggestionsAt(
  text: string,
  given: CompletionGround & { readonly offset: number },
): Suggestions {
  const { offset, schema, wordsAt } = given;
  const location = getLocation(text, offset);
  const { path, previousNode, isAtPropertyKey } = location;
  const isInside =
    previousNode !== undefined &&
    previousNode.offset <= offset &&
    offset <= previousNode.offset + previousNode.length;
  const from = isInside ? previousNode.offset : offset;
  const to = isInside ? previousNode.offset + previousNode.length : offset;
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  const root = { schema, value };
  if (isAtPropertyKey) {
    const hasColon = /^\s*:/.test(text.slice(to));
    return { from, to, list: fieldsAt(root, { path: path.slice(0, -1), hasColon }) };
  }
  const words = [...wordsOf(root, path), ...(wordsAt?.(path) ?? []).map(quoted)];
  if (words.length === 0) return NONE;
  const list = [...new Set(words)].slice(0, SUGGESTIONS_MAX).map(wordSuggestion);
  return { from, to, list };
}

interface Root {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
}

function fieldsAt(
  root: Root,
  at: { readonly path: ValuePath; readonly hasColon: boolean },
): Suggestion[] {
  const { schema, value } = schemaAt(root, at.path);
  const present = new Set(Object.keys(typeof value === 'object' && value !== null ? value : {}));
  const fields = new Map<string, z.core.$ZodType>();
  for (const shape of shapesOf(schema, value)) {
    for (const [key, field] of Object.entries(shape)) {
      if (!fields.has(key)) fields.set(key, field);
    }
  }
  return [...fields].flatMap(([key, field]): Suggestion[] => {
    if (present.has(key)) return [];
    const name = JSON.stringify(key);
    const apply = at.hasColon ? name : `${name}: ${emptyOf(field)}`;
    const about = aboutOf(field);
    return [{ label: key, apply, kind: 'field', ...(about === undefined ? {} : { about }) }];
  });
}

type Shape = Readonly<Record<string, z.core.$ZodType>>;

/** Fields of the object that is written here; of all its kinds while it has not said which. */
function shapesOf(schema: z.core.$ZodType | undefined, value: unknown): Shape[] {
  const object = objectSchemaFor(schema, value);
  if (object instanceof z.ZodObject) return [object.shape];
  const bare = schema === undefined ? undefined : bareSchema(schema);
  if (!(bare instanceof z.ZodUnion)) return [];
  return bare.options.flatMap((option) => shapesOf(option, value));
}

/** What a fresh field begins as: the brackets or quotes of its kind. */
function emptyOf(schema: z.core.$ZodType): string {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodArray) return '[]';
  if (bare instanceof z.ZodObject || bare instanceof z.ZodRecord) return '{}';
  if (bare instanceof z.ZodBoolean) return 'true';
  if (bare instanceof z.ZodNumber) return '0';
  if (bare instanceof z.ZodLiteral) return JSON.stringify([...bare.values][0]);
  return '""';
}

function wordsOf(root: Root, path: ValuePath): string[] {
  const around = schemaAt(root, path.slice(0, -1));
  const step = path.at(-1);
  const direct = step === undefined ? root.schema : childSchema(around, step);
  if (direct !== undefined) return literalsOf(direct);
  // Which kind of object it is, is just being written.
  const shapes = shapesOf(around.schema, undefined);
  return shapes.flatMap((shape) => {
    const field = typeof step === 'string' ? shape[step] : undefined;
    return field === undefined ? [] : literalsOf(field);
  });
}

function literalsOf(schema: z.core.$ZodType): string[] {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodEnum) return bare.options.map((word) => JSON.stringify(word));
  if (bare instanceof z.ZodLiteral) {
    return [...bare.values].map((word) => JSON.stringify(word) ?? '');
  }
  if (bare instanceof z.ZodBoolean) return ['true', 'false'];
  if (bare instanceof z.ZodUnion) return bare.options.flatMap(literalsOf);
  return [];
}

function quoted(word: string): string {
  return JSON.stringify(word);
}

function wordSuggestion(apply: string): Suggestion {
  return { label: apply.replaceAll(/^"|"$/g, ''), apply, kind: 'word' };
}

function aboutOf(schema: z.core.$ZodType): string | undefined {
  for (const one of [schema, bareSchema(schema)]) {
    const about = 'description' in one ? one.description : undefined;
    if (typeof about === 'string') return about;
  }
  return undefined;
}
