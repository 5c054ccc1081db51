/**
 * An event emitter that knows which events it will ever emit. Listening to another one throws: in
 * Electron it might come, here it never would, and the code behind it would go untested unnoticed.
 */
import { EventEmitter } from 'node:events';

type Listener = (...args: never[]) => void;

export class KnownEmitter extends EventEmitter {
  readonly #name: string;
  readonly #events: readonly string[];

  constructor(name: string, events: readonly string[]) {
    super();
    this.#name = name;
    this.#events = events;
  }

  override on(event: string, listener: Listener): this {
    this.#check(event);
    return super.on(event, listener as never);
  }

  override once(event: string, listener: Listener): this {
    this.#check(event);
    return super.once(event, listener as never);
  }

  #check(event: string): void {
    if (!this.#events.includes(event)) {
      throw new Error(`the Electron shim never emits "${event}" on ${this.#name}`);
    }
  }
}
