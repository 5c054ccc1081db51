/**
 * Parts that rows of many kinds share: ids, causes, tags, what every cloud resource carries. They
 * only read.
 */
import { textIdOf, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';

/** Id, name and slot: what every row begins with. */
export function base(
  world: World,
  table: TableName,
  slot: number,
): { id: string; name: string; slot: number } {
  return { id: textIdOf(world, table, slot), name: world[table].text('name', slot), slot };
}

/** The text id a ref column points at, if it points at anything. */
export function idOf(world: World, table: TableName, refValue: number): string | undefined {
  return refValue === 0 ? undefined : textIdOf(world, table, refValue - 1);
}

/** `{ key: value }` when there is a value: optional fields are absent, never undefined. */
export function some<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  // The one cast of this file: a computed key is widened to string by the compiler.
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}

/** The `cause` field, absent while nothing is wrong. */
export function cause(value: number): { cause?: number } {
  return value === 0 ? {} : { cause: value };
}

/** Tags as they were given, from their one text. */
export function tagsOf(text: string): Record<string, string> {
  if (text === '') return {};
  const pairs: [string, string][] = JSON.parse(text);
  return Object.fromEntries(pairs);
}

type CloudTable =
  | 'availabilitySet'
  | 'scaleSet'
  | 'proximityGroup'
  | 'hostGroup'
  | 'dedicatedHost'
  | 'reservation'
  | 'vm'
  | 'disk'
  | 'nic'
  | 'balancer'
  | 'service'
  | 'dnsProfile'
  | 'batch'
  | 'store'
  | 'snapshot'
  | 'workload'
  | 'webApp'
  | 'network'
  | 'subnet'
  | 'securityGroup'
  | 'publicIp'
  | 'managedImage'
  | 'gallery'
  | 'imageDefinition';

/** What every cloud resource carries. */
export function cloud(world: World, table: CloudTable, slot: number) {
  const group = world[table].ref('group', slot);
  return {
    ...base(world, table, slot),
    group: group < 0 ? '' : world.group.text('name', group),
    location: group < 0 ? '' : world.group.text('location', group),
    tags: tagsOf(world[table].text('tags', slot)),
    revision: world[table].col.revision[slot]!,
    provisioningState: 'Succeeded' as const,
  };
}
