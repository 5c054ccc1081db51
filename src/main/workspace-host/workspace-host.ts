/**
 * What a host sees of a workspace: it opens connections to it, hears of its crashes and stops it.
 *
 * The same interface stands before a worker thread (windows, tabs) and before a workspace in this
 * thread (command line, tests), so that nothing above it knows which one it has.
 */
import type { ContractShape, Handlers } from '../../shared/contract/define.ts';
import { serve, type ServeReport } from '../../shared/contract/serve.ts';
import type { Transport } from '../../shared/contract/transport.ts';
import { wireTransport } from '../../shared/contract/wire-transport.ts';
import type { Disposable } from '../../shared/kernel/disposable.ts';
import { nodeTextCodec } from './text-codec.ts';

/**
 * In which form a connection carries its frames: `clone` for ports, which carry structures;
 * `wire` for sockets, so that text and bytes are made in the workspace's thread and relayed unread.
 */
export type Encoding = 'clone' | 'wire';

/** Why a workspace stopped without being asked to. */
export interface CrashReport {
  readonly message: string;
  readonly stack: string | undefined;
  readonly exitCode: number | undefined;
  /** How often it has been started again so far, this time included. */
  readonly restarts: number;
  /** False when it crashed too often and stays down. */
  readonly restarted: boolean;
}

export interface WorkspaceHost {
  /**
   * Opens a connection; the workspace serves its contract at the other end. A host of several
   * places opens it to one of them, the first when none is named.
   */
  open(encoding: Encoding, place?: number): Transport;
  /** Lets the workspace finish its writing, then ends it. Resolves when it is gone. */
  stop(): Promise<void>;
}

/** The contract of a workspace together with what answers it. */
export interface WorkspaceService<C extends ContractShape> {
  readonly contract: C;
  readonly handlers: Handlers<C>;
  readonly appVersion: string;
  /** Closes what is open, with everything acknowledged on disk. */
  close(): Promise<void>;
}

/** Serves one connection of a workspace, in the form its transport carries. */
export function acceptConnection<C extends ContractShape>(
  service: WorkspaceService<C>,
  connection: {
    readonly transport: Transport;
    readonly encoding: Encoding;
    readonly connectionId: string;
    readonly report: (entry: ServeReport) => void;
  },
): Disposable {
  const { transport, encoding, connectionId, report } = connection;
  return serve(
    service.contract,
    service.handlers,
    encoding === 'wire' ? wireTransport(transport, nodeTextCodec) : transport,
    { appVersion: service.appVersion, connectionId, report },
  );
}
