/**
 * The thread's side of a workspace in a worker: serves the connections it is handed until told to
 * stop. The entry file makes the service and calls this; it must not know windows or sockets.
 */
import type { MessagePort } from 'node:worker_threads';
import type { ContractShape } from '../../shared/contract/define.ts';
import type { ServeReport } from '../../shared/contract/serve.ts';
import { unreachable } from '../../shared/kernel/assert.ts';
import { DisposableStore } from '../../shared/kernel/disposable.ts';
import { messagePortTransport } from './message-port-transport.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';
import { acceptConnection, type WorkspaceService } from './workspace-host.ts';

/** Serves over `control`, the worker's own port to the main side, and says that it is ready. */
export function serveWorkspaceThread<C extends ContractShape>(
  service: WorkspaceService<C>,
  control: MessagePort,
): void {
  const connections = new DisposableStore();

  function tell(message: FromWorker): void {
    control.postMessage(message, []);
  }

  function report(entry: ServeReport): void {
    const { connectionId, what, error } = entry;
    const known = error instanceof Error ? error : new Error(String(error));
    tell({
      kind: 'report',
      report: { connectionId, what, message: known.message, stack: known.stack },
    });
  }

  async function stop(): Promise<void> {
    connections.dispose();
    await service.close();
    tell({ kind: 'stopped' });
    control.close();
  }

  control.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'connect': {
        const { port, encoding, connectionId } = message;
        const transport = messagePortTransport(port);
        connections.add(acceptConnection(service, { transport, encoding, connectionId, report }));
        return;
      }
      case 'stop':
        void stop();
        return;
      default:
        unreachable(message);
    }
  });
  tell({ kind: 'ready' });
}
