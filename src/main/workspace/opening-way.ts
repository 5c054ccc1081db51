/**
 * The way from a file to a room that stands: how far it is, told to whoever looks, and a word by
 * which it is given up. What is given up changes nothing; whoever opens takes care of that.
 *
 * Nobody may be looking: then it is silent, and goes to its end.
 */
import { createCancelSource, type CancelSignal } from '../../shared/contract/cancellation.ts';
import type { StreamSink, StreamSource } from '../../shared/contract/define.ts';
import { err, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { OpeningStep, OpeningView } from '../../shared/views/opening-view.ts';
import { inPieces } from './in-pieces.ts';

export interface OpeningWay {
  readonly signal: CancelSignal;
  tell(step: OpeningStep, share: number): void;
  /** Does work of one step in pieces. Refuses with `document.openingCancelled`. */
  inPieces<T>(step: OpeningStep, work: Iterator<number, Result<T>>): Promise<Result<T>>;
  /** Refuses with `document.openingCancelled` once it was given up, with what came out else. */
  outcome<T>(came: Result<T>): Result<T>;
}

/** Least change that is told. */
const SHARE_STEP = 0.01;

const CANCELLED: AppError = {
  code: 'document.openingCancelled',
  message: 'The opening was given up; what was open before is open still.',
  hint: 'Open it again, or another.',
};

/** What is being opened in one session, for its screen. */
export class OpeningBoard {
  readonly #sinks = new Set<StreamSink>();
  #view: OpeningView = { share: 0 };

  /** Begins a way that somebody waits for; `signal` gives it up. */
  begin(signal: CancelSignal): OpeningWay {
    return wayOf(signal, (step, share) => this.#show({ step, share }));
  }

  /** Nothing is being opened any more. */
  end(): void {
    this.#show({ share: 0 });
  }

  source(sink: StreamSink): StreamSource<OpeningView> {
    this.#sinks.add(sink);
    return {
      pull: () => this.#view,
      dispose: () => {
        this.#sinks.delete(sink);
      },
    };
  }

  #show(next: OpeningView): void {
    const before = this.#view;
    const isNear = Math.abs(next.share - before.share) < SHARE_STEP;
    if (next.step === before.step && isNear) return;
    this.#view = next;
    for (const sink of this.#sinks) sink.notify();
  }
}

function wayOf(signal: CancelSignal, tell: OpeningWay['tell']): OpeningWay {
  return {
    signal,
    tell,
    inPieces: async (step, work) => {
      tell(step, 0);
      if (signal.aborted) return err(CANCELLED);
      return inPieces(work, {
        signal,
        cancelled: CANCELLED,
        told: (share) => tell(step, Math.min(1, share)),
      });
    },
    outcome: (came) => (signal.aborted ? err(CANCELLED) : came),
  };
}

/** For whoever opens without a screen: nothing is told and nothing can be given up. */
export const SILENT_WAY: OpeningWay = wayOf(createCancelSource().signal, () => undefined);
