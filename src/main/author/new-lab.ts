/**
 * What a new lab begins as: the least a lab can be and still be played. It has one task with one
 * check that the untouched room does not pass, so the first thing its author does is to play it.
 * Its texts are for the author to replace.
 */
import type { LabText } from '../../shared/lab/lab-words.ts';
import { KEY_FILE, LAB_FILE } from '../../shared/lab/lab-finding.ts';
import type { DraftChange } from '../../shared/lab/author-view.ts';

const START = 'start.scenario.json';

/** All files of a new lab over a scenario with so many machines. */
export function newLabFiles(given: {
  readonly id: string;
  readonly title: LabText;
  readonly catalogue: string;
  readonly scenarioText: string;
  readonly machines: number;
}): DraftChange[] {
  const { id, title, catalogue, scenarioText, machines } = given;
  const wanted = machines + 1;
  const lab = {
    format: 'racklab.lab',
    formatVersion: 1,
    id,
    revision: 1,
    catalogue,
    locales: ['en', 'pt-BR'],
    title,
    summary: {
      en: 'What is learned here, in a sentence.',
      'pt-BR': 'O que se aprende aqui, em uma frase.',
    },
    objectives: [
      {
        id: 'goal',
        text: { en: 'What one can do afterwards', 'pt-BR': 'O que se sabe fazer depois' },
      },
    ],
    estimatedMinutes: 20,
    modes: { practice: { feedback: 'full', hints: true, rewind: true, attempts: 0 } },
    start: { scenario: START },
    tasks: [
      {
        id: 'first',
        title: { en: 'First task', 'pt-BR': 'Primeira tarefa' },
        page: 'pages/1.{locale}.md',
        checks: ['one-more'],
      },
    ],
    checks: [
      {
        id: 'one-more',
        kind: 'state',
        points: 10,
        text: {
          en: `There are at least ${wanted} machines`,
          'pt-BR': `Há pelo menos ${wanted} máquinas`,
        },
        failure: {
          en: 'One machine more than at the start is wanted.',
          'pt-BR': 'Falta uma máquina a mais do que no início.',
        },
        expect: `count('vm') >= ${wanted}`,
      },
    ],
    scoring: { pass: 0.8 },
  };
  return [
    { path: LAB_FILE, text: printJson(lab) },
    { path: START, text: scenarioText },
    { path: 'pages/1.en.md', text: 'Say here what is to be done, and why.\n' },
    { path: 'pages/1.pt-BR.md', text: 'Diga aqui o que fazer, e por quê.\n' },
    { path: KEY_FILE, text: newKeyText(id, 1) },
  ];
}

/** The key of a lab of which nothing was played yet. */
export function newKeyText(lab: string, revision: number): string {
  return printJson({
    format: 'racklab.key',
    formatVersion: 1,
    lab,
    revision,
    references: [],
    nearMisses: [],
    nullScoreMax: 0.1,
  });
}

/** JSON as files of labs are written. */
export function printJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A name for the folder of a lab, made of its title; `taken` are names it cannot have. */
export function labIdFrom(title: string, taken: ReadonlySet<string>): string {
  const base =
    title
      .normalize('NFKD')
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 48)
      .replaceAll(/^-+|-+$/g, '') || 'lab';
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  return id;
}
