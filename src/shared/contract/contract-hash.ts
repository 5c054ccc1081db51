/**
 * A short text that changes when a contract changes.
 *
 * Screen and workspace exchange it in their greeting: a tab that was left open while the
 * application was updated is told so kindly, instead of failing at the first changed field. It is
 * computed from names and schemas, so nobody has to remember to raise a number.
 */
import { z } from 'zod';
import type { ContractShape } from './define.ts';

/** Hash of every name and schema of a contract, 16 hexadecimal digits. A few milliseconds. */
export function contractHash(contract: ContractShape): string {
  const lines: string[] = [];
  for (const name of Object.keys(contract).sort()) {
    const entry = contract[name];
    if (entry === undefined) continue;
    const schemas = entry.kind === 'call' ? [entry.input, entry.output] : [entry.params, entry.event];
    lines.push(`${entry.kind} ${name} ${schemas.map(schemaText).join(' ')}`);
  }
  return textHash(lines.join('\n'));
}

/** `any` for the schema parts JSON Schema cannot say: columns speak through their metadata. */
function schemaText(schema: z.ZodType): string {
  return JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }));
}

/** Two independent 32-bit FNV-1a hashes side by side; tells changes apart, protects nothing. */
function textHash(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x85ebca6b);
  }
  return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
