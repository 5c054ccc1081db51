/**
 * Finding an entry of a contract by a name that came from outside.
 *
 * Only OWN keys count, so that "constructor" and "__proto__" are unknown names, and the kind must
 * fit: subscribing to a call is as unknown as a name nobody wrote. Both ends ask here, so both
 * refuse in the same words.
 */
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { CallDefinition, ContractShape, StreamDefinition } from './define.ts';
import { ipcError } from './ipc-error.ts';

/** The call of this name. Refuses with `ipc.unknownCall`. */
export function callNamed(contract: ContractShape, name: string): Result<CallDefinition> {
  const entry = Object.hasOwn(contract, name) ? contract[name] : undefined;
  if (entry?.kind === 'call') return ok(entry);
  const message = `There is no call named "${name}".`;
  return err(ipcError('ipc.unknownCall', { message, details: { name } }));
}

/** The stream of this name. Refuses with `ipc.unknownStream`. */
export function streamNamed(contract: ContractShape, name: string): Result<StreamDefinition> {
  const entry = Object.hasOwn(contract, name) ? contract[name] : undefined;
  if (entry?.kind === 'stream') return ok(entry);
  const message = `There is no stream named "${name}".`;
  return err(ipcError('ipc.unknownStream', { message, details: { name } }));
}
