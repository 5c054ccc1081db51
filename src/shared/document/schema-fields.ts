/**
 * A schema as a form sees it: which fields an object has and of what kind each is. It is what a
 * form can be drawn from without knowing the library schemas are written in, so that every field
 * of a format can be edited as soon as the format has it.
 */
import { z } from 'zod';
import { bareSchema, childSchema, objectSchemaFor } from './schema-walk.ts';

/** A schema, for those who only pass it on. */
export type FormSchema = z.core.$ZodType;

/** How a value is edited. */
export type FieldShape =
  | { readonly kind: 'text' | 'number' | 'amount' | 'flag' | 'texts' | 'object' | 'record' | 'any' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'list' };

export interface FormField {
  readonly name: string;
  readonly schema: z.core.$ZodType;
  readonly shape: FieldShape;
  readonly isRequired: boolean;
}

/** How a value of a schema is edited. */
export function shapeOf(schema: z.core.$ZodType): FieldShape {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodString) return { kind: 'text' };
  if (bare instanceof z.ZodNumber) return { kind: 'number' };
  if (bare instanceof z.ZodBoolean) return { kind: 'flag' };
  if (bare instanceof z.ZodEnum) return { kind: 'choice', options: bare.options.map(String) };
  if (bare instanceof z.ZodLiteral)
    return { kind: 'choice', options: [...bare.values].map(String) };
  if (bare instanceof z.ZodArray) return { kind: 'list' };
  if (bare instanceof z.ZodRecord) return { kind: 'record' };
  if (bare instanceof z.ZodObject) return { kind: 'en' in bare.shape ? 'texts' : 'object' };
  if (bare instanceof z.ZodUnion) return shapeOfUnion(bare);
  return { kind: 'any' };
}

function shapeOfUnion(union: z.ZodUnion): FieldShape {
  const kinds = new Set(union.options.map((option) => shapeOf(option).kind));
  if (kinds.has('object')) return { kind: 'object' };
  if (kinds.has('number') && kinds.has('text')) return { kind: 'amount' };
  return { kind: kinds.has('text') ? 'text' : 'any' };
}

/** Fields of an object, in the order of its schema; those a union has in common come with it. */
export function fieldsOf(schema: z.core.$ZodType, value: unknown): FormField[] {
  const object = objectSchemaFor(schema, value);
  if (!(object instanceof z.ZodObject)) return [];
  return Object.entries(object.shape).map(([name, field]) => {
    const options = name === discriminatorOf(schema) ? kindsOf(schema) : undefined;
    return {
      name,
      schema: field,
      shape: options === undefined ? shapeOf(field) : { kind: 'choice', options },
      isRequired: !(field instanceof z.ZodOptional),
    };
  });
}

/** The schema of an item of a list, or of a value of a record. */
export function itemSchemaOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodRecord) return childSchema({ schema, value: {} }, 'any');
  return childSchema({ schema, value: [] }, 0);
}

/** The field that says which kind of object it is, and the kinds there are. */
export function discriminatorOf(schema: z.core.$ZodType): string | undefined {
  const bare = bareSchema(schema);
  return bare instanceof z.ZodDiscriminatedUnion ? bare.def.discriminator : undefined;
}

/** The kinds a union tells apart, in its order; none for anything else. */
export function kindsOf(schema: z.core.$ZodType): string[] {
  const bare = bareSchema(schema);
  if (!(bare instanceof z.ZodDiscriminatedUnion)) return [];
  const key = bare.def.discriminator;
  return bare.options.flatMap((option) => {
    const field = option instanceof z.ZodObject ? option.shape[key] : undefined;
    return field instanceof z.ZodLiteral ? [...field.values].map(String) : [];
  });
}

/** The least a new value can be: what is required, empty; `kind` chooses among a union. */
export function blankOf(schema: z.core.$ZodType, kind?: string): unknown {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodDiscriminatedUnion) {
    const key = bare.def.discriminator;
    return blankObject(schema, { [key]: kind ?? kindsOf(schema)[0] });
  }
  if (bare instanceof z.ZodObject) {
    return 'en' in bare.shape ? { en: '' } : blankObject(bare, {});
  }
  if (bare instanceof z.ZodArray) return [];
  if (bare instanceof z.ZodRecord) return {};
  if (bare instanceof z.ZodNumber) return 0;
  if (bare instanceof z.ZodBoolean) return true;
  if (bare instanceof z.ZodEnum) return bare.options[0];
  if (bare instanceof z.ZodLiteral) return [...bare.values][0];
  if (bare instanceof z.ZodUnion) return blankOf(bare.options[0] ?? z.string());
  return '';
}

function blankObject(schema: z.core.$ZodType, begun: Readonly<Record<string, unknown>>): unknown {
  const value: Record<string, unknown> = { ...begun };
  for (const { name, schema: field, isRequired } of fieldsOf(schema, begun)) {
    if (isRequired && value[name] === undefined) value[name] = blankOf(field);
  }
  return value;
}
