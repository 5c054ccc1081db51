/**
 * Loaded before the built program (`node --import`): sends every import of `electron` to the
 * bundled shim, whose place comes in the environment.
 */
import { register } from 'node:module';

register(new URL('./resolve-electron.mjs', import.meta.url), {
  data: { shim: process.env['RACKLAB_SHIM_MODULE'] },
});
