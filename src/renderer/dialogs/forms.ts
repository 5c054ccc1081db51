/**
 * Every form by the command it makes. Each command that adds or edits something has exactly one.
 */
import { balancerForms } from './balancer-forms.ts';
import { cloudForms } from './cloud-forms.ts';
import { diskForms } from './disk-forms.ts';
import { eventForms } from './event-forms.ts';
import { faultForms } from './fault-forms.ts';
import { reliabilityForm } from './reliability-form.ts';
import type { FormId, FormSpec } from './form-spec.ts';
import { guestForms } from './guest-forms.ts';
import { imageForms } from './image-forms.ts';
import { maintenanceForms } from './maintenance-forms.ts';
import { environmentForms } from './environment-forms.ts';
import { hypervisorForms } from './hypervisor-forms.ts';
import { moveForms } from './move-forms.ts';
import { networkForms } from './network-forms.ts';
import { placementForms } from './placement-forms.ts';
import { scaleSetForms } from './scale-set-forms.ts';
import { stateForms } from './state-forms.ts';
import { workForms } from './work-forms.ts';
import { roomForms } from './room-forms.ts';

const forms: ReadonlyMap<FormId, FormSpec> = new Map(
  [
    ...roomForms,
    ...cloudForms,
    ...stateForms,
    ...guestForms,
    ...faultForms,
    reliabilityForm,
    ...eventForms,
    ...scaleSetForms,
    ...placementForms,
    ...diskForms,
    ...networkForms,
    ...hypervisorForms,
    ...moveForms,
    ...environmentForms,
    ...imageForms,
    ...maintenanceForms,
    ...workForms,
    ...balancerForms,
  ].map((spec) => [spec.id, spec]),
);

/** Every form there is, in the order in which its part of the room is learned. */
export function allForms(): readonly FormSpec[] {
  return [...forms.values()];
}

/** The form of a command. */
export function formOf(id: FormId): FormSpec | undefined {
  return forms.get(id);
}
