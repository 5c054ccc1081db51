/**
 * What can be taken out of the open room, each by one call: its scenario file, a picture of the
 * map, its tables, and a report on one page. It gathers views and words and hands files out; what
 * a figure means is the engine's business.
 */
import { useI18n } from 'vue-i18n';
import { csvText } from '../../shared/kernel/csv-text.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { COST_LINES_MAX } from '../../shared/views/cost-view.ts';
import { useFigures } from '../i18n/use-figures.ts';
import { useWords } from '../i18n/use-words.ts';
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

/** Table programs take a file with it for UTF-8, and without it for something older. */
const BYTE_ORDER_MARK = '\uFEFF';

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
    const answer = await session.call('documents.export', {});
    if (!answer.ok) {
      failed(answer.error);
      return;
    }
    const { fileName, text, notCarried } = answer.value;
    saveText({ fileName, text });
    if (notCarried.length === 0) return;
    notices.tell({ tone: 'info', title: t('exports.notCarried'), text: notCarried.join(' ') });
  }

  async function png(): Promise<Blob | undefined> {
    const picture = map.picture();
    return picture === undefined ? undefined : pngOf(picture);
  }

  async function picture(): Promise<void> {
    const content = await png();
    if (content === undefined) noPicture();
    else saveFile({ fileName: nameOf('.png'), content });
  }

  function shapes(): void {
    const text = map.svg(playback.view?.title ?? '');
    if (text === undefined) {
      noPicture();
      return;
    }
    const content = new Blob([text], { type: 'image/svg+xml' });
    saveFile({ fileName: nameOf('.svg'), content });
  }

  async function copyPicture(): Promise<void> {
    const content = await png();
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

  async function fromView<View>(
    asked: Promise<Result<View>>,
    made: { readonly rest: string; readonly table: (view: View) => Table },
  ): Promise<void> {
    const answer = await asked;
    if (answer.ok) saveTable(made.rest, made.table(answer.value));
    else failed(answer.error);
  }

  function things(): void {
    saveTable('-things.csv', thingsTable([...topology.rows.values()], t));
  }

  function costs(): Promise<void> {
    const asked = session.call('workspace.costs', { lines: COST_LINES_MAX });
    return fromView(asked, { rest: '-costs.csv', table: (view) => costTable(view, t) });
  }

  function availability(): Promise<void> {
    const asked = session.call('workspace.sla', {});
    return fromView(asked, {
      rest: '-availability.csv',
      table: (view) => availabilityTable(view, t),
    });
  }

  function events(): void {
    const told = { say: t, sentence: words.happening };
    saveTable('-events.csv', eventsTable(timeline.items, told));
  }

  async function saveReport(): Promise<void> {
    const page = await report.page(map.picture()?.toDataURL('image/png'));
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
