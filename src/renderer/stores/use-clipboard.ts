/**
 * What was copied last, as ids: a paste makes a copy of it as it is at that time. It is the lab's
 * own clipboard; that of the system is left alone.
 */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

export const useClipboard = defineStore('clipboard', () => {
  const ids = shallowRef<readonly string[]>([]);
  return { ids };
});
