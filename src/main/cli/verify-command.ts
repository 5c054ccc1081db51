/**
 * `racklab verify DOC`: reads a document whole, runs every decision again and holds what is stored
 * against what comes out. Nothing is changed, and no lock is needed.
 */
import type { AppError } from '../../shared/kernel/result.ts';
import { formatSimTime } from '../../shared/kernel/time.ts';
import { verifyDocument, type VerifiedDocument } from '../workspace/replay-document.ts';
import { openStoredDocument } from '../workspace/stored-document.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { refuseDocument } from './document-refusal.ts';

const US_PER_SECOND = 1_000_000;

export const verifyCommand: CliCommand = {
  spec: {
    name: 'verify',
    summary: 'Checks a document whole: checksums, every decision again, every keyframe.',
    operands: ['DOC'],
    options: { json: { help: 'Prints one JSON object.' } },
    notes: ['Ends with 1 when something is wrong with the document; nothing is changed.'],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const path = given.operands[0] ?? '';
  const document = await openStoredDocument(path);
  if (!document.ok) return refuseDocument(environment, document.error);
  const { resourcesFolder: resourcesDir } = environment.paths;
  const verified = await verifyDocument(document.value, { resourcesDir });
  if (!verified.ok) return refuseDocument(environment, verified.error);
  const finding = { entries: document.value.entries.length, notices: document.value.notices };
  const object = verifiedObject(verified.value, finding);
  if (given.has('json')) environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  else environment.write(verifiedText(path, object));
  return object.sound ? EXIT.done : EXIT.failed;
}

interface VerifiedObject {
  readonly sound: boolean;
  readonly hash: string;
  readonly entries: number;
  readonly decisions: number;
  readonly keyframes: number;
  readonly atSeconds: number;
  readonly events: number;
  readonly problems: readonly { code: string; message: string }[];
  readonly notices: readonly { code: string; message: string }[];
}

function verifiedObject(
  verified: VerifiedDocument,
  finding: { readonly entries: number; readonly notices: readonly AppError[] },
): VerifiedObject {
  const { head } = verified.history;
  const violations = verified.violations.map(({ rule, message }) => ({ code: rule, message }));
  const problems = [...verified.keyframesBad, ...violations].map(({ code, message }) => {
    return { code, message };
  });
  return {
    sound: problems.length === 0,
    hash: verified.hash,
    entries: finding.entries,
    decisions: head.applied,
    keyframes: verified.keyframesGood,
    atSeconds: head.place.atUs / US_PER_SECOND,
    events: head.place.eventCount,
    problems,
    notices: finding.notices.map(({ code, message }) => ({ code, message })),
  };
}

function verifiedText(path: string, found: VerifiedObject): string {
  const at = formatSimTime(Math.round(found.atSeconds * US_PER_SECOND));
  const lines = [
    `${path}: ${found.sound ? 'sound' : 'NOT sound'}`,
    `entries    ${found.entries}`,
    `decisions  ${found.decisions} up to ${at}, made again`,
    `keyframes  ${found.keyframes} hold the state that comes out`,
    `hash       ${found.hash}`,
    ...found.notices.map(({ message }) => `noticed    ${message}`),
    ...found.problems.map(({ message }) => `PROBLEM    ${message}`),
  ];
  return `${lines.join('\n')}\n`;
}
