/**
 * One entry of a menu, as data. The same entries feed drop-down menus, context menus and the
 * command palette, so that a thing that can be done can be found in all three.
 */
import type { IconName } from './icon-names.ts';

export type MenuEntry =
  | { readonly kind: 'line' }
  | { readonly kind: 'heading'; readonly label: string }
  | {
      readonly kind: 'item';
      readonly label: string;
      readonly run: () => void;
      readonly icon?: IconName | undefined;
      /** A second line, such as the reason why it cannot be used now. */
      readonly note?: string | undefined;
      readonly keys?: string | undefined;
      readonly disabled?: boolean;
      readonly checked?: boolean;
      readonly harm?: boolean;
    };
