/**
 * One subscription at the answering end: at most one event that the client has not acknowledged.
 *
 * The publisher says "there is something" as often as it likes; the source is pulled only when the
 * last event was acknowledged. That one rule turns a slow client into larger patches instead of a
 * queue that grows. Nothing here knows frames or transports.
 */
import type { AppError, Result } from '../kernel/result.ts';
import type { StreamSink, StreamSource } from './define.ts';

interface SubscriptionPorts {
  readonly connectionId: string;
  /** Parses an event by its schema; a refusal ends the stream. */
  check(event: unknown): Result<unknown>;
  send(serial: number, event: unknown): Result<undefined>;
  /** Tells the client that the stream is over; without a refusal it ended in peace. */
  end(refusal: AppError | undefined): void;
  /** Reports a throw of the source and makes the refusal for the client. */
  bug(error: unknown): AppError;
}

export class ServedSubscription implements StreamSink {
  readonly connectionId: string;
  readonly #ports: SubscriptionPorts;
  #source: StreamSource<unknown> | undefined;
  #serial = 0;
  /** Something may have happened since the last pull; true at first, for the whole view. */
  #wanted = true;
  #awaitingAck = false;
  /** A source that notifies from within its own pull is pulled again later, not inside itself. */
  #pulling = false;
  #over = false;

  constructor(ports: SubscriptionPorts) {
    this.#ports = ports;
    this.connectionId = ports.connectionId;
  }

  /** Opens the source and sends the first view. */
  start(open: () => Result<StreamSource<unknown>>): void {
    let opened: Result<StreamSource<unknown>>;
    try {
      opened = open();
    } catch (error) {
      return this.#finish(this.#ports.bug(error));
    }
    if (!opened.ok) return this.#finish(opened.error);
    this.#source = opened.value;
    // The handler may have ended the sink, or the client gone, while the source was made.
    if (this.#over) return this.release();
    this.#flush();
  }

  notify(): void {
    this.#wanted = true;
    this.#flush();
  }

  end(): void {
    this.#finish(undefined);
  }

  /** The client has dealt with an event; any serial but the last one sent is ignored. */
  acknowledge(serial: number): void {
    if (!this.#awaitingAck || serial !== this.#serial) return;
    this.#awaitingAck = false;
    this.#flush();
  }

  /** Lets the source go without telling the client. */
  release(): void {
    this.#over = true;
    const source = this.#source;
    this.#source = undefined;
    try {
      source?.dispose();
    } catch (error) {
      this.#ports.bug(error);
    }
  }

  #flush(): void {
    if (this.#over || !this.#wanted || this.#awaitingAck || this.#pulling) return;
    if (this.#source === undefined) return;
    this.#wanted = false;
    this.#pulling = true;
    let event: unknown;
    try {
      event = this.#source.pull();
    } catch (error) {
      return this.#finish(this.#ports.bug(error));
    } finally {
      this.#pulling = false;
    }
    if (event === undefined || this.#over) return;
    const checked = this.#ports.check(event);
    if (!checked.ok) return this.#finish(checked.error);
    this.#serial += 1;
    this.#awaitingAck = true;
    const sent = this.#ports.send(this.#serial, checked.value);
    if (!sent.ok) this.#finish(sent.error);
  }

  #finish(refusal: AppError | undefined): void {
    if (this.#over) return;
    this.release();
    this.#ports.end(refusal);
  }
}
