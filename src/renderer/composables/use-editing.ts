/**
 * Copying, pasting, deleting and arranging what is selected. Each is several commands as one act.
 * Whether the lab keeps such an act to itself is asked beforehand, so that it is offered as what
 * it is and never begun in vain.
 */
import { useI18n } from 'vue-i18n';
import type { Command } from '../../shared/commands/index.ts';
import { autoscaleFromRow } from '../../shared/document/autoscale-from-row.ts';
import { parseCalendar } from '../../shared/model/calendar.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { planArrangement, type Arrangement } from '../model/arrange-plan.ts';
import { canCopy, planCopy } from '../model/copy-plan.ts';
import {
  removalOf,
  typesOfArrangement,
  typesOfCopy,
  typesOfRemoval,
} from '../model/edit-commands.ts';
import { withGone } from '../model/room-with-gone.ts';
import { sameAs, type SameWay } from '../model/same-as.ts';
import { useClipboard } from '../stores/use-clipboard.ts';
import { useNotices } from '../stores/use-notices.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { useSelection } from '../stores/use-selection.ts';
import { useSession } from '../stores/use-session.ts';
import { useTopology } from '../stores/use-topology.ts';
import { useWorkspace } from '../stores/use-workspace.ts';
import { useTogether } from './use-together.ts';
import { useFigures } from '../i18n/use-figures.ts';

/** Acts that a lab may keep to itself. */
export type EditAct = 'duplicate' | 'paste' | 'remove' | 'arrange';

/** Bound to the stores; call inside a component's setup. */
export function useEditing() {
  const { t } = useI18n();
  const figures = useFigures();
  const clipboard = useClipboard();
  const topology = useTopology();
  const selection = useSelection();
  const session = useSession();
  const workspace = useWorkspace();
  const notices = useNotices();
  const playback = usePlayback();
  const together = useTogether();

  const rows = {
    get: (id: string) => topology.rows.get(id),
    list: topology.list,
    all: () => topology.rows.values(),
    children: (id: string) => topology.children(id),
    get models() {
      return new Set(workspace.catalogue?.hostModels.map(({ name }) => name));
    },
  };

  function rowsOf(ids: readonly string[]) {
    return ids.flatMap((id) => topology.rows.get(id) ?? []);
  }

  function chosen() {
    return rowsOf(selection.ids);
  }

  /** Why the lab keeps an act on what is selected to itself; undefined when it does not. */
  function lockOf(act: EditAct): string | undefined {
    switch (act) {
      case 'duplicate':
        return together.lockOf(typesOfCopy(chosen(), rows));
      case 'paste':
        return together.lockOf(typesOfCopy(held(), pasted()));
      case 'remove':
        return together.lockOf(typesOfRemoval(chosen()));
      default:
        return together.lockOf(typesOfArrangement(chosen()));
    }
  }

  /** All of them or none; says why where it is none. */
  async function carryOut(commands: readonly Command[], act: string): Promise<boolean> {
    if (commands.length === 0) return false;
    const lock = together.lockOf(commands.map(({ type }) => type));
    if (lock !== undefined) {
      notices.tell({ tone: 'warn', title: t('edit.locked'), text: lock });
      return false;
    }
    return (await together.carryOut(commands, act)).refused === undefined;
  }

  function tell(title: string): void {
    notices.tellDecision({
      title,
      act: { label: 'action.undo', run: () => void workspace.undo() },
      atUs: playback.nowUs,
    });
  }

  /** The room as it is, with what was cut where it stood. */
  function pasted() {
    const before = clipboard.cutFrom?.rows;
    if (before === undefined) return rows;
    const gone = [...before.values()].filter(({ id }) => !topology.rows.has(id));
    return withGone(rows, gone);
  }

  /** What would be pasted. */
  function held() {
    const room = pasted();
    return clipboard.ids.flatMap((id) => room.get(id) ?? []);
  }

  function copy(): void {
    clipboard.hold(
      chosen()
        .filter(canCopy)
        .map(({ id }) => id),
    );
  }

  /** Takes away what could be brought back, and nothing else. */
  async function cut(): Promise<void> {
    const things = chosen().filter(canCopy);
    const ids = things.map(({ id }) => id);
    const from = { rows: new Map(topology.rows), calendarUs: await calendarFor(ids) };
    const commands = removalsOf(things);
    if (commands.length < things.length || !(await carryOut(commands, 'cut'))) return;
    clipboard.hold(ids, from);
    tell(figures.counted('edit.cut', commands.length));
  }

  function removalsOf(things: readonly TopologyRow[]): Command[] {
    return things.flatMap((row) => {
      const does = removalOf(row)?.does;
      return does?.kind === 'command' ? [does.command] : [];
    });
  }

  async function make(ids: readonly string[], act: string): Promise<void> {
    const isCut = act === 'paste' && clipboard.cutFrom !== undefined;
    const calendarUs = isCut ? (clipboard.cutFrom?.calendarUs ?? 0) : await calendarFor(ids);
    const plan = planCopy(ids, isCut ? pasted() : rows, calendarUs);
    if (!(await carryOut(plan.commands, act))) return;
    selection.selectMany(plan.made);
    tell(figures.counted('edit.copied', plan.made.length));
  }

  /**
   * The moment of the calendar, where a copy depends on it: an autoscale profile whose date is over
   * cannot be set again. Asked of the engine with the set's own rules, which says what day it is.
   */
  async function calendarFor(ids: readonly string[]): Promise<number> {
    for (const row of rowsOf(ids)) {
      if (row.kind !== 'scaleSet') continue;
      const { autoscale, id: scaleSet } = row;
      if (autoscale?.profiles.some(({ fixedDate }) => fixedDate !== undefined) !== true) continue;
      const own = autoscaleFromRow(autoscale, 0);
      const answer = await session.call('workspace.check', {
        command: { type: 'autoscale.set', scaleSet, ...own },
      });
      const refused = answer.ok ? undefined : answer.error;
      const now = refused?.code === 'autoscale.past' ? refused.details?.['now'] : undefined;
      const moment = typeof now === 'string' ? parseCalendar(now) : undefined;
      if (moment?.ok === true) return moment.value;
    }
    return 0;
  }

  function paste(): Promise<void> {
    return make(clipboard.ids, 'paste');
  }

  function duplicate(): Promise<void> {
    return make(selection.ids, 'duplicate');
  }

  async function remove(): Promise<void> {
    const commands = removalsOf(chosen());
    if (await carryOut(commands, 'remove')) tell(figures.counted('edit.removed', commands.length));
  }

  async function arrange(how: Arrangement): Promise<void> {
    await carryOut(planArrangement(chosen(), how), how);
  }

  function selectSame(way: SameWay): void {
    const row = topology.rows.get(selection.primary ?? '');
    if (row !== undefined) selection.selectMany(sameAs(row, way, rows));
  }

  /** Everything of the kind of what is selected, or all racks where nothing is. */
  function selectAll(): void {
    if (selection.primary !== undefined) selectSame('kind');
    else selection.selectMany(topology.list('rack').map(({ id }) => id));
  }

  return { copy, cut, paste, duplicate, remove, arrange, selectSame, selectAll, lockOf };
}
