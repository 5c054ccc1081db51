/**
 * The line to a guest's own console, as the screen knows it: what one types goes in, what the
 * system prints comes back. Today the model answers; a real machine can take its place without the
 * screen noticing. It must not know how an answer comes about.
 */

export interface GuestReply {
  /** Lines the system prints; none when there is nothing to say. */
  readonly lines: readonly string[];
  /** The program ended with an error. */
  readonly failed: boolean;
}

export interface GuestPort {
  /** What stands before the cursor, such as `learner@web-1:~$`. */
  readonly prompt: string;
  /** Carries one line out. Never throws: what cannot be done is what a system would print. */
  run(line: string): Promise<GuestReply>;
  /** Whole lines that the given beginning could become, at most a handful. */
  complete(line: string): readonly string[];
}
