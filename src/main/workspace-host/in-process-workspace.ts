/**
 * A workspace in this thread, for the command line and for tests.
 *
 * Connections behave as if a thread lay between: values are cloned and arrive in a later turn.
 */
import { createMemoryTransports } from './memory-transport.ts';
import type { ContractShape } from '../../shared/contract/define.ts';
import type { ServeReport } from '../../shared/contract/serve.ts';
import { DisposableStore } from '../../shared/kernel/disposable.ts';
import { acceptConnection, type WorkspaceHost, type WorkspaceService } from './workspace-host.ts';

/** Starts serving; `report` hears of handlers that threw. */
export function startInProcessWorkspace<C extends ContractShape>(
  service: WorkspaceService<C>,
  report: (entry: ServeReport) => void,
): WorkspaceHost {
  const connections = new DisposableStore();
  let opened = 0;
  return {
    open(encoding) {
      opened += 1;
      const [near, far] = createMemoryTransports();
      const connectionId = `memory-${opened}`;
      connections.add(
        acceptConnection(service, { transport: far, encoding, connectionId, report }),
      );
      return near;
    },
    async stop() {
      connections.dispose();
      await service.close();
    },
  };
}
