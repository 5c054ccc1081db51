/**
 * What can be done anywhere on the workbench, each once: with its words, its keys and whether it
 * can be done now. Top bar, keyboard, search and the sheet of keys all read this list.
 */
import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { US_PER_MINUTE } from '../../shared/kernel/time.ts';
import type { Arrangement } from '../model/arrange-plan.ts';
import { useBranchCompare } from '../stores/use-branch-compare.ts';
import { useConnect } from '../stores/use-connect.ts';
import { useCourse } from '../stores/use-course.ts';
import { useDesigns } from '../stores/use-designs.ts';
import { useClipboard } from '../stores/use-clipboard.ts';
import { useDialogs } from '../stores/use-dialogs.ts';
import { useLab } from '../stores/use-lab.ts';
import { useExperiments } from '../stores/use-experiments.ts';
import { useFollow } from '../stores/use-follow.ts';
import { useMonteCarlo } from '../stores/use-monte-carlo.ts';
import { useMapCommands } from '../stores/use-map-commands.ts';
import { useMapViews } from '../stores/use-map-views.ts';
import { EDGES, PANELS } from '../stores/panel-layout.ts';
import { useDocking } from '../stores/use-docking.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { usePreferences } from '../stores/use-preferences.ts';
import { useRooms } from '../stores/use-rooms.ts';
import { useScenarioText } from '../stores/use-scenario-text.ts';
import { useSelection } from '../stores/use-selection.ts';
import { useSweep } from '../stores/use-sweep.ts';
import { useTimeWindow } from '../stores/use-time-window.ts';
import { useTours } from '../stores/use-tours.ts';
import { useWorkspace } from '../stores/use-workspace.ts';
import { EDGE_ICONS } from '../dock/edge-icons.ts';
import { useExports } from '../exports/use-exports.ts';
import type { IconName } from '../ui/icon-names.ts';
import { keysInForce } from './key-choice.ts';
import { goToRegion } from './regions.ts';
import { useEditing } from './use-editing.ts';

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /**
   * Keys as KeyboardEvent.key names, `Mod` for Ctrl or Cmd; the first is shown. Single keys act
   * only while the map or the timeline has the focus, and can be switched off.
   */
  readonly keys: readonly string[];
  readonly enabled: boolean;
  /** Why it cannot be done now, where somebody decided so: the lab keeps it to itself. */
  readonly note?: string | undefined;
  /** Its keys act only while the map or the timeline has the focus, whatever they are. */
  readonly inRegion: boolean;
  readonly run: () => void;
}

/** The list, bound to the stores; call inside a component's setup. */
export function useActions(): ComputedRef<readonly Action[]> {
  const { t } = useI18n();
  const playback = usePlayback();
  const workspace = useWorkspace();
  const dialogs = useDialogs();
  const selection = useSelection();
  const preferences = usePreferences();
  const map = useMapCommands();
  const mapViews = useMapViews();
  const edit = useEditing();
  const clipboard = useClipboard();
  const sweep = useSweep();
  const experiments = useExperiments();
  const manyRuns = useMonteCarlo();
  const compare = useBranchCompare();
  const connect = useConnect();
  const course = useCourse();
  const rooms = useRooms();
  const tours = useTours();
  const designs = useDesigns();
  const follow = useFollow();
  const lab = useLab();
  const scenarioText = useScenarioText();
  const docking = useDocking();
  const timeShown = useTimeWindow();
  const files = useExports();

  function action(
    id: string,
    icon: IconName,
    keys: readonly string[],
    run: () => void,
    more: { enabled?: boolean; inRegion?: boolean; lock?: string | undefined } = {},
  ): Action {
    const { inRegion = false, lock: note } = more;
    const enabled = (more.enabled ?? true) && note === undefined;
    const inForce = keysInForce({ id, keys }, preferences.keyChanges);
    return { id, label: t(`do.${id}`), icon, keys: inForce, enabled, note, inRegion, run };
  }

  function editing(): Action[] {
    const view = playback.view;
    return [
      action('find', 'search', ['Mod+k', 'F1'], () => dialogs.open({ kind: 'find' })),
      action('undo', 'undo', ['Mod+z'], () => void workspace.undo(), {
        enabled: view?.canUndo ?? false,
      }),
      action('redo', 'redo', ['Mod+Shift+z', 'Mod+y'], () => void workspace.redo(), {
        enabled: view?.canRedo ?? false,
      }),
      action('createMachine', 'machine', ['Insert'], () => dialogs.open({ kind: 'machine' }), {
        lock: lab.lockOf('vm.create'),
      }),
      // The document is on disk at every moment; what a person saves is a copy to take along.
      action('saveScenario', 'download', ['Mod+s'], () => void files.scenario()),
      action('scenarioText', 'file', ['Mod+e'], () => {
        scenarioText.open = !scenarioText.open;
      }),
      action('newLab', 'experiment', [], () => dialogs.open({ kind: 'newLab', from: 'room' })),
      action('branch', 'branch', [], () => dialogs.open({ kind: 'branch' })),
      action('glossary', 'glossary', ['g'], () => dialogs.open({ kind: 'glossary' })),
      action('tours', 'tour', [], () => {
        tours.choosing = true;
      }),
      action('responsibility', 'owner', [], () => dialogs.open({ kind: 'responsibility' })),
      action('newTab', 'plus', ['Mod+Shift+Enter'], () => void rooms.add(), {
        enabled: !rooms.isFull,
      }),
      action('nextTab', 'chevronRight', [], () => void rooms.step(1), {
        enabled: rooms.tabs.length > 1,
      }),
      action('keys', 'keyboard', ['?'], () => dialogs.open({ kind: 'keys' })),
      action('nextRegion', 'chevronRight', ['F6'], () => goToRegion(1)),
      action('previousRegion', 'chevronLeft', ['Shift+F6'], () => goToRegion(-1)),
    ];
  }

  function time(): Action[] {
    return [
      action('toggleRun', playback.running ? 'pause' : 'play', [' '], () => void playback.toggle()),
      action('stepEvent', 'step', ['.'], () => void playback.step('event')),
      action('stepMinute', 'skip', ['Shift+ArrowRight'], () => void playback.step('minute')),
      action(
        'backMinute',
        'rewind',
        ['Shift+ArrowLeft'],
        () => void playback.goTo(playback.nowUs - US_PER_MINUTE),
      ),
      action('sweep', 'sweep', ['t'], sweep.show),
      action('experiments', 'experiment', [], experiments.show),
      action('manyRuns', 'activity', [], manyRuns.show),
      action('course', 'chart', ['m'], course.toggle),
      action('designs', 'dial', ['n'], designs.toggle),
      action('follow', 'tour', ['r'], follow.toggle),
      action('nextHop', 'chevronRight', ['j'], () => follow.goTo(follow.at + 1), {
        enabled: follow.view !== undefined,
      }),
      action('previousHop', 'chevronLeft', ['k'], () => follow.goTo(follow.at - 1), {
        enabled: follow.view !== undefined,
      }),
      action('compareBranches', 'activity', [], compare.show, {
        enabled: (playback.view?.branches.length ?? 0) > 1,
      }),
      action('tasks', 'check', ['q'], lab.bringUp, {
        enabled: lab.attempt !== undefined,
      }),
      action('checkNow', 'refresh', ['Mod+Enter'], () => void lab.checkNow(), {
        enabled: lab.attempt !== undefined && lab.attempt.feedback !== 'off',
      }),
      action('faster', 'chevronRight', [']'], () => void playback.shiftSpeed(1)),
      action('slower', 'chevronLeft', ['['], () => void playback.shiftSpeed(-1)),
    ];
  }

  /** What is shown of the run, on the axis of the time track. */
  function timeAxis(): Action[] {
    return [
      action('previousEvent', 'rewind', [','], () => timeShown.goToEvent('previous')),
      action('timeIn', 'plus', ['w'], () => timeShown.step('in')),
      action('timeOut', 'minus', ['s'], () => timeShown.step('out')),
      action('timeBack', 'chevronLeft', ['a'], () => timeShown.step('back')),
      action('timeForth', 'chevronRight', ['d'], () => timeShown.step('forth')),
      action('timeFit', 'fit', ['f'], timeShown.fitMarked),
      action('timeAll', 'clock', ['Shift+4'], timeShown.fitAll),
      action('timeLast', 'clock', ['Shift+5'], timeShown.showLast),
    ];
  }

  /** What is done to what is selected. */
  function changing(): Action[] {
    const some = { enabled: selection.ids.length > 0, inRegion: true };
    const moving = { ...some, lock: edit.lockOf('arrange') };
    return [
      action('selectAll', 'rack', ['Mod+a'], edit.selectAll, { inRegion: true }),
      action('copy', 'copy', ['Mod+c'], edit.copy, some),
      action('cut', 'scissors', ['Mod+x'], () => void edit.cut(), {
        ...some,
        lock: edit.lockOf('remove'),
      }),
      action('paste', 'copy', ['Mod+v'], () => void edit.paste(), {
        enabled: clipboard.ids.length > 0,
        inRegion: true,
        lock: edit.lockOf('paste'),
      }),
      action('duplicate', 'copy', ['Mod+d'], () => void edit.duplicate(), {
        ...some,
        lock: edit.lockOf('duplicate'),
      }),
      action('delete', 'delete', ['Delete'], () => void edit.remove(), {
        ...some,
        lock: edit.lockOf('remove'),
      }),
      action('nudgeBack', 'chevronLeft', ['Mod+ArrowLeft', 'Mod+ArrowDown'], nudge('back'), moving),
      action(
        'nudgeForth',
        'chevronRight',
        ['Mod+ArrowRight', 'Mod+ArrowUp'],
        nudge('forth'),
        moving,
      ),
      action('packStart', 'chevronLeft', ['Mod+Shift+ArrowLeft'], nudge('packStart'), moving),
      action('packEnd', 'chevronRight', ['Mod+Shift+ArrowRight'], nudge('packEnd'), moving),
      action('spread', 'sort', ['Mod+Shift+ArrowUp'], nudge('spread'), moving),
    ];
  }

  function nudge(how: Arrangement): () => void {
    return () => void edit.arrange(how);
  }

  function looking(): Action[] {
    const target = selection.primary;
    return [
      action('fitAll', 'fit', ['Shift+1'], map.fitAll),
      action('fitSelection', 'locate', ['Shift+2'], map.fitSelection),
      action('mapViews', 'network', ['b'], mapViews.next),
      action('outline', 'sort', ['o'], showOutline),
      action('toolSelect', 'pointer', ['v'], () => {
        map.tool = 'select';
      }),
      action('toolHand', 'hand', ['h'], () => {
        map.tool = 'hand';
      }),
      action('overlays', 'group', ['l'], () => {
        map.overlaysOpen = true;
      }),
      action('lensLoad', 'cpu', [], () => map.toggleLens('load')),
      action('lensCost', 'cost', [], () => map.toggleLens('cost')),
      action('lensState', 'activity', [], () => map.toggleLens('state')),
      action('zoomIn', 'plus', ['Mod+='], () => map.zoomBy(1.25)),
      action('zoomOut', 'minus', ['Mod+-'], () => map.zoomBy(0.8)),
      action('zoomWhole', 'search', ['Mod+0'], map.zoomToWhole),
      action('aim', 'cut', ['x'], () => target !== undefined && void selection.aim(target), {
        enabled: target !== undefined,
        lock: lab.lockOf('fault.cut'),
      }),
      action('connect', 'link', ['c'], connect.begin, { enabled: target !== undefined }),
      action('why', 'info', ['y'], showWhy, { enabled: target !== undefined }),
      action('presenter', 'presenter', ['F9'], () => {
        preferences.presenter = !preferences.presenter;
      }),
      action('toggleLeft', 'panelLeftClose', [], () => togglePanel('left')),
      action('toggleRight', 'panelRightClose', [], () => togglePanel('right')),
      action('toggleDock', 'panelBottomClose', [], () => togglePanel('dock')),
    ];
  }

  /** The same things as a tree, where the focus goes along. */
  function showOutline(): void {
    preferences.open.left = true;
    preferences.layout.tabs.left = 'outline';
    // After a panel that was folded is there.
    requestAnimationFrame(() => {
      document.querySelector<HTMLElement>('.outline [role=row][tabindex="0"]')?.focus();
    });
  }

  /** The panel on the right, at the place where it says why. */
  function showWhy(): void {
    preferences.open.right = true;
    preferences.layout.tabs.right = 'why';
  }

  /** Where the panels stand. */
  function placing(): Action[] {
    const moves = PANELS.flatMap((panel) =>
      EDGES.map((edge) =>
        action(
          `place.${panel}.${edge}`,
          EDGE_ICONS[edge],
          [],
          () => void docking.move(panel, edge),
          { enabled: preferences.layout.edges[panel] !== edge },
        ),
      ),
    );
    return [...moves, action('resetLayout', 'refresh', [], docking.reset)];
  }

  function togglePanel(panel: 'left' | 'right' | 'dock'): void {
    preferences.open[panel] = !preferences.open[panel];
  }

  return computed(() => [
    ...editing(),
    ...changing(),
    ...time(),
    ...timeAxis(),
    ...looking(),
    ...placing(),
  ]);
}
