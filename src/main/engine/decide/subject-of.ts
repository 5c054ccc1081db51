/**
 * What a decision is about, as a text id, for the timeline. It never refuses: a decision about
 * something that does not exist yet is about its name.
 */
import type { Command } from '../../../shared/commands/index.ts';
import { NAMED_TABLES, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';

/** Fields that name the thing a command is about, most telling first. */
const FIELDS = [
  'target',
  'move',
  'on',
  'vm',
  'availabilitySet',
  'scaleSet',
  'host',
  'device',
  'store',
  'snapshot',
  'managedImage',
  'imageDefinition',
  'gallery',
  'dnsProfile',
  'service',
  'balancer',
  'rack',
  'power',
  'switch',
  'link',
  'place',
  'cluster',
  'storage',
  'disk',
  'securityGroup',
  'publicIp',
  'subnet',
  'network',
  'nic',
  'group',
  'event',
  'reliability',
  'hook',
  'workload',
  'webApp',
  'resource',
  'quota',
] as const;

/** The id of what exists, else the name of what is to be made. */
export function subjectOf(world: World, command: Command): string {
  const fields: Readonly<Record<string, unknown>> = command;
  if (
    (command.type.endsWith('.add') && command.type !== 'imageVersion.add') ||
    command.type === 'image.upload' ||
    command.type === 'vm.create' ||
    command.type === 'move.inventory' ||
    command.type === 'environment.clone' ||
    command.type === 'snapshot.create' ||
    command.type === 'disk.create' ||
    command.type === 'batch.submit'
  ) {
    return typeof fields['name'] === 'string' ? fields['name'] : command.type;
  }
  for (const field of FIELDS) {
    const reference = fields[field];
    if (typeof reference !== 'string') continue;
    const found = world.names.resolve(NAMED_TABLES, reference);
    return found.ok ? textIdOf(world, found.value.table, found.value.slot) : reference;
  }
  return command.type;
}
