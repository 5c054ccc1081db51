/**
 * A warning as a value: a decision was accepted, and its consequence may not be what was meant.
 * It has the parts of a refusal, so that a screen puts both into words the same way; it stops
 * nothing, and nothing may depend on it.
 */
/** What is odd about something that was accepted. */
export interface Warning {
  /** Stable name `area.oddness`; listed with all others in one file. */
  readonly code: string;
  /** What may come of it, in English, with numbers. */
  readonly message: string;
  /** The next useful act. */
  readonly hint: string;
  /** The figures of the message under names that carry their unit. */
  readonly details: Readonly<Record<string, string | number>>;
}
