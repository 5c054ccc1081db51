/**
 * The parts of the pages of results that tell what was reached of each objective and each task: of
 * one learner in two short lists, of a class learner by learner with the mean below. What could not
 * be marked yet is a dash and counts in no mean.
 */
import { htmlText } from '../../shared/kernel/html-text.ts';
import { textIn } from '../../shared/lab/fill-text.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import type { LabLocale, LabText } from '../../shared/lab/lab-words.ts';
import type { ClassResults } from './class-results.ts';
import { sharesOf, type Shares } from './mark-shares.ts';
import { shown, wordsOf } from './results-words.ts';

const LISTS = ['objectives', 'tasks'] as const satisfies readonly (keyof Shares)[];
type List = (typeof LISTS)[number];

/** What the objectives, or the tasks, of a lab are called. */
function textsOf(lab: Lab, list: List): readonly LabText[] {
  return list === 'tasks' ? lab.tasks.map(({ title }) => title) : lab.objectives.map((o) => o.text);
}

function cell(share: number | undefined, locale: LabLocale): string {
  return `<td class="n">${share === undefined ? '–' : `${shown(share * 100, locale)} %`}</td>`;
}

/** What one learner reached. */
export function ownShares(
  lab: Lab,
  { shares, locale }: { readonly shares: Shares; readonly locale: LabLocale },
): string {
  const words = wordsOf(locale);
  const tables = LISTS.map((list) => {
    const rows = textsOf(lab, list).map((text, at) => {
      const figure = cell(shares[list][at]?.share, locale);
      return `<tr><td>${htmlText(textIn(text, locale))}</td>${figure}</tr>`;
    });
    const head = `<tr><th>${words[list]}</th><th class="n">${words.reached}</th></tr>`;
    return `<table>${head}${rows.join('')}</table>`;
  });
  return tables.join('');
}

/** What everybody who was marked reached, and the mean of the class. */
export function classShares({ lab, learners }: ClassResults, locale: LabLocale): string {
  const words = wordsOf(locale);
  const marked = learners.flatMap(({ learner, mark }) => {
    const name = learner.name === '' ? learner.id : learner.name;
    return mark.ok ? [{ name, shares: sharesOf(lab, mark.value.checks) }] : [];
  });
  const tables = LISTS.map((list) => {
    const heads = textsOf(lab, list).map((text) => `<th>${htmlText(textIn(text, locale))}</th>`);
    const rows = marked.map(({ name, shares }) => {
      const cells = shares[list].map(({ share }) => cell(share, locale));
      return `<tr><th scope="row">${htmlText(name)}</th>${cells.join('')}</tr>`;
    });
    const means = heads.map((_, at) =>
      cell(meanOf(marked.flatMap(({ shares }) => shares[list][at]?.share ?? [])), locale),
    );
    const mean = `<tr><th scope="row">${words.mean}</th>${means.join('')}</tr>`;
    const head = `<tr><th>${words.learner}</th>${heads.join('')}</tr>`;
    const table = `<table>${head}${rows.join('')}${mean}</table>`;
    const region = `class="wide" role="region" tabindex="0" aria-label="${words[list]}"`;
    return `<h2>${words[list]}</h2><div ${region}>${table}</div>`;
  });
  return tables.join('');
}

function meanOf(shares: readonly number[]): number | undefined {
  if (shares.length === 0) return undefined;
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
