/**
 * Several workspaces side by side, one for each tab of a screen: each has a thread and an open
 * document of its own and knows nothing of the others. A place begins when somebody first goes
 * there and lasts until the program ends, so that its document stays open while another is shown.
 */
import { PLACE_FIRST } from '../../shared/contract/port-handover.ts';
import type { Transport } from '../../shared/contract/transport.ts';
import type { Encoding, WorkspaceHost } from './workspace-host.ts';

/** Places of a host; `make` starts the workspace of one. The first begins at once. */
export function startWorkspacePlaces(make: (place: number) => WorkspaceHost): WorkspaceHost {
  const hosts = new Map([[PLACE_FIRST, make(PLACE_FIRST)]]);
  return {
    open(encoding: Encoding, place: number = PLACE_FIRST): Transport {
      const host = hosts.get(place) ?? make(place);
      hosts.set(place, host);
      return host.open(encoding);
    },
    async stop() {
      await Promise.all([...hosts.values()].map((host) => host.stop()));
    },
  };
}
