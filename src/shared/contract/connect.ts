/**
 * The asking end of a contract, over any transport.
 *
 * Calls answer with a Result and never reject: a closed connection, a cancelled call and a wrong
 * shape are refusals like any other. Events are acknowledged when their listener is done, which is
 * what lets the workspace merge for a slow screen. This file must not know what any call means.
 */
import type { AppError, Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { CancelSignal } from './cancellation.ts';
import { contractHash } from './contract-hash.ts';
import { callNamed, streamNamed } from './contract-lookup.ts';
import type {
  CallDefinition,
  CallInput,
  CallName,
  CallOutput,
  ContractShape,
  StreamDefinition,
  StreamEvent,
  StreamName,
  StreamParams,
} from './define.ts';
import { CONNECTION_ID, parseFrame, type FrameOf } from './frame.ts';
import { ipcError, refusalOf } from './ipc-error.ts';
import { REQUEST_LIMITS, surveyPayload, type PayloadLimits } from './payload.ts';
import type { CloseReason, Transport } from './transport.ts';

export interface ConnectOptions {
  readonly appVersion: string;
  /** Told of faults that belong to no call: a listener that threw, a message out of place. */
  readonly report: (what: string, error: unknown) => void;
  readonly limits?: PayloadLimits;
  /** The contract's hash where the build knows it; worked out otherwise, which takes a while. */
  readonly contractHash?: string;
}

export interface CallOptions {
  /** Aborting answers the call with `ipc.cancelled` at once and tells the workspace. */
  readonly signal?: CancelSignal;
}

/** Told once when a stream ends by itself: undefined in peace, else why. */
export type StreamEnd = (refusal: AppError | undefined) => void;

export interface Client<C extends ContractShape> {
  /** Resolves once: with the version of the workspace's host, or `ipc.staleClient`/`ipc.closed`. */
  readonly ready: Promise<Result<{ appVersion: string }>>;
  call<N extends CallName<C>>(
    name: N,
    input: CallInput<C, N>,
    options?: CallOptions,
  ): Promise<Result<CallOutput<C, N>>>;
  /** Subscribes; the returned function unsubscribes and may be called again without effect. */
  subscribe<N extends StreamName<C>>(
    name: N,
    params: StreamParams<C, N>,
    onEvent: (event: StreamEvent<C, N>) => void | Promise<void>,
    onEnd?: StreamEnd,
  ): () => void;
  /** Told once when the connection is over, at once if it is already. */
  onClose(listener: (reason: CloseReason) => void): void;
  close(): void;
}

/** Greets the other end and returns the client of a contract. */
export function connect<C extends ContractShape>(
  contract: C,
  transport: Transport,
  options: ConnectOptions,
): Client<C> {
  const core = new ClientCore(contract, transport, options);
  // The core speaks in `unknown`; the contract's mapped types are put on here and nowhere else.
  return {
    ready: core.ready,
    call: (name, input, callOptions) =>
      core.call(name, input, callOptions) as Promise<Result<CallOutput<C, typeof name>>>,
    subscribe: (name, params, onEvent, onEnd) =>
      core.subscribe({ name, params, onEvent: onEvent as (event: unknown) => void, onEnd }),
    onClose: (listener) => core.onClose(listener),
    close: () => core.close(),
  };
}

interface PendingCall {
  readonly name: string;
  readonly definition: CallDefinition;
  settle(answer: Result<unknown>): void;
}

interface OpenStream {
  readonly name: string;
  readonly definition: StreamDefinition;
  onEvent(event: unknown): void | Promise<void>;
  readonly onEnd: StreamEnd | undefined;
}

class ClientCore {
  readonly ready: Promise<Result<{ appVersion: string }>>;
  readonly #contract: ContractShape;
  readonly #transport: Transport;
  readonly #options: ConnectOptions;
  readonly #hash: string;
  readonly #calls = new Map<number, PendingCall>();
  readonly #streams = new Map<number, OpenStream>();
  readonly #closeListeners: ((reason: CloseReason) => void)[] = [];
  #nextId = 1;
  /** Why nothing can be asked any more: the connection closed, or the page is stale. */
  #refusal: AppError | undefined;
  #closed: CloseReason | undefined;
  #greeted: (result: Result<{ appVersion: string }>) => void = () => undefined;

  constructor(contract: ContractShape, transport: Transport, options: ConnectOptions) {
    this.#contract = contract;
    this.#transport = transport;
    this.#options = options;
    this.#hash = options.contractHash ?? contractHash(contract);
    this.ready = new Promise((resolve) => {
      this.#greeted = resolve;
    });
    transport.onFrame((raw) => this.#receive(raw));
    transport.onClose((reason) => this.#end(reason));
    this.#send({ kind: 'hello', contractHash: this.#hash, appVersion: options.appVersion });
  }

  call(name: string, input: unknown, options: CallOptions = {}): Promise<Result<unknown>> {
    const definition = callNamed(this.#contract, name);
    if (!definition.ok) return Promise.resolve(definition);
    if (this.#refusal !== undefined) return Promise.resolve(err(this.#refusal));
    if (options.signal?.aborted === true) return Promise.resolve(err(cancelled(name)));
    // Parsing here too gives the refusal without a round trip, and copies reactive proxies of the
    // screen into plain objects, which is all that a structured clone accepts.
    const parsed = definition.value.input.safeParse(input);
    if (!parsed.success) {
      const what = `The input of ${name}`;
      return Promise.resolve(err(refusalOf({ what, issues: parsed.error.issues })));
    }
    return this.#ask({
      name,
      definition: definition.value,
      input: parsed.data,
      signal: options.signal,
    });
  }

  #ask(question: {
    name: string;
    definition: CallDefinition;
    input: unknown;
    signal: CancelSignal | undefined;
  }): Promise<Result<unknown>> {
    const { name, definition, signal } = question;
    const id = this.#nextId;
    this.#nextId += 1;
    const answer = new Promise<Result<unknown>>((resolve) => {
      this.#calls.set(id, { name, definition, settle: resolve });
    });
    const sent = this.#send({ kind: 'call', id, name, input: question.input });
    if (!sent.ok) this.#settle(id, sent);
    return signal === undefined ? answer : this.#untilAborted({ id, name, answer, signal });
  }

  async #untilAborted(asked: {
    id: number;
    name: string;
    answer: Promise<Result<unknown>>;
    signal: CancelSignal;
  }): Promise<Result<unknown>> {
    const { signal } = asked;
    const cancel = this.#canceller(asked);
    signal.addEventListener('abort', cancel);
    try {
      return await asked.answer;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  #canceller(asked: { id: number; name: string }): () => void {
    return () => {
      this.#settle(asked.id, err(cancelled(asked.name)));
      this.#send({ kind: 'cancel', id: asked.id });
    };
  }

  subscribe(request: {
    name: string;
    params: unknown;
    onEvent: (event: unknown) => void | Promise<void>;
    onEnd: StreamEnd | undefined;
  }): () => void {
    const { name, params, onEvent, onEnd } = request;
    const definition = streamNamed(this.#contract, name);
    if (!definition.ok) return refusedStream(definition.error, onEnd);
    const parsed = definition.value.params.safeParse(params);
    if (!parsed.success) {
      const what = `The parameters of ${name}`;
      return refusedStream(refusalOf({ what, issues: parsed.error.issues }), onEnd);
    }
    if (this.#refusal !== undefined) return refusedStream(this.#refusal, onEnd);
    const id = this.#nextId;
    this.#nextId += 1;
    this.#streams.set(id, { name, definition: definition.value, onEvent, onEnd });
    const sent = this.#send({ kind: 'sub', id, name, params: parsed.data });
    if (!sent.ok) this.#endStream(id, sent.error);
    return () => {
      if (this.#streams.delete(id)) this.#send({ kind: 'unsub', id });
    };
  }

  onClose(listener: (reason: CloseReason) => void): void {
    if (this.#closed !== undefined) listener(this.#closed);
    else this.#closeListeners.push(listener);
  }

  close(): void {
    const reason = ipcError('ipc.closed', { message: 'The connection was closed by this side.' });
    this.#end(reason);
    this.#transport.close(reason);
  }

  #end(reason: CloseReason): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    this.#refuseAll(reason);
    for (const listener of this.#closeListeners.splice(0)) listener(reason);
  }

  /** From now on everything asked is refused for one reason; so is all that is still open. */
  #refuseAll(reason: AppError): void {
    this.#refusal = reason;
    this.#greeted(err(reason));
    const calls = [...this.#calls.keys()];
    for (const id of calls) this.#settle(id, err(reason));
    const streams = [...this.#streams.keys()];
    for (const id of streams) this.#endStream(id, reason);
  }

  #receive(raw: unknown): void {
    if (this.#closed !== undefined) return;
    const parsed = parseFrame(raw);
    if (!parsed.ok) return this.#options.report('message', parsed.error);
    const frame = parsed.value;
    switch (frame.kind) {
      case 'hello':
        return this.#greet(frame);
      case 'event':
        return void this.#deliver(frame);
      case 'reply':
        return this.#answered(frame);
      default:
        return this.#options.report('message', `"${frame.kind}" is never sent to a client`);
    }
  }

  #greet(frame: FrameOf<'hello'>): void {
    const { appVersion } = frame;
    const { appVersion: pageVersion } = this.#options;
    if (frame.contractHash === this.#hash) {
      return this.#greeted(ok({ appVersion }));
    }
    this.#refuseAll(
      ipcError('ipc.staleClient', {
        message: `This page belongs to Racklab ${pageVersion}; the one running is ${appVersion}.`,
        details: { pageVersion, appVersion },
      }),
    );
  }

  #answered(frame: FrameOf<'reply'>): void {
    if (frame.id === CONNECTION_ID) {
      return this.#options.report('connection', frame.ok ? undefined : frame.error);
    }
    if (this.#streams.has(frame.id)) {
      return this.#endStream(frame.id, frame.ok ? undefined : frame.error);
    }
    const call = this.#calls.get(frame.id);
    // The answer of a cancelled call may still arrive; nobody waits for it.
    if (call === undefined) return;
    if (!frame.ok) return this.#settle(frame.id, err(frame.error));
    const parsed = call.definition.output.safeParse(frame.value);
    if (parsed.success) return this.#settle(frame.id, ok(parsed.data));
    const what = `The answer of ${call.name}`;
    const refusal = refusalOf({ what, issues: parsed.error.issues, code: 'ipc.invalidReply' });
    this.#settle(frame.id, err(refusal));
  }

  async #deliver(frame: FrameOf<'event'>): Promise<void> {
    const stream = this.#streams.get(frame.id);
    if (stream === undefined) return;
    const parsed = stream.definition.event.safeParse(frame.value);
    if (!parsed.success) {
      const what = `An event of ${stream.name}`;
      this.#send({ kind: 'unsub', id: frame.id });
      const issues = parsed.error.issues;
      return this.#endStream(frame.id, refusalOf({ what, issues, code: 'ipc.invalidReply' }));
    }
    try {
      await stream.onEvent(parsed.data);
    } catch (error) {
      this.#options.report(stream.name, error);
    }
    if (this.#streams.has(frame.id)) {
      this.#send({ kind: 'ack', id: frame.id, serial: frame.serial });
    }
  }

  #settle(id: number, answer: Result<unknown>): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    this.#calls.delete(id);
    call.settle(answer);
  }

  #endStream(id: number, refusal: AppError | undefined): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    this.#streams.delete(id);
    stream.onEnd?.(refusal);
  }

  #send(frame: unknown): Result<undefined> {
    if (this.#closed !== undefined) return err(this.#closed);
    const survey = surveyPayload(frame, this.#options.limits ?? REQUEST_LIMITS);
    return survey.ok ? this.#transport.send(frame, survey.value.columns) : survey;
  }
}

function refusedStream(refusal: AppError, onEnd: StreamEnd | undefined): () => void {
  onEnd?.(refusal);
  return function unsubscribeNothing() {};
}

function cancelled(name: string): AppError {
  return ipcError('ipc.cancelled', {
    message: `The call "${name}" was cancelled before its answer came.`,
    details: { name },
  });
}
