/**
 * The results of a class as files: for one lab its own, for several a folder for each and over them
 * a table, an object and a page that show who reached what where.
 * How anybody was marked, it must not know.
 */
import { csvText } from '../../shared/kernel/csv-text.ts';
import { htmlText } from '../../shared/kernel/html-text.ts';
import { textIn } from '../../shared/lab/fill-text.ts';
import type { LabLocale } from '../../shared/lab/lab-words.ts';
import type { ClassResults, GradedClass, Learner } from './class-results.ts';
import { pageName, percent, resultsFiles } from './results-files.ts';
import { page } from './results-pages.ts';
import { shown, wordsOf } from './results-words.ts';

/** Files by path below the folder of results. */
export function classFiles(
  { labs, strays }: GradedClass,
  locale: LabLocale,
): ReadonlyMap<string, string> {
  const [only] = labs;
  if (labs.length === 1 && only !== undefined) {
    return resultsFiles({ ...only, strays: [...strays, ...only.strays] }, locale);
  }
  const files = new Map<string, string>();
  for (const results of labs) {
    for (const [name, text] of resultsFiles(results, locale)) {
      files.set(`${results.lab.id}/${name}`, text);
    }
  }
  const whole = { labs, strays };
  files.set('class.csv', overviewTable(whole));
  files.set('class.html', overviewPage(whole, locale));
  return files;
}

/** Every learner with what came of each lab, in the order of the roster. */
function rowsOf(labs: readonly ClassResults[]): {
  readonly learner: Learner;
  readonly index: number;
  readonly results: readonly ClassResults['learners'][number][];
}[] {
  const [first] = labs;
  return (first?.learners ?? []).map(({ learner }, index) => {
    const results = labs.flatMap(({ learners }) => learners[index] ?? []);
    return { learner, index, results };
  });
}

function overviewTable({ labs, strays }: GradedClass): string {
  const head = ['id', 'name', 'group', ...labs.map(({ lab }) => lab.id), 'mean', 'why'];
  const rows = rowsOf(labs).map(({ learner, results }) => {
    const cells = results.map(({ mark }) =>
      mark.ok ? percent(mark.value.score) : mark.error.code,
    );
    const { id, name, group } = learner;
    return [id, name, group, ...cells, percent(meanOf(results)), ''];
  });
  const left = strays.map(({ file, reason }) => [
    file,
    ...Array.from({ length: labs.length + 3 }, () => ''),
    reason,
  ]);
  return csvText([head, ...rows, ...left]);
}

/** What was not marked counts as nothing. */
function meanOf(results: readonly ClassResults['learners'][number][]): number {
  const sum = results.reduce((all, { mark }) => all + (mark.ok ? mark.value.score : 0), 0);
  return sum / Math.max(1, results.length);
}

function overviewPage({ labs, strays }: GradedClass, locale: LabLocale): string {
  const words = wordsOf(locale);
  const heads = labs.map(
    ({ lab }) =>
      `<th class="n"><a href="${htmlText(lab.id)}/class.html">` +
      `${htmlText(textIn(lab.title, locale))}</a></th>`,
  );
  const rows = rowsOf(labs).map(({ learner, index, results }) => {
    const cells = results.map((one, at) => {
      const path = `${labs[at]?.lab.id ?? ''}/${pageName(index, one)}`;
      const look = one.mark.ok ? (one.mark.value.passed ? 'passed' : 'failed') : 'failed';
      const sign = one.mark.ok && one.mark.value.passed ? '✓' : '✗';
      const said = one.mark.ok
        ? `${sign} ${shown(one.mark.value.score * 100, locale)} %`
        : words.notMarked;
      return `<td class="n"><a class="${look}" href="${htmlText(path)}">${htmlText(said)}</a></td>`;
    });
    const name = learner.name === '' ? learner.id : learner.name;
    return (
      `<tr><th scope="row">${htmlText(name)}</th><td>${htmlText(learner.group)}</td>` +
      `${cells.join('')}<td class="n">${shown(meanOf(results) * 100, locale)} %</td></tr>`
    );
  });
  const left = strays.map(({ file, reason }) => `<li>${htmlText(file)}: ${htmlText(reason)}</li>`);
  const body = [
    `<table><tr><th>${words.learner}</th><th>${words.group}</th>${heads.join('')}`,
    `<th class="n">${words.mean}</th></tr>${rows.join('')}</table>`,
    strays.length === 0 ? '' : `<h2>${words.strays}</h2><ul>${left.join('')}</ul>`,
  ].join('');
  return page({ title: words.wholeClass, locale, body });
}
