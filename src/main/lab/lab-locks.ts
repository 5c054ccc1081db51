/**
 * What a lab does not let a learner do, with the lab's own reason. Player and marker ask here, so
 * that what the one refuses the other tells the trainer of.
 */
import type { Lab } from '../../shared/lab/lab-schema.ts';

type LabLock = NonNullable<Lab['start']['locks']>[number];

/** The lock that refuses a command; undefined for none. */
export function lockOn(lab: Lab, type: string): LabLock | undefined {
  return lab.start.locks?.find(({ commands }) =>
    commands.some((pattern) => isLocked(pattern, type)),
  );
}

/** Whether a lock such as `rack.*` or `host.add` means a command. */
function isLocked(pattern: string, type: string): boolean {
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
