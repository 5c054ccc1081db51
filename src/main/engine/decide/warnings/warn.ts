/**
 * How a decider warns: a warning of the one list, with its figures. The type keeps codes that
 * nobody lists from being told.
 */
import type { Warning } from '../../../../shared/kernel/warning.ts';
import type { WarningCode } from '../../../../shared/model/warning-codes.ts';

/** A warning whose code stands in the list of them. */
export function warn(warning: Warning & { readonly code: WarningCode }): Warning {
  return warning;
}
