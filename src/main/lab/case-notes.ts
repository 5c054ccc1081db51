/**
 * The cases of an experiment that were lost, as lines of a results page: what was cut, what that
 * cost, what it goes back to, and the moment of the run to look at. Language by language, because
 * a page has no catalogue of words; it must not know how a page looks.
 */
import { formatSimTime } from '../../shared/kernel/time.ts';
import type { LabLocale } from '../../shared/lab/lab-words.ts';
import type { CaseOutcome, CheckOutcome } from './check-outcome.ts';

/** Cases told of one check. */
const CASES_TOLD_MAX = 5;
const PERCENT = 100;

interface CaseWords {
  readonly served: string;
  readonly failed: string;
  readonly machines: string;
  readonly down: string;
  readonly cause: string;
  readonly aborted: string;
  readonly held: string;
  readonly from: string;
  readonly load: string;
}

const WORDS: Readonly<Record<LabLocale, CaseWords>> = {
  en: {
    served: '% served',
    failed: 'requests went wrong',
    machines: 'machines down',
    down: 'minutes down',
    cause: 'because of',
    aborted: 'given up at its limit',
    held: 'seeds survived',
    from: 'from',
    load: 'the load alone',
  },
  'pt-BR': {
    served: '% atendidos',
    failed: 'pedidos deram errado',
    machines: 'máquinas fora',
    down: 'minutos fora do ar',
    cause: 'por causa de',
    aborted: 'interrompido no seu limite',
    held: 'sementes sobreviveram',
    from: 'a partir de',
    load: 'só a carga',
  },
};

/** A line for each case that was lost, the first of them. */
export function caseNotes({ cases = [] }: CheckOutcome, locale: LabLocale): string[] {
  return cases
    .filter(({ survived }) => !survived)
    .slice(0, CASES_TOLD_MAX)
    .map((one) => noteOn(one, locale));
}

function noteOn(one: CaseOutcome, locale: LabLocale): string {
  const words = WORDS[locale];
  const { name, failed, machinesLost, minutesDown, causes, aborted, held, atUs } = one;
  const [first] = causes;
  const said = [
    `${shown(one.servedFraction * PERCENT, locale)} ${words.served}`,
    ...(failed === 0 ? [] : [`${failed} ${words.failed}`]),
    ...(machinesLost === 0 ? [] : [`${machinesLost} ${words.machines}`]),
    ...(minutesDown === 0 ? [] : [`${shown(minutesDown, locale)} ${words.down}`]),
    ...(first === undefined
      ? []
      : [`${words.cause} ${first.cause === 'load' ? words.load : first.cause}`]),
    ...(aborted ? [words.aborted] : []),
    ...(held === undefined ? [] : [`${held.of}/${held.seeds} ${words.held}`]),
    `${words.from} ${formatSimTime(atUs)}`,
  ];
  return `${name === '' ? '' : `${name}: `}${said.join(', ')}`;
}

/** With one digit after the point, as the language writes it. */
function shown(value: number, locale: LabLocale): string {
  const text = String(Math.round(value * 10) / 10);
  return locale === 'pt-BR' ? text.replace('.', ',') : text;
}
