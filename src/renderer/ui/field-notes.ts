/**
 * What a form field tells the control in it: what its label belongs to, where the reason or the
 * hint stands, and whether what is in it is wrong. So a control is tied to its field wherever it is
 * used, without being told to.
 */
import { inject, provide, type ComputedRef, type InjectionKey } from 'vue';

export interface FieldNotes {
  /** What the label of the field belongs to. */
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

const FIELD: InjectionKey<ComputedRef<FieldNotes>> = Symbol('field');

/** For the field. */
export function provideFieldNotes(notes: ComputedRef<FieldNotes>): void {
  provide(FIELD, notes);
}

/** For the control; undefined where there is no field around it. */
export function useFieldNotes(): ComputedRef<FieldNotes> | undefined {
  return inject(FIELD, undefined);
}
