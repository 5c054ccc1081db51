/**
 * Linked selection: what is selected among places, hosts and plugs lights its machines on the
 * logical view, and what is selected among networks, balancers, services and sets lights its
 * machines where they stand. It finds them anew when the selection or the room changes.
 */
import { computed, type ComputedRef } from 'vue';
import type { TopologyKind } from '../../shared/views/topology-view.ts';
import { useSelection } from '../stores/use-selection.ts';
import { useTopology } from '../stores/use-topology.ts';
import { linkedMachines } from './linked-ids.ts';

/** Kinds that have a place in the room. */
const STANDING: readonly TopologyKind[] = ['place', 'rack', 'host', 'power', 'switch', 'storage'];

export interface Linked {
  readonly inRoom: ComputedRef<ReadonlySet<string>>;
  readonly inLogic: ComputedRef<ReadonlySet<string>>;
}

/** Call inside setup. */
export function useLinked(): Linked {
  const topology = useTopology();
  const selection = useSelection();

  function machines(wantsStanding: boolean): ReadonlySet<string> {
    void topology.structure;
    const ids = selection.ids.filter((id) => {
      const kind = topology.rows.get(id)?.kind;
      if (kind === undefined || kind === 'vm') return false;
      return STANDING.includes(kind) === wantsStanding;
    });
    return linkedMachines(ids, {
      get: (id) => topology.rows.get(id),
      list: (kind) => topology.list(kind),
      idsIn: topology.idsIn,
    });
  }

  return {
    inRoom: computed(() => machines(false)),
    inLogic: computed(() => machines(true)),
  };
}
