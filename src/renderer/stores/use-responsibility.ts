/**
 * Whether the map shows who looks after what, and for which way of using a computer room. It is a
 * way of looking and changes nothing in the document.
 */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import {
  ownerOf,
  type Layer,
  type Owner,
  type ServiceModel,
} from '../../shared/model/responsibility.ts';

export const useResponsibility = defineStore('responsibility', () => {
  const shown = ref(false);
  const model = ref<ServiceModel>('iaas');

  /** Who looks after a layer in the way that is looked at. */
  function ownerNow(layer: Layer): Owner {
    return ownerOf(layer, model.value);
  }

  return { shown, model, ownerNow };
});
