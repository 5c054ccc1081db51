/**
 * The files of a lab that is being written, read as what they are to become: the lab, its key and
 * the attempts the key names; and everything wrong with them, each with its place. A draft may be
 * broken at any time, so nothing here refuses a draft for its faults.
 */
import { textIssues } from '../../shared/document/text-issues.ts';
import { readScenario } from '../../shared/document/parse-scenario.ts';
import { printPath, type ScenarioIssue } from '../../shared/document/scenario-issue.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { actionsSchema, type LabActions } from '../../shared/lab/actions-schema.ts';
import { keySchema, type LabKey } from '../../shared/lab/key-schema.ts';
import {
  finding,
  KEY_FILE,
  KEY_FOLDER,
  LAB_FILE,
  type Finding,
} from '../../shared/lab/lab-finding.ts';
import { labSchema } from '../../shared/lab/lab-schema.ts';
import { labFromFiles, pagePaths, parseFile, type LoadedLab } from '../lab/lab-files.ts';
import { lintLab } from '../lab/lint-lab.ts';
import type { DraftFiles } from './draft-folder.ts';

/** A draft that can be played. */
export interface WholeDraft {
  readonly loaded: LoadedLab;
  readonly key: LabKey | undefined;
  /** Written attempts of the key, by path in it. */
  readonly actions: ReadonlyMap<string, LabActions>;
}

/** The draft as a lab. Refuses as reading the first file that is broken does. */
export async function wholeDraft(files: DraftFiles): Promise<Result<WholeDraft>> {
  const loaded = await labFromFiles(files);
  if (!loaded.ok) return loaded;
  const text = files.get(KEY_FILE);
  if (text === undefined) return ok({ loaded: loaded.value, key: undefined, actions: new Map() });
  const key = parseFile(text, { schema: keySchema, what: 'key' });
  if (!key.ok) return key;
  const actions = new Map<string, LabActions>();
  for (const { actions: path } of [...key.value.references, ...key.value.nearMisses]) {
    const steps = files.get(`${KEY_FOLDER}/${path}`);
    if (steps === undefined) return err(gone(path));
    const parsed = parseFile(steps, { schema: actionsSchema, what: 'list of steps' });
    if (!parsed.ok) return parsed;
    actions.set(path, parsed.value);
  }
  return ok({ loaded: loaded.value, key: key.value, actions });
}

/** Everything wrong with a draft as it is written. */
export async function lintDraft(lab: string, files: DraftFiles): Promise<Finding[]> {
  const text = files.get(LAB_FILE);
  if (text === undefined) return [missing(LAB_FILE)];
  const broken = inFile(LAB_FILE, textIssues(text, labSchema));
  if (broken.length > 0) return broken;
  const parsed = labSchema.parse(JSON.parse(text));
  const findings: Finding[] = [];
  if (parsed.id !== lab) {
    const at = { file: LAB_FILE, path: ['id'] };
    findings.push(finding('otherId', { id: parsed.id, folder: lab }, at));
  }
  findings.push(...lintStart(files, parsed.start.scenario));
  const pages = pagePaths(parsed).filter((path) => !files.has(path));
  findings.push(...pages.map(missing));
  const key = lintKeyFiles(files);
  findings.push(...key.findings);
  const loaded = await labFromFiles(files);
  if (loaded.ok) findings.push(...lintLab(loaded.value, key.key));
  return findings;
}

function lintStart(files: DraftFiles, path: string): Finding[] {
  const text = files.get(path);
  if (text === undefined) return [missing(path)];
  const read = readScenario(text);
  return read.ok ? [] : inFile(path, read.issues);
}

function lintKeyFiles(files: DraftFiles): { findings: Finding[]; key: LabKey | undefined } {
  const text = files.get(KEY_FILE);
  if (text === undefined) return { findings: [missing(KEY_FILE)], key: undefined };
  const broken = inFile(KEY_FILE, textIssues(text, keySchema));
  if (broken.length > 0) return { findings: broken, key: undefined };
  const key = keySchema.parse(JSON.parse(text));
  const findings = [...key.references, ...key.nearMisses].flatMap(({ actions }) => {
    const path = `${KEY_FOLDER}/${actions}`;
    const steps = files.get(path);
    return steps === undefined ? [missing(path)] : inFile(path, textIssues(steps, actionsSchema));
  });
  return { findings, key };
}

function inFile(file: string, issues: readonly ScenarioIssue[]): Finding[] {
  return issues.map(({ path, reason }) =>
    finding('invalid', { file, why: `${printPath(path)}: ${reason}` }, { file, path: [...path] }),
  );
}

function missing(file: string): Finding {
  return finding('unreadable', { file, why: 'it is not there' }, { file, path: [] });
}

function gone(path: string): { code: string; message: string; hint: string } {
  return {
    code: 'lab.unreadable',
    message: `${path} cannot be read: it is not there.`,
    hint: 'Record it again, or take it out of the key.',
  };
}
