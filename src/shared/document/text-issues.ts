/**
 * Everything wrong with the text of a JSON file that has a schema, each with its place: syntax
 * first, then shape. What a file means is judged where its meaning is known.
 */
import type { z } from 'zod';
import { explainSyntax, findTextIssue, JsonPlaces } from './json-places.ts';
import type { ScenarioIssue } from './scenario-issue.ts';
import { schemaIssues } from './schema-issues.ts';

/** The problems of a text, at most as many as a scenario shows; none when it fits. O(text). */
export function textIssues(text: string, schema: z.ZodType): ScenarioIssue[] {
  const textIssue = findTextIssue(text);
  if (textIssue !== undefined) return [textIssue];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [explainSyntax(text)];
  }
  const checked = schema.safeParse(value);
  if (checked.success) return [];
  const places = new JsonPlaces(text);
  return schemaIssues({ schema, value }, checked.error.issues).map((issue) => ({
    ...issue,
    place: places.placeOf(issue.path),
  }));
}
