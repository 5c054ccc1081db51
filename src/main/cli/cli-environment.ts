/**
 * What a command of the command line is given: where to write, where things lie, what it costs.
 *
 * Commands reach the process only through this, so that tests run them in their own process with
 * captured streams. Standard output carries the result and nothing else.
 */

/** Exit codes: done, the work failed, bad input. A found outage is a result and exits 0. */
export const EXIT = { done: 0, failed: 1, badInput: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a run cost the machine it ran on; never part of a deterministic result. */
export interface HostFigures {
  /** Since the process started. */
  readonly wallSeconds: number;
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
  /** Maximum resident set, in MiB. */
  readonly peakMemoryMib: number;
}

export interface CliEnvironment {
  /** Writes to standard output. */
  write(text: string): void;
  /** Writes to standard error. */
  warn(text: string): void;
  figures(): HostFigures;
  /** Resolves when the person asks the program to end (Ctrl+C). */
  untilAskedToEnd(): Promise<void>;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly paths: {
    readonly workerUrl: URL;
    /** The built entry of a thread for trials; without it they are made on this thread. */
    readonly deskUrl?: URL;
    /** The built entry of a thread that marks; without it marks are made on this thread. */
    readonly benchUrl?: URL;
    readonly pageFolder: string;
    readonly resourcesFolder: string;
  };
}
