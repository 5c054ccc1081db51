/**
 * Message ports of the main process. The two ends of a channel are joined until one is sent to a
 * page, after which that end lives there.
 */
import type { MessageChannelMain, MessagePortMain } from 'electron';
import { fromCloneText, toCloneText } from './clone-text.ts';
import { KnownEmitter } from './known-emitter.ts';
import { throwing } from './throwing.ts';

/** Where a port that was sent away lives now. */
export interface FarEnd {
  deliver(message: { kind: 'port-message' | 'port-close'; port: number; data: string }): void;
}

let portsMade = 0;

/** Electron's port class, or as much of it as the shim has; messages wait until `start`. */
export class ShimPort
  extends KnownEmitter
  implements Pick<MessagePortMain, 'postMessage' | 'start' | 'close'>
{
  readonly number = (portsMade += 1);
  other: ShimPort | undefined;
  far: FarEnd | undefined;
  #waiting: string[] | undefined = [];
  #closed = false;

  constructor() {
    super('MessagePortMain', ['message', 'close']);
  }

  postMessage(message: unknown, transfer?: MessagePortMain[]): void {
    if (transfer !== undefined && transfer.length > 0) {
      throw new Error('the Electron shim cannot send ports over ports');
    }
    // Electron throws on what cannot be cloned before anything is sent, and so does this.
    const data = toCloneText(message);
    const { other } = this;
    if (this.#closed || other === undefined) return;
    if (other.far === undefined) queueMicrotask(() => other.receive(data));
    else other.far.deliver({ kind: 'port-message', port: other.number, data });
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const data of waiting) this.#tell(data);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { other } = this;
    if (other?.far === undefined) queueMicrotask(() => other?.end());
    else other.far.deliver({ kind: 'port-close', port: other.number, data: '' });
  }

  /** A message came from the other end. */
  receive(data: string): void {
    if (this.#closed) return;
    if (this.#waiting === undefined) this.#tell(data);
    else this.#waiting.push(data);
  }

  /** The other end is gone. */
  end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.emit('close');
  }

  #tell(data: string): void {
    this.emit('message', { data: fromCloneText(data), ports: [] });
  }
}

/** `new MessageChannelMain()`. */
export class ShimChannel implements Pick<MessageChannelMain, 'port1' | 'port2'> {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const [first, second] = [new ShimPort(), new ShimPort()];
    first.other = second;
    second.other = first;
    this.port1 = expose(first);
    this.port2 = expose(second);
  }
}

const behind = new WeakMap<object, ShimPort>();

function expose(port: ShimPort): MessagePortMain {
  const exposed = throwing('MessagePortMain', port);
  behind.set(exposed, port);
  return exposed;
}

/** The port behind what the program holds. */
export function portBehind(exposed: MessagePortMain): ShimPort {
  const port = behind.get(exposed);
  if (port === undefined) throw new Error('this port was not made by the Electron shim');
  return port;
}
