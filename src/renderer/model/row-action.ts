/**
 * One act that can be offered for a row, and the three ways to write one down. Which acts a row has
 * stands in `row-actions.ts` and its neighbours.
 */
import type { Command } from '../../shared/commands/index.ts';
import type { FaultKind } from '../../shared/model/fault-kinds.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { FormId } from '../dialogs/form-spec.ts';
import type { IconName } from '../ui/icon-names.ts';

export interface RowAction {
  /** Key below `action.` for its words; unique within a row. */
  readonly id: string;
  readonly icon: IconName;
  readonly does:
    | { readonly kind: 'command'; readonly command: Command }
    | { readonly kind: 'form'; readonly form: FormId; readonly values: Record<string, string> }
    | { readonly kind: 'machine'; readonly host: string | undefined }
    | { readonly kind: 'resize'; readonly vm: string }
    /** Shows the predicted shadow first; cutting is confirmed on its card. */
    | { readonly kind: 'aim'; readonly target: string; readonly fault?: FaultKind };
  /** Key below `reason.` why it cannot be done now. */
  readonly unless?: string | undefined;
  readonly harm?: boolean;
}

/** Opens a form, begun with these values. */
export function form(id: FormId, values: Record<string, string>): RowAction['does'] {
  return { kind: 'form', form: id, values };
}

/** Carries a command out at once. */
export function command(value: Command): RowAction['does'] {
  return { kind: 'command', command: value };
}

/** Removes the thing itself; a disk or card in use cannot go. */
export function removal(row: TopologyRow, value: Command): RowAction {
  const unless = row.kind === 'disk' || row.kind === 'nic' ? inUse(row.vm) : undefined;
  return { id: 'remove', icon: 'delete', does: command(value), unless, harm: true };
}

function inUse(vm: string | undefined): string | undefined {
  return vm === undefined ? undefined : 'attached';
}
