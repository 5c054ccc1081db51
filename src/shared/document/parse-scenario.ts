/**
 * From the text of a scenario file to a scenario, or to everything that is wrong with it.
 *
 * The order is fixed: size and nesting, JSON, envelope, migration, shape, meaning. Each step runs
 * only when the one before was content, so that a newer file is called newer and a cut-off one cut
 * off. Every problem names line and column, a reason and a next step. Nothing here reads files.
 */
import { raiseFile, type FileFormat } from '../kernel/file-format.ts';
import { err, ok, type AppError, type Result } from '../kernel/result.ts';
import { readEnvelope } from './envelope.ts';
import { expandScenario, type ExpandedScenario } from './expand-scenario.ts';
import { checkExperiments } from './experiment-checks.ts';
import { explainSyntax, findTextIssue, JsonPlaces } from './json-places.ts';
import { scenarioFormat } from './migrations/scenario.ts';
import {
  issuesError,
  type ScenarioIssue,
  type TextPlace,
  type ValuePath,
} from './scenario-issue.ts';
import { ISSUES_MAX } from './scenario-limits.ts';
import { SCENARIO_FORMAT, scenarioSchema, type Scenario } from './scenario-schema.ts';
import { schemaIssues } from './schema-issues.ts';

/** A file that could be read. */
export interface ParsedScenario {
  readonly scenario: Scenario;
  /** The version the file was written in; older than today's when it was migrated. */
  readonly fileVersion: number;
  /** Line and column of a part of it, or of what is nearest around it. */
  readonly placeOf: (path: ValuePath) => TextPlace;
}

/** A refusal with all its problems. */
interface ScenarioRefusal {
  readonly ok: false;
  readonly error: AppError;
  readonly issues: readonly ScenarioIssue[];
}

function refuse(issues: readonly ScenarioIssue[], places?: JsonPlaces): ScenarioRefusal {
  const placed = issues
    .slice(0, ISSUES_MAX)
    .map((issue) =>
      issue.place !== undefined || places === undefined
        ? issue
        : { ...issue, place: places.placeOf(issue.path) },
    );
  return { ok: false, error: issuesError(placed), issues: placed };
}

/** Some editors begin a file with this mark; it is no part of it. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads a scenario file. Refuses with scenario.tooLarge, tooDeep, duplicateKey, truncated,
 * notJson, notOurs, noVersion, newerFormat, migrationFailed, unknownField, missingField or
 * wrongValue. O(text). Only tests read formats of their own.
 */
export function parseScenario(
  given: string,
  format: FileFormat = scenarioFormat,
): { ok: true; value: ParsedScenario } | ScenarioRefusal {
  const text = given.startsWith(BYTE_ORDER_MARK) ? given.slice(1) : given;
  const places = new JsonPlaces(text);
  const textIssue = findTextIssue(text);
  if (textIssue !== undefined) return refuse([textIssue], undefined);
  const json = parseJson(text);
  if (!json.ok) return refuse([explainSyntax(text)]);
  const envelope = readEnvelope(json.value, {
    format: SCENARIO_FORMAT,
    versionMax: format.currentVersion,
  });
  if ('code' in envelope) return refuse([envelope], places);
  const { image, formatVersion: fileVersion } = envelope;
  const raised = raiseFile(format, { image, fromVersion: fileVersion });
  if (!raised.ok) {
    const hint = raised.error.hint ?? 'Open it with the version that made it.';
    return refuse([
      { code: 'scenario.migrationFailed', path: [], reason: raised.error.message, hint },
    ]);
  }
  const checked = scenarioSchema.safeParse(raised.value);
  if (!checked.success) {
    const root = { schema: scenarioSchema, value: raised.value };
    return refuse(schemaIssues(root, checked.error.issues), places);
  }
  // The schema of actions is built from a list, which loses their type; see scenario-schema.ts.
  const scenario = checked.data as Scenario;
  return ok({ scenario, fileVersion, placeOf: (path: ValuePath) => places.placeOf(path) });
}

function parseJson(text: string): Result<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch {
    return err({ code: 'scenario.notJson', message: 'The text is not JSON.' });
  }
}

/** A file that was read and written out. */
export interface ReadScenario extends ParsedScenario {
  readonly expanded: ExpandedScenario;
}

/**
 * Reads a scenario file and writes it out. Refuses as parseScenario, and with badRepeat, badName,
 * duplicateName, referenceNotFound, contradiction and tooMany.
 */
export function readScenario(text: string): { ok: true; value: ReadScenario } | ScenarioRefusal {
  const parsed = parseScenario(text);
  if (!parsed.ok) return parsed;
  const { scenario } = parsed.value;
  // What needs the schemas of commands is checked here, so that a benchmark need not load them.
  const expanded = expandScenario(scenario, (expansion) => {
    checkExperiments(expansion, scenario.experiments);
  });
  if (expanded.issues.length === 0) return ok({ ...parsed.value, expanded });
  const issues = expanded.issues.map((issue) => ({
    ...issue,
    place: parsed.value.placeOf(issue.path),
  }));
  return refuse(issues);
}
