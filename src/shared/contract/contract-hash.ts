/**
 * A short text that changes when a contract changes.
 *
 * Screen and workspace exchange it in their greeting: a tab that was left open while the
 * application was updated is told so kindly, instead of failing at the first changed field. It is
 * computed from names and schemas, so nobody has to remember to raise a number.
 */
import { z } from 'zod';
import { StateHasher } from '../kernel/hash.ts';
import { compareCodeUnits } from '../kernel/order.ts';
import type { ContractShape } from './define.ts';

/** One entry for each contract of the process, of which there is one outside tests. */
const known = new WeakMap<ContractShape, string>();

/** Hash of every name and schema of a contract, 16 hexadecimal digits; computed once. */
export function contractHash(contract: ContractShape): string {
  const earlier = known.get(contract);
  if (earlier !== undefined) return earlier;
  const hasher = new StateHasher();
  for (const name of Object.keys(contract).sort(compareCodeUnits)) {
    const entry = contract[name];
    if (entry === undefined) continue;
    hasher.addText(name).addText(entry.kind);
    const schemas =
      entry.kind === 'call' ? [entry.input, entry.output] : [entry.params, entry.event];
    for (const schema of schemas) hasher.addText(schemaText(schema));
  }
  const hash = hasher.digestHex();
  known.set(contract, hash);
  return hash;
}

/** `any` for the schema parts JSON Schema cannot say: columns speak through their metadata. */
function schemaText(schema: z.ZodType): string {
  return JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }));
}
