/**
 * What is noted of a request while somebody follows it (rules ENG-FR1 to ENG-FR4).
 *
 * The functions that decide over a request tell what they decided, and nothing is worked out a
 * second time. Nobody watches the world of a run: only a copy made for one question has a watch, so
 * a run pays for this with comparing one field.
 */

/** What a function decided about the request it has in hand. Slots count from 0. */
export type WatchNote =
  /** A request of a service arrives; what follows is about it until one has it, or it failed. */
  | { readonly note: 'arrived'; readonly service: number }
  /** A name led to a balancer; -1: it is not answered. `isKept`: by an answer of before. */
  | {
      readonly note: 'name';
      readonly profile: number;
      readonly endpoint: number;
      readonly isKept: boolean;
    }
  /** A server of one's own is asked. */
  | { readonly note: 'server'; readonly host: number }
  /** A balancer chooses among so many; of a frontend that is down, among none. */
  | {
      readonly note: 'balancer';
      readonly balancer: number;
      readonly up: number;
      readonly anyway: boolean;
      readonly byAddress: boolean;
    }
  /** A machine is asked. */
  | { readonly note: 'offer'; readonly backend: number }
  /** That machine has no room. */
  | { readonly note: 'full'; readonly backend: number }
  /** A store was read or written; below 0: no replica of it took that. */
  | { readonly note: 'store'; readonly replica: number; readonly isWrite: boolean }
  /** A machine, or with a backend of -1 a server, has it; so many wait before it. */
  | {
      readonly note: 'taken';
      readonly request: number;
      readonly backend: number;
      readonly ahead: number;
      readonly isFree: boolean;
    }
  /** A worker begins: what was drawn, what it comes to on this machine, and calls to others. */
  | {
      readonly note: 'work';
      readonly request: number;
      readonly workUs: number;
      readonly needsUs: number;
      readonly callUs: number;
    }
  /** Its machine stands still; the answer waits. */
  | { readonly note: 'frozen'; readonly request: number; readonly untilUs: number }
  /** It was answered. */
  | {
      readonly note: 'answer';
      readonly request: number;
      readonly tookUs: number;
      readonly latencyUs: number;
      readonly outcome: 'served' | 'late' | 'lost';
      readonly reason: number;
      readonly cause: number;
    }
  /** It failed: before any machine had it (`request` below 0), or with the one that did. */
  | {
      readonly note: 'failed';
      readonly request: number;
      readonly outcome: 'refused' | 'lost';
      readonly reason: number;
      readonly cause: number;
    };

/** Somebody who follows requests. */
export interface RequestWatch {
  take(note: WatchNote): void;
}
