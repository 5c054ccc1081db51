/**
 * Which dialog is open and what it begins with. Only one is open at a time; panels, menus and
 * keys all ask here, so that each dialog exists once.
 */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { FormId } from '../dialogs/form-spec.ts';

/** Values a form begins with, by field name. */
export type FormValues = Readonly<Record<string, string>>;

export type OpenDialog =
  | { readonly kind: 'form'; readonly form: FormId; readonly values: FormValues }
  | {
      readonly kind: 'machine';
      readonly host?: string | undefined;
      readonly availabilitySet?: string | undefined;
      /** Image it begins with: an alias, or one of one's own. */
      readonly image?: string | undefined;
    }
  | { readonly kind: 'resize'; readonly vm: string }
  | { readonly kind: 'autoscale'; readonly scaleSet: string }
  /** Installs on a host or machine; with `app`, configures that one. */
  | { readonly kind: 'install'; readonly on: string; readonly app?: string | undefined }
  /** Writes an experiment; with `name`, changes that one. */
  | { readonly kind: 'experiment'; readonly name?: string | undefined }
  | { readonly kind: 'images' }
  | { readonly kind: 'branch' }
  | { readonly kind: 'find' }
  /** The console of a host or machine. */
  | { readonly kind: 'console'; readonly on: string }
  | { readonly kind: 'survival' }
  | { readonly kind: 'glossary' }
  | { readonly kind: 'responsibility' }
  /** A new lab of one's own. */
  | { readonly kind: 'newLab'; readonly from: 'room' | 'template' }
  /** Keeps what was played in a try-out. */
  | { readonly kind: 'keep'; readonly as: 'reference' | 'nearMiss' }
  | { readonly kind: 'keys' };

export const useDialogs = defineStore('dialogs', () => {
  const current = shallowRef<OpenDialog>();

  function open(dialog: OpenDialog): void {
    current.value = dialog;
  }

  function openForm(form: FormId, values: FormValues = {}): void {
    current.value = { kind: 'form', form, values };
  }

  function close(): void {
    current.value = undefined;
  }

  return { current, open, openForm, close };
});
