/**
 * How a contract is written down, and the types that follow from it.
 *
 * A contract is one object: every key is `area.verb`, every value a call (input, output) or a
 * stream (params, event), each with its schema. The types of clients and handlers are mapped from
 * that object, so there is no second list that could disagree. Nothing here knows transports.
 */
import type { input, output, ZodType } from 'zod';
import type { Result } from '../kernel/result.ts';
import type { CancelSignal } from './cancellation.ts';

/** A question with one answer. */
export interface CallDefinition<I extends ZodType = ZodType, O extends ZodType = ZodType> {
  readonly kind: 'call';
  readonly input: I;
  readonly output: O;
}

/** A question whose answer keeps changing. */
export interface StreamDefinition<P extends ZodType = ZodType, E extends ZodType = ZodType> {
  readonly kind: 'stream';
  readonly params: P;
  readonly event: E;
}

/** Any contract. */
export type ContractShape = Readonly<Record<string, CallDefinition | StreamDefinition>>;

/**
 * Declares a call. Use schemas without transforms: both ends parse with the same schema, so what
 * goes in must come out. Inputs and outputs are plain data; typed arrays by `column(...)`.
 */
export function call<I extends ZodType, O extends ZodType>(schemas: {
  readonly input: I;
  readonly output: O;
}): CallDefinition<I, O> {
  return { kind: 'call', input: schemas.input, output: schemas.output };
}

/** Declares a stream. The first event of a subscription is the whole view, later ones patches. */
export function stream<P extends ZodType, E extends ZodType>(schemas: {
  readonly params: P;
  readonly event: E;
}): StreamDefinition<P, E> {
  return { kind: 'stream', params: schemas.params, event: schemas.event };
}

export type CallName<C extends ContractShape> = {
  [N in keyof C & string]: C[N] extends CallDefinition ? N : never;
}[keyof C & string];

export type StreamName<C extends ContractShape> = {
  [N in keyof C & string]: C[N] extends StreamDefinition ? N : never;
}[keyof C & string];

/** What a caller passes to a call. */
export type CallInput<C extends ContractShape, N extends CallName<C>> =
  C[N] extends CallDefinition<infer I> ? input<I> : never;

/** What a caller receives from a call. */
export type CallOutput<C extends ContractShape, N extends CallName<C>> =
  C[N] extends CallDefinition<ZodType, infer O> ? output<O> : never;

export type StreamParams<C extends ContractShape, N extends StreamName<C>> =
  C[N] extends StreamDefinition<infer P> ? input<P> : never;

export type StreamEvent<C extends ContractShape, N extends StreamName<C>> =
  C[N] extends StreamDefinition<ZodType, infer E> ? output<E> : never;

/** What a call's handler is told besides its input. */
export interface CallContext {
  /** Aborted when the caller cancels or goes away. */
  readonly signal: CancelSignal;
  /** Names the connection, one per window or tab; unique in this process. */
  readonly connectionId: string;
}

/** The publisher's end of one subscription. */
export interface StreamSink {
  /**
   * Says that `pull` has something to give. The source is pulled at once when the client has
   * acknowledged the last event, otherwise after its acknowledgement. Saying it many times costs
   * nothing and queues nothing.
   */
  notify(): void;
  /** Ends the subscription from this side; the source is disposed of. */
  end(): void;
  readonly connectionId: string;
}

/**
 * What a stream's handler returns.
 *
 * `pull` gives ONE event that covers everything since the previous pull, or undefined when there
 * is nothing; the first pull follows at once and gives the whole view. Merging therefore happens
 * in the publisher, by time, and a slow client gets fewer and larger patches, never a queue.
 * The event belongs to the transport from then on: its typed arrays are transferred.
 */
export interface StreamSource<E> {
  pull(): E | undefined;
  /** Called once when the client unsubscribes, goes away, or the stream ends. */
  dispose(): void;
}

/** The handler of one entry; refusals are values, a throw is a bug. */
export type Handler<D> =
  D extends CallDefinition<infer I, infer O>
    ? (value: output<I>, context: CallContext) => Result<input<O>> | Promise<Result<input<O>>>
    : D extends StreamDefinition<infer P, infer E>
      ? (params: output<P>, sink: StreamSink) => Result<StreamSource<input<E>>>
      : never;

/** One handler for every entry of a contract. */
export type Handlers<C extends ContractShape> = {
  readonly [N in keyof C & string]: Handler<C[N]>;
};
