/**
 * What runs in the page's isolated world before the built preload: the `require` of a sandboxed
 * preload with `ipcRenderer` in it, and real DOM message ports that stand for those of the main
 * process. The function is sent as source text, so everything it uses comes in as a parameter.
 */
import type { IpcRenderer, IpcRendererEvent } from 'electron';

/** Name of the world, of the way out of it, and of the way in. */
export const WORLD = 'electron-shim-preload';
export const OUT = '__electronShimOut';
export const IN = '__electronShimIn';

/** From the page to Node. */
export type FromWorld =
  | { readonly kind: 'ipc'; readonly channel: string; readonly args: string }
  | { readonly kind: 'port-message'; readonly port: number; readonly data: string }
  | { readonly kind: 'port-close'; readonly port: number }
  | { readonly kind: 'fault'; readonly text: string };

/** From Node to the page. */
export type ToWorld =
  | {
      readonly kind: 'ipc';
      readonly channel: string;
      readonly message: string;
      readonly ports: number[];
    }
  | { readonly kind: 'port-message'; readonly port: number; readonly data: string }
  | { readonly kind: 'port-close'; readonly port: number };

interface Tools {
  readonly out: string;
  readonly in: string;
  toCloneText(value: unknown): string;
  fromCloneText(text: string): unknown;
  preload(require: (name: string) => unknown, module: object, exports: object): void;
}

/** Sets the world up and runs the preload in it. */
export function setUpWorld(tools: Tools): void {
  // A sandboxed preload runs in the main frame only.
  if (window.top !== window) return;
  type Listener = (event: IpcRendererEvent, ...args: unknown[]) => void;
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const listeners = new Map<string, Listener[]>();
  const ports = new Map<number, MessagePort>();

  function send(message: FromWorld): void {
    world[tools.out]?.(JSON.stringify(message));
  }

  function refusing<T extends object>(name: string, target: T): T {
    return new Proxy(target, {
      get(object, key) {
        if (!(key in object)) throw new Error(`the Electron shim has no ${name}.${String(key)}`);
        return Reflect.get(object, key) as unknown;
      },
    });
  }

  /** The page's end of a port; this end stays here and speaks for the main process. */
  function openPort(port: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      send({ kind: 'port-message', port, data: tools.toCloneText(data) });
    });
    port1.addEventListener('close', () => {
      ports.delete(port);
      send({ kind: 'port-close', port });
    });
    port1.start();
    ports.set(port, port1);
    return port2;
  }

  const ipcRenderer: Pick<IpcRenderer, 'send' | 'on'> = refusing('ipcRenderer', {
    send(channel: string, ...args: unknown[]) {
      send({ kind: 'ipc', channel, args: tools.toCloneText(args) });
    },
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer as IpcRenderer;
    },
  });

  function deliver(message: ToWorld): void {
    if (message.kind === 'port-message') {
      ports.get(message.port)?.postMessage(tools.fromCloneText(message.data));
    } else if (message.kind === 'port-close') {
      ports.get(message.port)?.close();
      ports.delete(message.port);
    } else {
      const event = refusing('IpcRendererEvent', {
        ports: message.ports.map(openPort),
        sender: ipcRenderer,
      }) as unknown as IpcRendererEvent;
      for (const listener of listeners.get(message.channel) ?? []) {
        listener(event, tools.fromCloneText(message.message));
      }
    }
  }

  world[tools.in] = (text) => deliver(JSON.parse(text) as ToWorld);
  try {
    const module = { exports: {} };
    tools.preload(
      (name) => {
        if (name !== 'electron') throw new Error(`a sandboxed preload cannot require "${name}"`);
        return refusing('electron', { ipcRenderer });
      },
      module,
      module.exports,
    );
  } catch (error) {
    send({ kind: 'fault', text: `the preload threw: ${String(error)}` });
  }
}
