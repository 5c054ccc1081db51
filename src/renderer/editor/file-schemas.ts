/**
 * What the texts people edit here are held against: the schema of each kind of file, its problems
 * in the words of the screen, and the suggestions that fit a place. One list for the author's desk
 * and for the text beside the map. It stands apart because the schema of scenarios is large and is
 * only fetched with the editor.
 */
import { suggestionsAt, type Suggestions } from '../../shared/document/json-completion.ts';
import { readScenario } from '../../shared/document/parse-scenario.ts';
import { issuesError, type ScenarioIssue } from '../../shared/document/scenario-issue.ts';
import { scenarioSchema } from '../../shared/document/scenario-schema.ts';
import { textIssues } from '../../shared/document/text-issues.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import { actionsSchema } from '../../shared/lab/actions-schema.ts';
import { keySchema } from '../../shared/lab/key-schema.ts';
import { KEY_FILE, LAB_FILE } from '../../shared/lab/lab-finding.ts';
import { labSchema } from '../../shared/lab/lab-schema.ts';
import type { TextProblem } from './code-mirror.ts';

const SCHEMAS = {
  lab: labSchema,
  key: keySchema,
  actions: actionsSchema,
  scenario: scenarioSchema,
} as const;
export type FileKind = keyof typeof SCHEMAS | 'page';

/** What a file of a lab is, by its path. */
export function kindOfFile(path: string): FileKind {
  if (path === LAB_FILE) return 'lab';
  if (path === KEY_FILE) return 'key';
  if (path.endsWith('.actions.json')) return 'actions';
  return path.endsWith('.json') ? 'scenario' : 'page';
}

type Words = (error: AppError) => { readonly title: string; readonly hint?: string | undefined };

/** Everything wrong with a text, in words and in place. O(text). */
export function problemsOf(kind: FileKind, text: string, words: Words): TextProblem[] {
  return issuesOf(kind, text).map((issue) => {
    const { title, hint } = words(issuesError([issue]));
    const { line = 1, column = 1 } = issue.place ?? {};
    return { line, column, message: hint === undefined ? title : `${title} ${hint}` };
  });
}

function issuesOf(kind: FileKind, text: string): readonly ScenarioIssue[] {
  if (kind === 'page') return [];
  if (kind !== 'scenario') return textIssues(text, SCHEMAS[kind]);
  const read = readScenario(text);
  return read.ok ? [] : read.issues;
}

/** What fits at a place; `known` are words from elsewhere, by the field they fit. */
export function suggestFor(
  kind: FileKind,
  known: (field: string) => readonly string[],
): (text: string, offset: number) => Suggestions | undefined {
  if (kind === 'page') return () => undefined;
  const schema = SCHEMAS[kind];
  return (text, offset) =>
    suggestionsAt(text, {
      offset,
      schema,
      wordsAt: (path) => known(path.findLast((step) => typeof step === 'string') ?? ''),
    });
}
