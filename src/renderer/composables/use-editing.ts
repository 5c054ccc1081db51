/**
 * Copying, pasting, deleting and arranging what is selected. Each is several commands under one
 * mark, so that one undo takes all of it back; time stands still meanwhile. Where one command is
 * refused the whole is taken back, and the refusal says why.
 */
import { useI18n } from 'vue-i18n';
import type { Command } from '../../shared/commands/index.ts';
import { planArrangement, type Arrangement } from '../model/arrange-plan.ts';
import { canCopy, planCopy } from '../model/copy-plan.ts';
import { actionsOf } from '../model/row-actions.ts';
import { sameAs, type SameWay } from '../model/same-as.ts';
import { useClipboard } from '../stores/use-clipboard.ts';
import { useNotices } from '../stores/use-notices.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { useSelection } from '../stores/use-selection.ts';
import { useTopology } from '../stores/use-topology.ts';
import { useWorkspace } from '../stores/use-workspace.ts';

/** Acts that take a thing away, by their ids in its list of acts. */
const REMOVALS: readonly string[] = ['remove', 'deleteMachine'];

/** Bound to the stores; call inside a component's setup. */
export function useEditing() {
  const { t } = useI18n();
  const clipboard = useClipboard();
  const topology = useTopology();
  const selection = useSelection();
  const workspace = useWorkspace();
  const playback = usePlayback();
  const notices = useNotices();

  const rows = {
    get: (id: string) => topology.rows.get(id),
    list: topology.list,
    all: () => topology.rows.values(),
    get models() {
      return new Set(workspace.catalogue?.hostModels.map(({ name }) => name));
    },
  };

  function chosen() {
    return selection.ids.flatMap((id) => topology.rows.get(id) ?? []);
  }

  /** All of them or none. */
  async function carryOut(commands: readonly Command[], act: string): Promise<boolean> {
    if (commands.length === 0) return false;
    const wasRunning = playback.running;
    if (wasRunning) await playback.setRunning(false);
    const mark = `${act}-${Date.now()}`;
    let done = 0;
    let whole = true;
    for (const command of commands) {
      const answer = await workspace.execute(command, { mark });
      if (!answer.ok) {
        whole = false;
        break;
      }
      done += 1;
    }
    if (!whole && done > 0) await workspace.undo();
    if (wasRunning) await playback.setRunning(true);
    return whole;
  }

  function tell(title: string): void {
    notices.tell({
      tone: 'ok',
      title,
      act: { label: 'action.undo', run: () => void workspace.undo() },
    });
  }

  function copy(): void {
    clipboard.ids = chosen()
      .filter(canCopy)
      .map(({ id }) => id);
  }

  async function make(ids: readonly string[], act: string): Promise<void> {
    const plan = planCopy(ids, rows);
    if (!(await carryOut(plan.commands, act))) return;
    selection.selectMany(plan.made);
    tell(t('edit.copied', plan.made.length));
  }

  function paste(): Promise<void> {
    return make(clipboard.ids, 'paste');
  }

  function duplicate(): Promise<void> {
    return make(selection.ids, 'duplicate');
  }

  async function remove(): Promise<void> {
    const commands = chosen().flatMap((row) => {
      const act = actionsOf(row).find(({ id }) => REMOVALS.includes(id));
      return act?.does.kind === 'command' && act.unless === undefined ? [act.does.command] : [];
    });
    if (await carryOut(commands, 'remove')) tell(t('edit.removed', commands.length));
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

  return { copy, paste, duplicate, remove, arrange, selectSame, selectAll };
}
