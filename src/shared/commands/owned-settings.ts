/**
 * How many settings are one's own: counted from the schemas of the commands there are, so that the
 * figure follows the program and not somebody's list. A setting is a field of a command that makes
 * or changes a thing; its own name, its group and what it points at are none.
 */
import { z } from 'zod';
import { commandSchemas } from './index.ts';

/** Families of commands by what one has to look after. */
const FAMILIES = {
  /** A machine with its system, applications, disks and network. */
  machine: [
    'vm',
    'os',
    'app',
    'task',
    'disk',
    'nic',
    'network',
    'subnet',
    'securityGroup',
    'publicIp',
  ],
  webApp: ['webApp'],
} as const;
export type OwnedThing = keyof typeof FAMILIES;

/** Fields that say which thing is meant, and not how it is. */
const POINTERS: ReadonlySet<string> = new Set([
  'type',
  'name',
  'group',
  'vm',
  'on',
  'app',
  'task',
  'disk',
  'nic',
  'network',
  'subnet',
  'securityGroup',
  'publicIp',
  'webApp',
]);

/** Commands for a thing, and the different settings in them, `family.field`. */
export function ownedSettings(thing: OwnedThing): { commands: string[]; settings: string[] } {
  const families: readonly string[] = FAMILIES[thing];
  const commands: string[] = [];
  const settings = new Set<string>();
  for (const schema of commandSchemas) {
    const type = schema.shape.type.value;
    const family = type.slice(0, type.indexOf('.'));
    if (!families.includes(family)) continue;
    commands.push(type);
    for (const [field, value] of Object.entries(schema.shape)) {
      if (POINTERS.has(field)) continue;
      for (const leaf of leavesOf(value, field)) settings.add(`${family}.${leaf}`);
    }
  }
  return { commands, settings: [...settings].sort() };
}

/** A field, or the fields of an object that stands in it: the same setting, told in one piece. */
function leavesOf(value: unknown, field: string): string[] {
  let inner = value;
  while (inner instanceof z.ZodOptional) inner = inner.unwrap();
  if (!(inner instanceof z.ZodObject)) return [field];
  return Object.entries(inner.shape).flatMap(([name, part]) => leavesOf(part, name));
}
