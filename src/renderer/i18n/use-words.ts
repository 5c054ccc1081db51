/**
 * Turns what the engine reports (ids, happenings, refusals) into sentences of the reader's
 * language. Refusals are translated by their code; when a code has no translation the engine's
 * own English sentence is shown rather than nothing.
 */
import { useI18n } from 'vue-i18n';
import type { Command } from '../../shared/commands/index.ts';
import type { Happening } from '../../shared/events/happenings.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import type { Warning } from '../../shared/kernel/warning.ts';
import { useNamedSentences } from '../glossary/use-cloud-names.ts';
import { autoscaleSentence } from './autoscale-words.ts';
import { inSentence, nameOfValue, withActs } from './refusal-values.ts';
import { formatTimeParts, useFigures } from './use-figures.ts';

export interface ErrorWords {
  readonly title: string;
  readonly hint: string | undefined;
}

/** `vm:shop/web-1` → kind `vm`, name `web-1`. Display only: parsing ids is the engine's work. */
export function splitId(id: string): { kind: string; name: string } {
  const colon = id.indexOf(':');
  const path = id.slice(colon + 1);
  return { kind: id.slice(0, Math.max(0, colon)), name: path.slice(path.indexOf('/') + 1) };
}

/** Raw words of a refusal, and its details that hold such, as the screen calls them. */
interface RawWords {
  readonly named: ReadonlyMap<string, string>;
  readonly shown: Readonly<Record<string, string>>;
}

/** What looks like the id of a thing. */
const ID = /^[a-z][A-Za-z]*:./;

/** The id of a thing inside a sentence; the path ends before the sign that ends the sentence. */
const ID_INSIDE = /\b[a-z][A-Za-z]*:[\w-][\w/-]*(?:\.[\w/-]+)*/g;

/**
 * The engine's own sentence, with the names of the things it tells of in place of their ids. A name
 * may hold any sign, so the ids that the refusal carries come first; others are known by look.
 */
function withNames(
  sentence: string,
  { about, isKind }: { about: AppError['details']; isKind: (word: string) => boolean },
): string {
  const ids = Object.values(about ?? {})
    .flat()
    .filter((value): value is string => typeof value === 'string' && ID.test(value))
    // The id of one may begin with the id of another.
    .toSorted((one, other) => other.length - one.length);
  const told = ids.reduce((text, id) => text.replaceAll(id, splitId(id).name), sentence);
  return told.replace(ID_INSIDE, (id) => (isKind(splitId(id).kind) ? splitId(id).name : id));
}

/** What a command is aimed at, for a sentence about it; empty when it names nothing. */
export function commandSubject(command: Command): string {
  const fields: Readonly<Record<string, unknown>> = { ...command };
  for (const key of ['name', 'vm', 'target', 'host', 'rack', 'power', 'switch', 'service']) {
    const value = fields[key];
    if (typeof value === 'string') return value.includes(':') ? splitId(value).name : value;
  }
  for (const [key, value] of Object.entries(fields)) {
    if (key !== 'type' && typeof value === 'string') return splitId(value).name || value;
  }
  return '';
}

/** What a probe heard before a member went out; an older run log does not say. */
function answerOf(item: Happening): string {
  const answer = item.details?.['answer'];
  return typeof answer === 'string' ? answer : 'noAnswer';
}

/** Wording bound to the current language; call inside a component's setup. */
export function useWords() {
  const i18n = useI18n();
  const { t } = i18n;
  const figures = useFigures();
  const named = useNamedSentences();

  /** True when the current language has words for it; a fallback does not count. */
  function has(key: string): boolean {
    return i18n.te(key);
  }

  /** `Rack r2`, `Machine web-1`. */
  function subject(id: string): string {
    return subjectAs(id, (word) => word);
  }

  function subjectAs(id: string, write: (word: string) => string): string {
    const { kind, name } = splitId(id);
    const key = `kind.${kind}`;
    if (!has(key)) return name;
    const word = write(t(key));
    // There is one of them: the servers all names share.
    if (kind === 'dns') return word;
    // `row-1` says already that it is a row.
    if (name.toLowerCase().startsWith(word.toLowerCase())) return name;
    return t('subject', { kind: word, name });
  }

  function moment(us: number): string {
    return t('time.moment', formatTimeParts(us));
  }

  function details(source: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
    const shown: Record<string, string> = {};
    for (const [key, value] of Object.entries(source ?? {})) shown[key] = detail(key, value);
    return shown;
  }

  /** Details carry their unit in the key; ids become names. */
  function detail(key: string, value: unknown): string {
    // Ports and priorities are names that happen to be numbers.
    if (key === 'port' || key === 'priority') return String(value);
    if (typeof value === 'number') {
      if (key.endsWith('Us')) return figures.span(value);
      if (key.endsWith('Mib')) return figures.memory(value);
      if (key.endsWith('Milliwatts')) return figures.watts(value);
      return Number.isInteger(value) ? figures.whole(value) : i18n.n(value, 'upToTwo');
    }
    if (Array.isArray(value)) return value.map((item) => detail(key, item)).join(', ') || '–';
    const text = String(value);
    if (key === 'faultKind') return t(`faultKind.${text}`);
    if (key === 'eventType') return t(`eventType.${text}`);
    if (key === 'caching') return t(`caching.${text}`);
    if (key === 'outage') return t(`diskOutage.${text}`);
    return ID.test(text) ? splitId(text).name : text;
  }

  /** A sentence about a thing, whose kind is written large only where it begins the sentence. */
  function sentenceOf(
    key: string,
    { about, values = {} }: { about: string; values?: Readonly<Record<string, string>> },
  ): string {
    const inside = subjectAs(about, inSentence);
    const sentence = t(key, { ...values, subject: inside });
    if (!sentence.startsWith(inside)) return sentence;
    return `${subject(about)}${sentence.slice(inside.length)}`;
  }

  function happening(item: Happening): string {
    if (item.kind === 'decision') return decision(item);
    if (item.kind === 'autoscale.evaluated') return evaluation(item);
    if (item.kind === 'application.broken') return broken(item);
    if (item.kind === 'rollout.ended') return rolloutEnded(item);
    if (item.kind === 'store.backupFailed') {
      return said(item, `backupFailure.${String(item.details?.['reason'])}`);
    }
    if (item.kind === 'store.stalled') {
      return said(item, `stalled.${String(item.details?.['reason'])}`);
    }
    if (item.kind === 'backend.down') return said(item, `probeAnswer.${answerOf(item)}`);
    if (item.kind === 'backend.admin') {
      return said(item, `admin.${String(item.details?.['state'])}`);
    }
    if (item.kind === 'traffic.blocked') return blocked(item);
    if (item.kind === 'scaleSet.allocationFailed') return notMade(item);
    return sentenceOf(`happening.${item.kind}`, {
      about: item.subject,
      values: details(item.details),
    });
  }

  /** What a network kept from a machine, and what stood in the way. */
  function blocked(item: Happening): string {
    const values = details(item.details);
    const said = t(`blockedBy.${String(item.details?.['by'])}`, values);
    return sentenceOf('happening.traffic.blocked', {
      about: item.subject,
      values: { ...values, said },
    });
  }

  /** Why an instance was not made: the code of the service and what was missing. */
  function notMade(item: Happening): string {
    const values = { subject: subjectAs(item.subject, inSentence), ...details(item.details) };
    const code = String(item.details?.['code']);
    const said = t(`instanceShortage.${code}`, values);
    return sentenceOf('happening.scaleSet.allocationFailed', {
      about: item.subject,
      values: { ...values, said },
    });
  }

  function evaluation(item: Happening): string {
    const { span, clock } = figures;
    const said = autoscaleSentence(item.details, { t, n: i18n.n, span, clock });
    return t('happening.autoscale.evaluated', { subject: subject(item.subject), said: said ?? '' });
  }

  /** A happening with a reason of its own, said in a clause. */
  function said(item: Happening, reason: string): string {
    return sentenceOf(`happening.${item.kind}`, {
      about: item.subject,
      values: { said: t(reason) },
    });
  }

  function rolloutEnded(item: Happening): string {
    const { rule, ...counts } = item.details ?? {};
    const state = t(`rolloutState.${String(counts['state'])}`);
    const values = { ...details(counts), state };
    const ended = sentenceOf('happening.rollout.ended', { about: item.subject, values });
    const why = rule === undefined ? '' : ` ${t(`rolloutRule.${String(rule)}`, details(counts))}`;
    return `${ended}${why}`;
  }

  function broken(item: Happening): string {
    const state = t(`application.${String(item.details?.['state'])}`);
    return sentenceOf('happening.application.broken', { about: item.subject, values: { state } });
  }

  function decision(item: Happening): string {
    const type = item.details?.['command'] ?? item.details?.['type'];
    const key = `commandName.${String(type)}`;
    const name = subject(item.subject);
    return has(key)
      ? t('happening.decided', { what: t(key), subject: name })
      : t('happening.decision', { subject: name });
  }

  function command(value: Command): string {
    return t(`command.${value.type}`, { name: commandSubject(value) });
  }

  function error(refusal: AppError): ErrorWords {
    return sentences('error', refusal);
  }

  function warning(told: Warning): ErrorWords {
    return sentences('warning', told);
  }

  function sentences(family: 'error' | 'warning', refusal: AppError | Warning): ErrorWords {
    const key = `${family}.${refusal.code}`;
    const raw = rawWords(refusal);
    const own = refusal.hint === undefined ? undefined : ownSentence(refusal.hint, refusal, raw);
    const message = ownSentence(refusal.message, refusal, raw);
    if (!has(`${key}.title`)) return { title: message, hint: own };
    // A translation may quote the engine's sentence where its place in a file is what helps.
    const told = { ...details(refusal.details), ...raw.shown };
    const values = { message, place: placeOf(refusal.details), ...told };
    return {
      title: t(`${key}.title`, values),
      hint: has(`${key}.hint`) ? t(`${key}.hint`, values) : own,
    };
  }

  /** Where in a file something is wrong: `racks[0].name, line 12`. */
  function placeOf(about: AppError['details']): string {
    const { path = '', line } = about ?? {};
    const isWhole = path === '' || path === 'the file';
    const where = isWhole ? t('scenarioText.wholeFile') : String(path);
    return line === undefined ? where : t('scenarioText.placeAt', { where, line: String(line) });
  }

  /** What the screen calls the raw words of a refusal: each word, and each detail as a whole. */
  function rawWords({ code, details: told }: AppError | Warning): RawWords {
    const named = new Map<string, string>();
    const shown: Record<string, string> = {};
    for (const [detailName, value] of Object.entries(told ?? {})) {
      const all = [value].flat().map(String);
      const names = all.map((word) => nameOfValue({ t, has }, { code, detail: detailName, word }));
      names.forEach((name, at) => name !== undefined && named.set(all[at] ?? '', name));
      if (names.some((name) => name !== undefined)) {
        shown[detailName] = names.map((name, at) => name ?? all[at]).join(', ');
      }
    }
    return { named, shown };
  }

  /** A sentence of the engine in the names of the screen: of things, kinds, acts and clouds. */
  function ownSentence(words: string, { code, details: about }: AppError | Warning, raw: RawWords) {
    const plain = withNames(words, { about, isKind: (word) => has(`kind.${word}`) });
    // Words that are plain English stand as they are.
    const odd = [...raw.named].filter(([word]) => /[a-z][A-Z]/.test(word));
    const sentence = odd.reduce((text, [word, name]) => text.replaceAll(word, name), plain);
    return named(withActs({ t, has }, { code, sentence }));
  }

  return { subject, moment, happening, command, error, warning };
}
