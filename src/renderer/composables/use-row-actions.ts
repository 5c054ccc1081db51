/**
 * Carries out the acts of a row and puts them into a menu. Anything that destroys or breaks is
 * done at once and offered back as *undo*, instead of asking beforehand.
 */
import { useI18n } from 'vue-i18n';
import type { Command } from '../../shared/commands/index.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { useWords } from '../i18n/use-words.ts';
import { PLAIN_CUT } from '../model/fault-choices.ts';
import { canCopy } from '../model/copy-plan.ts';
import type { RowAction } from '../model/row-action.ts';
import { partnerKinds } from '../model/joins.ts';
import { actionsOf } from '../model/row-actions.ts';
import { sameWays } from '../model/same-as.ts';
import { useConnect } from '../stores/use-connect.ts';
import { useDialogs } from '../stores/use-dialogs.ts';
import { useLab } from '../stores/use-lab.ts';
import { useNotices, type NoticeAct } from '../stores/use-notices.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { useSelection } from '../stores/use-selection.ts';
import { useTopology } from '../stores/use-topology.ts';
import { useWorkspace } from '../stores/use-workspace.ts';
import type { MenuEntry } from '../ui/menu-entry.ts';
import { useEditing } from './use-editing.ts';

/** Acts bound to the stores; call inside a component's setup. */
export function useRowActions() {
  const { t } = useI18n();
  const words = useWords();
  const workspace = useWorkspace();
  const dialogs = useDialogs();
  const notices = useNotices();
  const selection = useSelection();
  const playback = usePlayback();
  const lab = useLab();
  const topology = useTopology();
  const edit = useEditing();
  const connect = useConnect();

  /** Why the lab keeps an act to itself; undefined when it does not. */
  function lockOf({ does }: RowAction): string | undefined {
    if (does.kind === 'command') return lab.lockOf(does.command.type);
    if (does.kind === 'form') return lab.lockOf(does.form);
    if (does.kind === 'resize') return lab.lockOf('vm.resize');
    if (does.kind === 'aim')
      return lab.lockOf(does.fault === undefined ? 'fault.cut' : 'fault.inject');
    return does.kind === 'machine' ? lab.lockOf('vm.create') : undefined;
  }

  async function carryOut(command: Command): Promise<boolean> {
    const answer = await workspace.execute(command);
    if (!answer.ok) return false;
    const { seq, atUs } = answer.value;
    const act = takeBack({ seq, playback, workspace });
    notices.tellDecision({ title: words.command(command), act, atUs });
    return true;
  }

  function run(action: RowAction): void {
    const { does } = action;
    if (action.unless !== undefined || lockOf(action) !== undefined) return;
    if (does.kind === 'command') void carryOut(does.command);
    else if (does.kind === 'form') dialogs.openForm(does.form, does.values);
    else if (does.kind === 'machine') dialogs.open({ kind: 'machine', host: does.host });
    else if (does.kind === 'resize') dialogs.open({ kind: 'resize', vm: does.vm });
    else if (does.fault === undefined) void selection.aim(does.target);
    else void selection.aim(does.target, { ...PLAIN_CUT, kind: does.fault });
  }

  function menuOf(row: TopologyRow | undefined): MenuEntry[] {
    if (row === undefined) return [];
    const heading: MenuEntry = { kind: 'heading', label: words.subject(row.id) };
    const items = actionsOf(row).map((action): MenuEntry => {
      const harm = action.harm ?? false;
      const lock = lockOf(action);
      return {
        kind: 'item',
        label: t(`action.${action.id}`),
        icon: action.icon,
        run: () => run(action),
        disabled: action.unless !== undefined || lock !== undefined,
        note: action.unless === undefined ? lock : t(`reason.${action.unless}`),
        harm,
      };
    });
    return [heading, ...items, ...connectEntries(row), ...sameEntries(row)];
  }

  /** Choosing the other thing of a connection, where there can be one. */
  function connectEntries(row: TopologyRow): MenuEntry[] {
    if (partnerKinds(row.kind).length === 0) return [];
    return [
      {
        kind: 'item',
        label: t('do.connect'),
        icon: 'link',
        keys: 'C',
        run: () => {
          if (selection.primary !== row.id) selection.select(row.id);
          connect.begin();
        },
      },
    ];
  }

  /** Picking what is the same, and copying. */
  function sameEntries(row: TopologyRow): MenuEntry[] {
    const ways = sameWays(row, { get: (id) => topology.rows.get(id), list: topology.list });
    const same = ways.map((way): MenuEntry => ({
      kind: 'item',
      label: t(`edit.same.${way}`),
      run: () => {
        if (selection.primary !== row.id) selection.select(row.id);
        edit.selectSame(way);
      },
    }));
    const lock = canCopy(row) ? edit.lockOf('duplicate') : undefined;
    const copying: MenuEntry[] = canCopy(row)
      ? [
          { kind: 'item', label: t('do.copy'), icon: 'copy', keys: 'Ctrl+C', run: edit.copy },
          {
            kind: 'item',
            label: t('do.duplicate'),
            keys: 'Ctrl+D',
            run: () => void edit.duplicate(),
            disabled: lock !== undefined,
            note: lock,
          },
        ]
      : [];
    return [
      { kind: 'line' },
      ...copying,
      { kind: 'heading', label: t('edit.selectSame') },
      ...same,
    ];
  }

  return { carryOut, run, menuOf, lockOf };
}

/** How to take a decision back: undo while time stands, going back to before it while time runs. */
export function takeBack(at: {
  seq: number;
  playback: ReturnType<typeof usePlayback>;
  workspace: ReturnType<typeof useWorkspace>;
}): NoticeAct {
  if (!at.playback.running) return { label: 'action.undo', run: () => void at.workspace.undo() };
  return { label: 'action.goBack', run: () => void at.playback.rewindBefore(at.seq) };
}
