/**
 * The results of a class as files: two tables, one object, and a page for each learner and for the
 * class. Pages carry their styles and nothing else: no script, no picture, no address.
 */
import { csvText } from '../../shared/kernel/csv-text.ts';
import type { LabLocale } from '../../shared/lab/lab-words.ts';
import type { ClassResults, LearnerResult } from './class-results.ts';
import { sharesOf, type ShareOf } from './mark-shares.ts';
import { classPage, learnerPage } from './results-pages.ts';

/** The last file to be written: where it is, the others are there, and of the same marking. */
export const RESULTS_FILE = 'results.json';

/** Files by name, ready to be written in this order. */
export function resultsFiles(
  results: ClassResults,
  locale: LabLocale,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>([
    ['results.csv', tableOf(results)],
    ['checks.csv', checksTable(results)],
    ['by-hand.csv', byHandTable(results)],
    ['class.html', classPage(results, locale)],
  ]);
  for (const [index, one] of results.learners.entries()) {
    const own = one.learner.locale ?? locale;
    files.set(pageName(index, one), learnerPage(results.lab, { result: one, locale: own }));
  }
  return files.set(RESULTS_FILE, jsonOf(results));
}

/** `001-ana.html`: ids are foreign text, so only letters and digits of them are taken. */
export function pageName(index: number, { learner }: LearnerResult): string {
  const safe = learner.id.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 40);
  return `${String(index + 1).padStart(3, '0')}-${safe}.html`;
}

const COLUMNS = [
  'id',
  'name',
  'group',
  'file',
  'state',
  'score',
  'passed',
  'hints',
  'flags',
  'why',
];

/** After the columns that every lab has, one for each objective and each task of this one. */
function tableOf({ lab, learners, strays }: ClassResults): string {
  const own = [
    ...lab.objectives.map(({ id }) => `objective:${id}`),
    ...lab.tasks.map(({ id }) => `task:${id}`),
  ];
  const none = own.map(() => '');
  const rows = learners.map(({ learner, file, mark }) => {
    const { id, name, group } = learner;
    if (!mark.ok) {
      const { code, message } = mark.error;
      return [id, name, group, file, code, '', '', '', '', message, ...none];
    }
    const { score, passed, hints, flags, checks } = mark.value;
    const marked = [percent(score), passed ? 'yes' : 'no', String(hints), flags.join('; '), ''];
    const { objectives, tasks } = sharesOf(lab, checks);
    const shares = [...objectives, ...tasks].map(({ share }) => orNothing(share));
    return [id, name, group, file, 'marked', ...marked, ...shares];
  });
  const left = strays.map(({ file, reason }) => {
    return ['', '', '', file, 'stray', '', '', '', '', reason, ...none];
  });
  return csvText([[...COLUMNS, ...own], ...rows, ...left]);
}

/** What could not be marked yet is an empty cell and not a nought. */
function orNothing(share: number | undefined): string {
  return share === undefined ? '' : percent(share);
}

function checksTable({ learners }: ClassResults): string {
  const rows = learners.flatMap(({ learner, mark }) =>
    mark.ok
      ? mark.value.checks.map(({ check, outcome, points }) => [
          learner.id,
          check.id,
          check.kind,
          outcome.state,
          points.toFixed(2),
          String(check.points),
          outcome.problem?.message ?? '',
        ])
      : [],
  );
  return csvText([['id', 'check', 'kind', 'state', 'points', 'of', 'why'], ...rows]);
}

/** What the trainer has to mark, ready to be filled in and given back with `--marks`. */
function byHandTable({ learners }: ClassResults): string {
  const rows = learners.flatMap(({ learner, mark }) =>
    mark.ok
      ? mark.value.checks
          .filter(({ outcome, check }) => check.kind === 'manual' && outcome.state === 'byHand')
          .map(({ check }) => [learner.id, check.id, '', ''])
      : [],
  );
  return csvText([['id', 'check', 'points', 'note'], ...rows]);
}

function jsonOf({ lab, learners, strays }: ClassResults): string {
  const object = {
    format: 'racklab.results',
    formatVersion: 1,
    lab: { id: lab.id, revision: lab.revision },
    learners: learners.map(({ learner, file, mark }) => {
      if (!mark.ok) return { ...learner, file, problem: mark.error };
      const { checks, ...rest } = mark.value;
      const { objectives, tasks } = sharesOf(lab, checks);
      return {
        ...rest,
        ...learner,
        file,
        objectives: objectives.map(asWritten),
        tasks: tasks.map(asWritten),
        checks: checks.map(({ check, outcome, points }) => {
          return { id: check.id, kind: check.kind, points, of: check.points, ...outcome };
        }),
      };
    }),
    strays,
  };
  return `${JSON.stringify(object, undefined, 2)}\n`;
}

function asWritten({ id, share }: ShareOf): Partial<ShareOf> {
  return share === undefined ? { id } : { id, share };
}

/** A share as a figure of a table. */
export function percent(share: number): string {
  return (share * 100).toFixed(1);
}
