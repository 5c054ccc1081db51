/**
 * Backups of a store on a line of time from the oldest one listed until now, with the moment of
 * the harm. Positions are shares of the line, so that any width can show them.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';

type Backup = RowOf<'store'>['backups'][number];

export interface BackupMark {
  readonly backup: Backup;
  readonly pointAtUs: number;
  /** From 0, the oldest, to 1, now. */
  readonly at: number;
  readonly whole: boolean;
  /** Still being made. */
  readonly open: boolean;
  readonly damaged: boolean;
}

export interface BackupLine {
  readonly fromUs: number;
  readonly marks: readonly BackupMark[];
  readonly harmAt: number | undefined;
}

/** Where everything stands on the line. */
export function backupLine(
  store: Pick<RowOf<'store'>, 'backups' | 'damage'>,
  nowUs: number,
): BackupLine {
  const harmUs = store.damage?.atUs;
  const fromUs = Math.min(store.backups[0]?.pointAtUs ?? nowUs, harmUs ?? nowUs);
  const spanUs = Math.max(1, nowUs - fromUs);
  function at(us: number): number {
    return Math.min(1, Math.max(0, (us - fromUs) / spanUs));
  }
  const marks = store.backups.map((backup) => ({
    backup,
    pointAtUs: backup.pointAtUs,
    at: at(backup.pointAtUs),
    whole: backup.whole,
    open: backup.doneAtUs === undefined,
    damaged: backup.damaged,
  }));
  return { fromUs, marks, harmAt: harmUs === undefined ? undefined : at(harmUs) };
}
