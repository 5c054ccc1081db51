/**
 * Short messages that come up by themselves: refusals, what was undone, what was saved.
 *
 * They never steal focus and never cover the transport; a refusal says what, why and what next,
 * and stays until it is read. Older ones make room: no more than a few are on the screen. What was
 * decided is told by one of them, about the last decision: what it offers to undo is that one.
 */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AppError } from '../../shared/kernel/result.ts';
import type { Warning } from '../../shared/kernel/warning.ts';

export type NoticeTone = 'ok' | 'info' | 'warn' | 'harm';

export interface NoticeAct {
  /** Key of its words in the locale files. */
  readonly label: 'action.undo' | 'action.goBack';
  readonly run: () => void;
}

export interface Notice {
  readonly id: number;
  readonly tone: NoticeTone;
  readonly title: string;
  readonly text?: string | undefined;
  /** A refusal to be put into words by whoever shows it. */
  readonly refusal?: AppError | undefined;
  /** What is odd about something that was accepted, to be put into words as well. */
  readonly warning?: Warning | undefined;
  readonly act?: NoticeAct | undefined;
  /** The moment of the decision that it tells of. */
  readonly decidedAtUs?: number | undefined;
  /** How long it stays, in milliseconds; refusals stay until closed. */
  readonly staysMs: number;
}

/** Most notices shown at the same time; the oldest leaves first. */
const NOTICES_MAX = 3;
const PASSING_MS = 6_000;
/** Practically for ever, yet a number a timer accepts. */
const UNTIL_CLOSED_MS = 2_000_000_000;

export const useNotices = defineStore('notices', () => {
  const shown = shallowRef<readonly Notice[]>([]);
  let nextId = 1;

  function add(notice: Omit<Notice, 'id'>): void {
    const same = shown.value.filter((other) => other.title !== notice.title);
    shown.value = [...same, { ...notice, id: nextId }].slice(-NOTICES_MAX);
    nextId += 1;
  }

  /** Something was done; it goes away by itself. */
  function tell(notice: { tone: NoticeTone; title: string; text?: string; act?: NoticeAct }): void {
    add({ ...notice, staysMs: PASSING_MS });
  }

  /** A decision was carried out, and can be taken back from here. */
  function tellDecision(made: { title: string; act: NoticeAct; atUs: number }): void {
    withdraw(() => true);
    const { title, act, atUs: decidedAtUs } = made;
    add({ tone: 'ok', title, act, decidedAtUs, staysMs: PASSING_MS });
  }

  /** Takes back what was told of decisions of some moments: it is no longer so. */
  function withdraw(isOver: (decidedAtUs: number) => boolean): void {
    shown.value = shown.value.filter(
      ({ decidedAtUs }) => decidedAtUs === undefined || !isOver(decidedAtUs),
    );
  }

  /** Something was refused; `title` names the act, the refusal says why and what next. */
  function refuse(refusal: AppError, act?: NoticeAct): void {
    // A cancelled call is what the person asked for, and a lost connection has its own banner.
    if (['ipc.cancelled', 'ipc.closed', 'ipc.notDone'].includes(refusal.code)) return;
    refuseAct(refusal, act);
  }

  /** A decision was refused: said even when it was the connection that was in the way. */
  function refuseAct(refusal: AppError, act?: NoticeAct): void {
    const title = `${refusal.code} ${refusal.message}`;
    add({ tone: 'warn', title, refusal, act, staysMs: UNTIL_CLOSED_MS });
  }

  /** Something was accepted and may not be what was meant; it stays until it is read. */
  function warn(warning: Warning): void {
    const title = `${warning.code} ${warning.message}`;
    add({ tone: 'info', title, warning, staysMs: UNTIL_CLOSED_MS });
  }

  function close(id: number): void {
    shown.value = shown.value.filter((notice) => notice.id !== id);
  }

  return { shown, tell, tellDecision, withdraw, refuse, refuseAct, warn, close };
});
