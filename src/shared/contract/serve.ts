/**
 * The answering end of a contract, over any transport.
 *
 * Every message is surveyed, parsed and looked up before a handler sees it, and every answer is
 * parsed before it leaves: a workspace that lies is found here, on the side that can log it.
 * A handler that throws costs its caller an `internal.bug` and nobody else anything; the stack
 * goes to `report` and never across. This file must not know what any call means.
 */
import { unreachable } from '../kernel/assert.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { AppError, Result } from '../kernel/result.ts';
import { err, ok, OK } from '../kernel/result.ts';
import { createCancelSource, type CancelSource } from './cancellation.ts';
import { contractHash } from './contract-hash.ts';
import { callNamed, streamNamed } from './contract-lookup.ts';
import type {
  CallContext,
  CallDefinition,
  ContractShape,
  Handlers,
  StreamSink,
  StreamSource,
} from './define.ts';
import { CONNECTION_ID, parseFrame, portableError, replyIdOf, type FrameOf } from './frame.ts';
import { ipcError, refusalOf } from './ipc-error.ts';
import { REPLY_LIMITS, REQUEST_LIMITS, surveyPayload, type PayloadLimits } from './payload.ts';
import { ServedSubscription } from './served-subscription.ts';
import type { CloseReason, Transport } from './transport.ts';

/** Something the host should write to its log; `error` keeps its stack. */
export interface ServeReport {
  readonly connectionId: string;
  readonly what: string;
  readonly error: unknown;
}

export interface ServeLimits {
  /** Calls unanswered at one time. */
  readonly callsInFlight: number;
  readonly subscriptions: number;
  /** Messages that could not be attributed to a call, after which the connection is closed. */
  readonly violations: number;
  readonly request: PayloadLimits;
  readonly reply: PayloadLimits;
}

export const SERVE_LIMITS: ServeLimits = {
  callsInFlight: 128,
  subscriptions: 64,
  violations: 10,
  request: REQUEST_LIMITS,
  reply: REPLY_LIMITS,
};

export interface ServeOptions {
  readonly appVersion: string;
  readonly connectionId: string;
  readonly report: (entry: ServeReport) => void;
  readonly limits?: Partial<ServeLimits>;
}

/** Handlers as this file calls them, after the contract's types have done their work. */
type AnyHandler = (
  value: unknown,
  context: CallContext | StreamSink,
) => Result<unknown> | Promise<Result<unknown>>;

/**
 * Answers a contract over a transport until it closes or is disposed of, which cancels the calls
 * in flight and disposes of every stream source.
 */
export function serve<C extends ContractShape>(
  contract: C,
  handlers: Handlers<C>,
  transport: Transport,
  options: ServeOptions,
): Disposable {
  const connection = new ServedConnection({ contract, handlers, transport, options });
  return { dispose: () => connection.close() };
}

class ServedConnection {
  readonly #contract: ContractShape;
  readonly #handlers: object;
  readonly #transport: Transport;
  readonly #options: ServeOptions;
  readonly #limits: ServeLimits;
  readonly #hash: string;
  readonly #calls = new Map<number, CancelSource>();
  readonly #subscriptions = new Map<number, ServedSubscription>();
  #greeting: 'awaited' | 'matched' | 'stale' = 'awaited';
  #lastId = 0;
  #violations = 0;
  #closed = false;

  constructor(parts: {
    contract: ContractShape;
    handlers: object;
    transport: Transport;
    options: ServeOptions;
  }) {
    this.#contract = parts.contract;
    this.#handlers = parts.handlers;
    this.#transport = parts.transport;
    this.#options = parts.options;
    this.#limits = { ...SERVE_LIMITS, ...parts.options.limits };
    this.#hash = contractHash(parts.contract);
    parts.transport.onFrame((raw) => this.#receive(raw));
    parts.transport.onClose(() => this.#release());
  }

  close(reason?: CloseReason): void {
    this.#release();
    this.#transport.close(reason);
  }

  #release(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const source of this.#calls.values()) source.cancel();
    for (const subscription of this.#subscriptions.values()) subscription.release();
    this.#calls.clear();
    this.#subscriptions.clear();
  }

  #receive(raw: unknown): void {
    if (this.#closed) return;
    const survey = surveyPayload(raw, this.#limits.request);
    const parsed = survey.ok ? parseFrame(raw) : survey;
    if (!parsed.ok) return this.#refuseUnreadable(raw, parsed.error);
    const frame = parsed.value;
    if (frame.kind === 'hello') return this.#greet(frame);
    switch (frame.kind) {
      case 'call':
        return this.#call(frame);
      case 'sub':
        return this.#subscribe(frame);
      case 'cancel':
        return this.#calls.get(frame.id)?.cancel();
      case 'unsub':
        return this.#unsubscribe(frame.id);
      case 'ack':
        return this.#subscriptions.get(frame.id)?.acknowledge(frame.serial);
      case 'event':
      case 'reply':
        return this.#violate(
          ipcError('ipc.invalid', {
            message: `The message has the wrong shape: kind: a client never sends "${frame.kind}".`,
            details: { path: 'kind', reason: 'not a client message' },
          }),
        );
      default:
        return unreachable(frame);
    }
  }

  #greet(frame: FrameOf<'hello'>): void {
    this.#greeting = frame.contractHash === this.#hash ? 'matched' : 'stale';
    this.#send({
      kind: 'hello',
      contractHash: this.#hash,
      appVersion: this.#options.appVersion,
    });
  }

  /** Whether a new call or subscription may start; its own id carries the refusal if it may. */
  #admit(frame: FrameOf<'call'> | FrameOf<'sub'>): boolean {
    if (frame.id <= this.#lastId) {
      this.#violate(
        ipcError('ipc.duplicateId', {
          message: `Id ${frame.id} was refused: ids must rise, and ${this.#lastId} has been used.`,
          details: { id: frame.id, lastId: this.#lastId },
        }),
      );
      return false;
    }
    this.#lastId = frame.id;
    const refusal = this.#greetingRefusal() ?? this.#crowdRefusal(frame.kind);
    if (refusal !== undefined) this.#refuse(frame.id, refusal);
    return refusal === undefined;
  }

  #greetingRefusal(): AppError | undefined {
    if (this.#greeting === 'matched') return undefined;
    if (this.#greeting === 'stale') {
      const { appVersion } = this.#options;
      return ipcError('ipc.staleClient', {
        message: `This page does not belong to Racklab ${appVersion}, which is running.`,
        details: { appVersion },
      });
    }
    return ipcError('ipc.helloExpected', {
      message: 'The first message of a connection must be its greeting.',
    });
  }

  #crowdRefusal(kind: 'call' | 'sub'): AppError | undefined {
    const [size, limit, unit] =
      kind === 'call'
        ? ([this.#calls.size, this.#limits.callsInFlight, 'calls in flight'] as const)
        : ([this.#subscriptions.size, this.#limits.subscriptions, 'subscriptions'] as const);
    if (size < limit) return undefined;
    return ipcError('ipc.busy', {
      message: `This connection has ${size} ${unit}, the most it may have.`,
      details: { limit, unit },
      retryable: true,
    });
  }

  #call(frame: FrameOf<'call'>): void {
    if (!this.#admit(frame)) return;
    const definition = callNamed(this.#contract, frame.name);
    if (!definition.ok) return this.#refuse(frame.id, definition.error);
    const parsed = definition.value.input.safeParse(frame.input);
    if (!parsed.success) {
      const what = `The input of ${frame.name}`;
      return this.#refuse(frame.id, refusalOf({ what, issues: parsed.error.issues }));
    }
    void this.#answer(frame, definition.value, parsed.data);
  }

  /** Runs a handler and sends its answer, unless the caller has cancelled or gone. */
  async #answer(frame: FrameOf<'call'>, definition: CallDefinition, value: unknown): Promise<void> {
    const source = createCancelSource();
    this.#calls.set(frame.id, source);
    let answer: Result<unknown>;
    try {
      answer = await this.#handler(frame.name)(value, {
        signal: source.signal,
        connectionId: this.#options.connectionId,
      });
      if (answer.ok) answer = this.#checked(frame.name, definition.output.safeParse(answer.value));
    } catch (error) {
      answer = err(this.#bug(frame.name, error));
    }
    this.#calls.delete(frame.id);
    if (this.#closed || source.signal.aborted) return;
    if (!answer.ok) return this.#refuse(frame.id, answer.error);
    const reply = { kind: 'reply', id: frame.id, ok: true, value: answer.value };
    const sent = this.#send(reply);
    if (!sent.ok) this.#refuse(frame.id, sent.error);
  }

  #subscribe(frame: FrameOf<'sub'>): void {
    if (!this.#admit(frame)) return;
    const definition = streamNamed(this.#contract, frame.name);
    if (!definition.ok) return this.#refuse(frame.id, definition.error);
    const { event: schema, params } = definition.value;
    const parsed = params.safeParse(frame.params);
    if (!parsed.success) {
      const what = `The parameters of ${frame.name}`;
      return this.#refuse(frame.id, refusalOf({ what, issues: parsed.error.issues }));
    }
    const subscription = new ServedSubscription({
      connectionId: this.#options.connectionId,
      check: (event) => this.#checked(frame.name, schema.safeParse(event)),
      send: (serial, value) => this.#send({ kind: 'event', id: frame.id, serial, value }),
      end: (refusal) => this.#endStream(frame.id, refusal),
      bug: (error) => this.#bug(frame.name, error),
    });
    this.#subscriptions.set(frame.id, subscription);
    // The pair contract/handlers was typed by `Handlers<C>`; a stream's handler is synchronous.
    const handler = this.#handler(frame.name) as (
      params: unknown,
      sink: StreamSink,
    ) => Result<StreamSource<unknown>>;
    subscription.start(() => handler(parsed.data, subscription));
  }

  #unsubscribe(id: number): void {
    this.#subscriptions.get(id)?.release();
    this.#subscriptions.delete(id);
  }

  #endStream(id: number, refusal: AppError | undefined): void {
    this.#subscriptions.delete(id);
    if (refusal === undefined) this.#send({ kind: 'reply', id, ok: true });
    else this.#refuse(id, refusal);
  }

  #handler(name: string): AnyHandler {
    // `Handlers<C>` promises a handler for every key; the key was looked up in the contract.
    return (this.#handlers as Readonly<Record<string, AnyHandler>>)[name] as AnyHandler;
  }

  #checked(
    name: string,
    parsed: { success: true; data: unknown } | { success: false; error: Error },
  ): Result<unknown> {
    return parsed.success ? ok(parsed.data) : err(this.#bug(name, parsed.error));
  }

  #bug(name: string, error: unknown): AppError {
    this.#options.report({ connectionId: this.#options.connectionId, what: name, error });
    return ipcError('internal.bug', {
      message: `Racklab failed while answering "${name}". The log of the host says where.`,
      details: { name },
    });
  }

  #refuseUnreadable(raw: unknown, error: AppError): void {
    const id = replyIdOf(raw);
    if (id <= this.#lastId) return this.#violate(error);
    this.#lastId = id;
    this.#refuse(id, error);
  }

  /** Refuses a message that belongs to no call; a client that keeps sending them is let go. */
  #violate(error: AppError): void {
    this.#violations += 1;
    this.#refuse(CONNECTION_ID, error);
    if (this.#violations >= this.#limits.violations) this.close(error);
  }

  #refuse(id: number, error: AppError): void {
    this.#send({ kind: 'reply', id, ok: false, error: portableError(error) });
  }

  /** Surveys and sends; columns are named, so that a transport can move instead of copy them. */
  #send(frame: unknown): Result<undefined> {
    if (this.#closed) return OK;
    const survey = surveyPayload(frame, this.#limits.reply);
    if (!survey.ok) return survey;
    return this.#transport.send(frame, survey.value.columns);
  }
}
