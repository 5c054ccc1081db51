/**
 * One change of several things: every command is held against the schema and asked of the engine
 * first; only where none objects are they carried out, as one step of the history. Where some do,
 * nothing is changed until a person says that the others shall be.
 */
import { ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { commandSchema, type Command } from '../../shared/commands/index.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { useTogether } from '../composables/use-together.ts';
import { issueWords } from '../dialogs/issue-words.ts';
import { useNotices } from '../stores/use-notices.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { useSession } from '../stores/use-session.ts';
import { useWorkspace } from '../stores/use-workspace.ts';
import { changeOf, type ManyField } from './many-edits.ts';

/** Questions to the engine that are on their way at the same time. */
const ASKED_AT_ONCE = 40;

export interface ManyRefusal {
  readonly row: TopologyRow;
  readonly error: AppError;
}

export interface ManyOutcome {
  /** The value itself is wrong, whatever thing it is for. */
  readonly invalid?: string;
  readonly refusals: readonly ManyRefusal[];
  /** Things that would take it, while others refuse. */
  readonly acceptable: number;
  readonly changed: number;
}

const UNTRIED: ManyOutcome = { refusals: [], acceptable: 0, changed: 0 };

interface Change {
  readonly row: TopologyRow;
  readonly command: Command;
}

/** Bound to the stores; call inside a component's setup, once for each field. */
export function useManyEdit() {
  const { t } = useI18n();
  const session = useSession();
  const workspace = useWorkspace();
  const notices = useNotices();
  const playback = usePlayback();
  const together = useTogether();
  const outcome = shallowRef<ManyOutcome>(UNTRIED);
  const busy = ref(false);

  function forget(): void {
    outcome.value = UNTRIED;
  }

  /** The commands for those that do not have the value yet, or what is wrong with it. */
  function changes(
    rows: readonly TopologyRow[],
    given: { field: ManyField; value: string },
  ): Change[] | string {
    const made: Change[] = [];
    for (const row of rows) {
      if (given.field.values.get(row.id) === given.value) continue;
      const typed = changeOf(row, given);
      const read = commandSchema.safeParse(typed);
      const [issue] = read.error?.issues ?? [];
      if (issue !== undefined) return issueWords(issue, { typed, t });
      if (!read.success || !hasField(typed, given.field)) return t('invalid.missing');
      made.push({ row, command: read.data });
    }
    return made;
  }

  /** Which of them the engine would refuse as things stand; nothing is changed by asking. */
  async function refusalsOf(all: readonly Change[]): Promise<ManyRefusal[]> {
    const refusals: ManyRefusal[] = [];
    for (let at = 0; at < all.length; at += ASKED_AT_ONCE) {
      const part = all.slice(at, at + ASKED_AT_ONCE);
      const answers = await Promise.all(
        part.map(({ command }) => session.call('workspace.check', { command })),
      );
      for (const [index, answer] of answers.entries()) {
        const change = part[index];
        if (!answer.ok && change !== undefined)
          refusals.push({ row: change.row, error: answer.error });
      }
    }
    return refusals;
  }

  /** Changes all of them, or none; with `others`, those that nobody objects to. */
  async function apply(
    rows: readonly TopologyRow[],
    given: { field: ManyField; value: string; label: string; others?: boolean },
  ): Promise<boolean> {
    const all = changes(rows, given);
    if (typeof all === 'string') {
      outcome.value = { ...UNTRIED, invalid: all };
      return false;
    }
    busy.value = true;
    const refusals = await refusalsOf(all);
    const refusing = new Set(refusals.map(({ row }) => row.id));
    const accepted = all.filter(({ row }) => !refusing.has(row.id));
    const goes = accepted.length > 0 && (refusals.length === 0 || given.others === true);
    const done = goes ? await carryOut(accepted, given.field) : 'left';
    busy.value = false;
    if (done === 'left') {
      const nothing = { refusals, acceptable: accepted.length, changed: 0 };
      outcome.value = nothing;
      return refusals.length === 0;
    }
    if (done !== undefined) {
      outcome.value = { refusals: [done, ...refusals], acceptable: 0, changed: 0 };
      return false;
    }
    outcome.value = { refusals, acceptable: 0, changed: refusals.length > 0 ? accepted.length : 0 };
    notices.tellDecision({
      title: t('many.changed', { what: given.label, n: accepted.length }, accepted.length),
      act: { label: 'action.undo', run: () => void workspace.undo() },
      atUs: playback.nowUs,
    });
    return true;
  }

  /** What one said after all, when the whole was taken back; undefined when all was done. */
  async function carryOut(
    accepted: readonly Change[],
    field: ManyField,
  ): Promise<ManyRefusal | undefined> {
    const commands = accepted.map(({ command }) => command);
    const { refused } = await together.carryOut(commands, `many-${field.command}`, { quiet: true });
    const row = refused === undefined ? undefined : accepted[refused.at]?.row;
    return refused === undefined || row === undefined ? undefined : { row, error: refused.error };
  }

  return { outcome, busy, apply, forget };
}

/** False when an empty value was left out, so that the command would change nothing. */
function hasField(typed: Record<string, unknown> | undefined, { field }: ManyField): boolean {
  const [outer = ''] = field.name.split('.');
  return typed?.[outer] !== undefined;
}
