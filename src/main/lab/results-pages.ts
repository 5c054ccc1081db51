/**
 * Pages of results as HTML that needs nothing else: for a learner what was reached and what to
 * look at next, for the class which checks failed most. Every text from outside is made harmless.
 */
import { htmlText } from '../../shared/kernel/html-text.ts';
import type { Check } from '../../shared/lab/check-schema.ts';
import { fillText, textIn } from '../../shared/lab/fill-text.ts';
import type { LabLocale } from '../../shared/lab/lab-words.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import { caseNotes } from './case-notes.ts';
import type { Evidence } from './check-outcome.ts';
import type { ClassResults, LearnerResult } from './class-results.ts';
import { itemNotes } from './item-notes.ts';
import type { Mark } from './mark-attempt.ts';
import type { MarkedCheck } from './mark-checks.ts';
import { sharesOf } from './mark-shares.ts';
import { classShares, ownShares } from './results-shares.ts';
import { shown, wordsOf } from './results-words.ts';

const STYLE = [
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}',
  'body{max-width:60rem;margin:2rem auto;padding:0 1rem}',
  'table{border-collapse:collapse;width:100%;margin:1rem 0}',
  'th,td{text-align:start;padding:.4rem .6rem;border-bottom:1px solid #8885;vertical-align:top}',
  'th.n,td.n{text-align:end;font-variant-numeric:tabular-nums}',
  'td.n,th[scope]{white-space:nowrap}',
  '.wide{overflow-x:auto}',
  '.passed{color:#176b3a}.failed,.notYet{color:#a3261b}.partial{color:#8a5a00}',
  '@media(prefers-color-scheme:dark){.passed{color:#6fd39a}.failed,.notYet{color:#ff9d94}',
  '.partial{color:#f0c36a}}',
].join('');

/** The page of one learner. */
export function learnerPage(
  lab: Lab,
  given: { readonly result: LearnerResult; readonly locale: LabLocale },
): string {
  const { result, locale } = given;
  const { learner, mark } = result;
  const title = `${learner.name === '' ? learner.id : learner.name} · ${textIn(lab.title, locale)}`;
  if (!mark.ok) {
    const { message, hint } = mark.error;
    return page({
      title,
      locale,
      body: `<p>${htmlText(message)}</p><p>${htmlText(hint ?? '')}</p>`,
    });
  }
  return page({ title, locale, body: markBody(lab, { mark: mark.value, locale }) });
}

function markBody(lab: Lab, given: { readonly mark: Mark; readonly locale: LabLocale }): string {
  const { mark, locale } = given;
  const words = wordsOf(locale);
  const says = mark.feedback.flatMap((id) => lab.feedback?.find((rule) => rule.id === id) ?? []);
  const messages = says.map(
    ({ say }) => `<p>${htmlText(fillText(textIn(say, locale), mark.values, locale))}</p>`,
  );
  const isPraised = says.some(({ tone }) => tone === 'praise');
  const good = isPraised ? undefined : bestPassed(mark);
  const values = Object.entries(mark.values).map(([name, value]) => `${name} = ${value}`);
  return [
    `<p>${words.score}: <strong>${shown(mark.score * 100, locale)} %</strong>, `,
    `${mark.passed ? words.passed : words.failed}</p>`,
    values.length === 0 ? '' : `<p>${words.values}: ${htmlText(values.join(', '))}</p>`,
    good === undefined ? '' : `<p>${words.already}: ${htmlText(textIn(good.text, locale))}</p>`,
    mark.flags.length === 0 ? '' : `<p>${words.flags}: ${htmlText(mark.flags.join('; '))}</p>`,
    messages.length === 0 ? '' : `<h2>${words.next}</h2>${messages.join('')}`,
    `<table><tr><th>${words.check}</th><th>${words.state}</th>`,
    `<th class="n">${words.points}</th></tr>`,
    mark.checks.map((one) => checkRow(one, { mark, locale })).join(''),
    '</table>',
    ownShares(lab, { shares: sharesOf(lab, mark.checks), locale }),
  ].join('');
}

/** The passed check that weighs most: everybody who passed one is told so first. */
function bestPassed({ checks }: Mark): Check | undefined {
  const passed = checks.filter(({ outcome }) => outcome.state === 'passed');
  return passed.toSorted((a, b) => b.check.points - a.check.points)[0]?.check;
}

function checkRow(
  { check, outcome, points }: MarkedCheck,
  given: { readonly mark: Mark; readonly locale: LabLocale },
): string {
  const { locale, mark } = given;
  const { state, problem } = outcome;
  const isMissed = state === 'failed' || state === 'partial';
  const why = isMissed ? sayFailure(check, { evidence: outcome.evidence, mark, locale }) : '';
  const notes = [
    problem === undefined ? why : problem.message,
    ...itemNotes(outcome, { locale, values: mark.values, kind: check.kind }),
    ...caseNotes(outcome, locale),
    ...wordsTo(check, given, outcome),
  ];
  const said = notes.filter((note) => note !== '').map((note) => `<br>${htmlText(note)}`);
  return (
    `<tr><td>${htmlText(textIn(check.text, locale))}${said.join('')}</td>` +
    `<td class="${state}">${wordsOf(locale).states[state]}</td>` +
    `<td class="n">${shown(points, locale)} / ${check.points}</td></tr>`
  );
}

/** Of a check marked by hand: what was answered, what was looked for, what the trainer wrote. */
function wordsTo(
  check: Check,
  { locale }: { readonly locale: LabLocale },
  { evidence }: MarkedCheck['outcome'],
): string[] {
  if (check.kind !== 'manual') return [];
  const words = wordsOf(locale);
  const { answered, note } = evidence;
  return [
    ...(answered === undefined ? [] : [`${words.answered}: ${answered}`]),
    `${words.wanted}: ${textIn(check.rubric, locale)}`,
    ...(note === undefined ? [] : [`${words.note}: ${note}`]),
  ];
}

/** What a check says when it is missed, with the learner's own figures put in. */
export function sayFailure(
  check: Check,
  given: { readonly evidence: Evidence; readonly mark: Pick<Mark, 'values'>; locale: LabLocale },
): string {
  const { evidence, mark, locale } = given;
  return fillText(textIn(check.failure, locale), { ...mark.values, ...evidence }, locale);
}

/** The page of the class. */
export function classPage(results: ClassResults, locale: LabLocale): string {
  const { lab, learners, strays } = results;
  const words = wordsOf(locale);
  const rows = learners.map(({ learner, mark }) => {
    const cell = mark.ok
      ? `<td class="n">${shown(mark.value.score * 100, locale)} %</td>` +
        `<td class="${mark.value.passed ? 'passed' : 'failed'}">` +
        `${mark.value.passed ? words.passed : words.failed}</td>`
      : `<td></td><td class="failed">${htmlText(mark.error.message)}</td>`;
    const name = learner.name === '' ? learner.id : learner.name;
    return `<tr><td>${htmlText(name)}</td><td>${htmlText(learner.group)}</td>${cell}</tr>`;
  });
  const body = [
    `<table><tr><th>${words.learner}</th><th>${words.group}</th><th class="n">${words.score}</th>`,
    `<th>${words.state}</th></tr>${rows.join('')}</table>`,
    classShares(results, locale),
    `<h2>${words.checks}</h2>${checkCounts(results, locale)}`,
    strays.length === 0 ? '' : `<h2>${words.strays}</h2><ul>`,
    strays.map(({ file, reason }) => `<li>${htmlText(file)}: ${htmlText(reason)}</li>`).join(''),
    strays.length === 0 ? '' : '</ul>',
  ].join('');
  return page({ title: textIn(lab.title, locale), locale, body });
}

/** How many learners each check went well for, hardest first. */
function checkCounts({ lab, learners }: ClassResults, locale: LabLocale): string {
  const marks = learners.flatMap(({ mark }) => (mark.ok ? [mark.value] : []));
  const counted = lab.checks.map((check) => {
    const passed = marks.filter((mark) =>
      mark.checks.some((one) => one.check.id === check.id && one.outcome.state === 'passed'),
    );
    return { check, passed: passed.length };
  });
  counted.sort((left, right) => left.passed - right.passed);
  const rows = counted.map(
    ({ check, passed }) =>
      `<tr><td>${htmlText(textIn(check.text, locale))}</td>` +
      `<td class="n">${passed} / ${marks.length}</td></tr>`,
  );
  const words = wordsOf(locale);
  const head = `<tr><th>${words.check}</th><th class="n">${words.passed}</th></tr>`;
  return `<table>${head}${rows.join('')}</table>`;
}

/** A whole page. */
export function page(given: { title: string; locale: LabLocale; body: string }): string {
  const { title, locale, body } = given;
  return (
    `<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"><title>${htmlText(title)}</title>` +
    `<style>${STYLE}</style></head><body><h1>${htmlText(title)}</h1>${body}</body></html>\n`
  );
}
