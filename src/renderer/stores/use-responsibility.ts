/**
 * Whether the map shows who looks after what, and for which way of using a computer room. It is a
 * way of looking and changes nothing in the document.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import {
  layerOfIncident,
  ownerOf,
  rootOfIncident,
  type Layer,
  type Owner,
  type ServiceModel,
} from '../../shared/model/responsibility.ts';
import type { Incident } from '../../shared/views/measures-view.ts';
import { parentOf } from '../model/parents.ts';
import type { IncidentFlag } from '../responsibility/paint-incidents.ts';
import { useTopology } from './use-topology.ts';

/** Nothing stands deeper: machine, host, rack, row, room, datacenter, zone, site. */
const DEPTH_MAX = 12;

export const useResponsibility = defineStore('responsibility', () => {
  const shown = ref(false);
  const model = ref<ServiceModel>('iaas');

  /** Who looks after a layer in the way that is looked at. */
  function ownerNow(layer: Layer): Owner {
    return ownerOf(layer, model.value);
  }

  /** What was down so far, as last measured; of services, because machines go down with them. */
  const incidents = shallowRef<readonly Incident[]>([]);
  const topology = useTopology();

  /** A thing and what it stands in, outwards. */
  function outwards(id: string): string[] {
    const ids = [id];
    for (let row = topology.get(id); row !== undefined && ids.length < DEPTH_MAX;) {
      const parent = parentOf(row);
      if (parent === undefined) break;
      ids.push(parent);
      row = topology.get(parent);
    }
    return ids;
  }

  /** Where each incident began, and whose that is; what nobody caused is the service's own. */
  const flags = computed<readonly IncidentFlag[]>(() =>
    incidents.value
      .filter(({ ownerKind }) => ownerKind === 'service')
      .map(({ chain, owner, downUs }) => ({
        owner: ownerNow(layerOfIncident(chain)),
        on: [...outwards(rootOfIncident(chain)?.subject ?? owner), owner],
        downUs,
      })),
  );

  return { shown, model, ownerNow, incidents, flags };
});
