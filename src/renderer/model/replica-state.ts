/**
 * How a replica of a store is shown: shape and word for each of its states, the same in the panel
 * of the store, on the map and in the inspector of its machine. It works nothing out that the
 * engine knows.
 */
import type { ReplicaState } from '../../shared/model/kinds.ts';
import type { RowState } from './row-state.ts';

const STATES: Readonly<Record<ReplicaState, RowState>> = {
  down: { tone: 'harm', shape: 'cross', word: 'replicaDown' },
  primary: { tone: 'ok', shape: 'disc', word: 'primary' },
  refusing: { tone: 'harm', shape: 'triangle', word: 'refusing' },
  promoting: { tone: 'change', shape: 'half', word: 'promoting' },
  following: { tone: 'ok', shape: 'ring', word: 'following' },
  copying: { tone: 'change', shape: 'half', word: 'copying' },
  alone: { tone: 'warn', shape: 'unlinked', word: 'alone' },
};

/** Tone, shape and word of a state. */
export function replicaState(state: ReplicaState): RowState {
  return STATES[state];
}
