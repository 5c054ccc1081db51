/**
 * Walking a schema along a value: which fields an object may have, and in which order.
 *
 * The printer takes its order of keys from here and the checker its suggestions, so that both
 * follow the one schema and nothing has to be listed twice. It knows the kinds of schema that
 * file formats use (objects, lists, records, unions told apart by a field) and no others.
 */
import { z } from 'zod';
import type { ValuePath } from './scenario-issue.ts';

/** The schema behind `.optional()`. */
export function bareSchema(schema: z.core.$ZodType): z.core.$ZodType {
  let bare = schema;
  while (bare instanceof z.ZodOptional) bare = bare.unwrap();
  return bare;
}

/** The member of a union that a value belongs to; undefined when none claims it. */
function memberFor(union: z.ZodUnion, value: unknown): z.core.$ZodType | undefined {
  if (union instanceof z.ZodDiscriminatedUnion) {
    const key = union.def.discriminator;
    const said = fieldOf(value, key);
    return union.options.find((option) => {
      const field = option instanceof z.ZodObject ? option.shape[key] : undefined;
      return field instanceof z.ZodLiteral && [...field.values].some((word) => word === said);
    });
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return union.options.find((option) => option instanceof z.ZodObject === isObject);
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

/** The schema of an object that a value is held against, through optionals and unions. */
export function objectSchemaFor(
  schema: z.core.$ZodType | undefined,
  value: unknown,
): z.ZodObject | z.ZodRecord | undefined {
  const bare = schema === undefined ? undefined : bareSchema(schema);
  if (bare instanceof z.ZodObject || bare instanceof z.ZodRecord) return bare;
  if (bare instanceof z.ZodUnion) return objectSchemaFor(memberFor(bare, value), value);
  return undefined;
}

/** The schema of one field or item of a value. */
export function childSchema(
  given: { readonly schema: z.core.$ZodType | undefined; readonly value: unknown },
  step: string | number,
): z.core.$ZodType | undefined {
  const bare = given.schema === undefined ? undefined : bareSchema(given.schema);
  if (bare instanceof z.ZodArray) return bare.element;
  if (bare instanceof z.ZodUnion && Array.isArray(given.value)) {
    const list = bare.options.find((option) => option instanceof z.ZodArray);
    return list instanceof z.ZodArray ? list.element : undefined;
  }
  const object = objectSchemaFor(bare, given.value);
  if (object instanceof z.ZodRecord) return object.valueType;
  const shape = object?.shape;
  return shape !== undefined && Object.hasOwn(shape, step) ? shape[step] : undefined;
}

/** The schema at a path of a value, as far as both go. */
export function schemaAt(
  root: { readonly schema: z.core.$ZodType; readonly value: unknown },
  path: ValuePath,
): { readonly schema: z.core.$ZodType | undefined; readonly value: unknown } {
  let schema: z.core.$ZodType | undefined = root.schema;
  let value = root.value;
  for (const step of path) {
    schema = childSchema({ schema, value }, step);
    value = fieldOf(value, String(step));
  }
  return { schema, value };
}
