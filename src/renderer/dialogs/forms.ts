/**
 * Every form by the command it makes. Each command that adds or edits something has exactly one.
 */
import { cloudForms } from './cloud-forms.ts';
import type { FormId, FormSpec } from './form-spec.ts';
import { roomForms } from './room-forms.ts';

const forms: ReadonlyMap<FormId, FormSpec> = new Map(
  [...roomForms, ...cloudForms].map((spec) => [spec.id, spec]),
);

/** The form of a command. */
export function formOf(id: FormId): FormSpec | undefined {
  return forms.get(id);
}
