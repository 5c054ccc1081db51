/**
 * What can be taken out of the open room, each by one call: its scenario file, a picture of the
 * map, its tables, and a report on one page. It gathers views and words and hands files out; what
 * a figure means is the engine's business.
 */
import { useI18n } from 'vue-i18n';
import { csvText } from '../../shared/kernel/csv-text.ts';
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { COST_LINES_MAX } from '../../shared/views/cost-view.ts';
import { useFigures } from '../i18n/use-figures.ts';
import { useWords } from '../i18n/use-words.ts';
import { useActs, type ActTools } from '../stores/use-acts.ts';
import { useMapCommands } from '../stores/use-map-commands.ts';
import { useNotices } from '../stores/use-notices.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { useSession } from '../stores/use-session.ts';
import { useTimeline } from '../stores/use-timeline.ts';
import { useTopology } from '../stores/use-topology.ts';
import { pngOf } from './map-picture.ts';
import {
  availabilityTable,
  costTable,
  eventsTable,
  thingsTable,
  type Table,
} from './room-tables.ts';
import { fileNameOf, saveFile, saveText } from './save-file.ts';
import { useReport } from './use-report.ts';

/** Nobody waits for it any more. */
const GIVEN_UP = 'givenUp';
/** Rows of a long table that are written at one go. */
const PIECE_ROWS = 1_000;

/** Table programs take a file with it for UTF-8, and without it for something older. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A table as text, with rests on the way; undefined when it was given up. */
export async function textInPieces<Item>(
  made: { readonly items: readonly Item[]; readonly table: (items: readonly Item[]) => Table },
  { tell, rest }: Pick<ActTools, 'tell' | 'rest'>,
): Promise<string | undefined> {
  const { items, table } = made;
  let text = csvText(table([]));
  for (let from = 0; from < items.length; from += PIECE_ROWS) {
    text += csvText(table(items.slice(from, from + PIECE_ROWS)).slice(1));
    tell({ share: Math.min(1, (from + PIECE_ROWS) / items.length) });
    if (!(await rest())) return undefined;
  }
  return text;
}

/** Bound to the stores; call inside a component's setup. */
export function useExports() {
  const { t } = useI18n();
  const session = useSession();
  const playback = usePlayback();
  const topology = useTopology();
  const timeline = useTimeline();
  const notices = useNotices();
  const map = useMapCommands();
  const words = useWords();
  const figures = useFigures();
  const report = useReport();
  const acts = useActs();

  function nameOf(rest: string): string {
    return fileNameOf(playback.view?.title ?? '', rest);
  }

  function failed(error: AppError): void {
    notices.refuse(error);
  }

  function noPicture(): void {
    notices.tell({ tone: 'warn', title: t('exports.noPicture'), text: t('exports.noPictureHint') });
  }

  async function scenario(): Promise<void> {
    const answer = await acts.run('scenario', ({ signal }) =>
      session.call('documents.export', {}, { signal }),
    );
    if (!answer.ok) {
      failed(answer.error);
      return;
    }
    const { fileName, text, notCarried } = answer.value;
    saveText({ fileName, text });
    if (notCarried.length === 0) return;
    notices.tell({ tone: 'info', title: t('exports.notCarried'), text: notCarried.join(' ') });
  }

  /** The map as dots; `givenUp` when nobody waits for it any more. */
  function png(): Promise<Blob | undefined | typeof GIVEN_UP> {
    return acts.run('picture', async ({ rest }) => {
      if (!(await rest())) return GIVEN_UP;
      const picture = map.picture();
      const content = picture === undefined ? undefined : await pngOf(picture);
      return (await rest()) ? content : GIVEN_UP;
    });
  }

  async function picture(): Promise<void> {
    const content = await png();
    if (content === GIVEN_UP) return;
    if (content === undefined) noPicture();
    else saveFile({ fileName: nameOf('.png'), content });
  }

  function shapes(): Promise<void> {
    return acts.run('shapes', async ({ rest }) => {
      if (!(await rest())) return;
      const text = map.svg(playback.view?.title ?? '');
      if (!(await rest())) return;
      if (text === undefined) {
        noPicture();
        return;
      }
      const content = new Blob([text], { type: 'image/svg+xml' });
      saveFile({ fileName: nameOf('.svg'), content });
    });
  }

  async function copyPicture(): Promise<void> {
    const content = await png();
    if (content === GIVEN_UP) return;
    if (content === undefined) {
      noPicture();
      return;
    }
    try {
      await navigator.clipboard.write([new ClipboardItem({ [content.type]: content })]);
      notices.tell({ tone: 'ok', title: t('exports.copied') });
    } catch {
      // The browser may forbid it, or have no clipboard for pictures.
      notices.tell({
        tone: 'warn',
        title: t('exports.notCopied'),
        text: t('exports.notCopiedHint'),
      });
    }
  }

  function saveTable(rest: string, table: Table): void {
    const text = BYTE_ORDER_MARK + csvText(table);
    saveFile({ fileName: nameOf(rest), content: new Blob([text], { type: 'text/csv' }) });
  }

  /** As table programs take it: columns by tabs, a row on a line. */
  async function copyTable(table: Table): Promise<void> {
    const text = table.map((row) => row.join('\t')).join('\n');
    try {
      await navigator.clipboard.writeText(text);
      notices.tell({ tone: 'ok', title: t('exports.tableCopied') });
    } catch {
      notices.tell({
        tone: 'warn',
        title: t('exports.tableNotCopied'),
        text: t('exports.tableNotCopiedHint'),
      });
    }
  }

  async function fromView<View>(made: {
    readonly ask: (signal: CancelSignal) => Promise<Result<View>>;
    readonly rest: string;
    readonly table: (view: View) => Table;
  }): Promise<void> {
    const answer = await acts.run('tables', ({ signal }) => made.ask(signal));
    if (answer.ok) saveTable(made.rest, made.table(answer.value));
    else failed(answer.error);
  }

  /** A long table, made a piece at a time; given up, nothing is saved. */
  function saveLong<Item>(
    rest: string,
    made: { readonly items: readonly Item[]; readonly table: (items: readonly Item[]) => Table },
  ): Promise<void> {
    return acts.run('tables', async (tools) => {
      const text = await textInPieces(made, tools);
      if (text === undefined) return;
      const content = new Blob([BYTE_ORDER_MARK, text], { type: 'text/csv' });
      saveFile({ fileName: nameOf(rest), content });
    });
  }

  function things(): Promise<void> {
    const items = [...topology.rows.values()];
    return saveLong('-things.csv', { items, table: (some) => thingsTable(some, t) });
  }

  function costs(): Promise<void> {
    return fromView({
      ask: (signal) => session.call('workspace.costs', { lines: COST_LINES_MAX }, { signal }),
      rest: '-costs.csv',
      table: (view) => costTable(view, t),
    });
  }

  function availability(): Promise<void> {
    return fromView({
      ask: (signal) => session.call('workspace.sla', {}, { signal }),
      rest: '-availability.csv',
      table: (view) => availabilityTable(view, t),
    });
  }

  function events(): Promise<void> {
    const told = { say: t, sentence: words.happening };
    return saveLong('-events.csv', {
      items: timeline.items,
      table: (some) => eventsTable(some, told),
    });
  }

  async function saveReport(): Promise<void> {
    const page = await acts.run('report', async (tools) => {
      await tools.rest();
      return report.page(map.picture()?.toDataURL('image/png'), tools);
    });
    if (!page.ok) {
      failed(page.error);
      return;
    }
    const time = figures.clock(playback.nowUs).time.replaceAll(':', '');
    const content = new Blob([page.value], { type: 'text/html' });
    saveFile({ fileName: nameOf(`-report-${time}.html`), content });
  }

  return {
    scenario,
    picture,
    shapes,
    copyPicture,
    things,
    costs,
    availability,
    events,
    report: saveReport,
    saveTable,
    copyTable,
  };
}
