/**
 * How the state of a check looks: a sign and a tone, beside the word that says it. A state is never
 * told by its colour alone.
 */
import type { CheckView } from '../../shared/lab/lab-view.ts';
import type { IconName } from '../ui/icon-names.ts';

export interface CheckLook {
  readonly icon: IconName;
  readonly tone: 'good' | 'warn' | 'harm' | 'quiet';
}

const LOOKS: Readonly<Record<CheckView['state'], CheckLook>> = {
  passed: { icon: 'done', tone: 'good' },
  partial: { icon: 'alert', tone: 'warn' },
  failed: { icon: 'failed', tone: 'harm' },
  notYet: { icon: 'clock', tone: 'quiet' },
  untried: { icon: 'clock', tone: 'quiet' },
  hidden: { icon: 'minus', tone: 'quiet' },
  byHand: { icon: 'users', tone: 'quiet' },
  sealed: { icon: 'lock', tone: 'quiet' },
};

/** The look of a check; one that is tried at this moment turns. */
export function lookOf(check: Pick<CheckView, 'state' | 'trying'>): CheckLook {
  return check.trying ? { icon: 'loading', tone: 'quiet' } : LOOKS[check.state];
}
