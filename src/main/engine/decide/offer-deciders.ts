/**
 * Deciders for what the service gives and takes: eviction of a spot machine, quotas, and tags on
 * any resource (rules ENG-SP1, ENG-QU1, ENG-QU2 and ENG-TG1). What follows from an eviction is
 * told by the systems.
 */
import { ok } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { nearestWords } from '../../../shared/kernel/nearest-words.ts';
import { announceEviction } from '../systems/priority-mix.ts';
import { REGION_FAMILY, SPOT_FAMILY, touchQuotas } from '../systems/quotas.ts';
import { textIdOf, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, refuse, tagsText, type Decided } from './decide-kit.ts';
import { instanceRefused, wrongState } from './vm-deciders.ts';

/** Location of a group when none is given: the lab itself. */
const LOCATION = 'lab';

/** Looks at `vm.evict`; its refusals stand with its schema in `shared/commands`. */
export function decideVmEvict(world: World, command: CommandOf<'vm.evict'>): Decided {
  const found = find(world, 'vm', command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  const { scaleSet, spot, host, noticeAtUs } = world.vm.col;
  const id = textIdOf(world, 'vm', vm);
  if (scaleSet[vm]! > 0) return instanceRefused(world, vm);
  if (spot[vm] === 0) {
    return refuse({
      code: 'OperationNotAllowed',
      message: `${id} is no spot machine, so the platform cannot take it back.`,
      hint: 'Only machines made with priority spot are evicted.',
      details: { vm: id },
    });
  }
  if (host[vm] === 0) {
    return wrongState(world, vm, {
      code: 'vm.notAllocated',
      wanted: 'it holds no place that could be taken back',
      hint: 'Start it first.',
    });
  }
  if (noticeAtUs[vm]! > 0) {
    return refuse({
      code: 'spot.noticed',
      message: `${id} was told already; it goes in ${secondsTo(world, noticeAtUs[vm]!)} s.`,
      hint: 'Wait.',
      details: { vm: id, remainingSeconds: secondsTo(world, noticeAtUs[vm]!) },
      retryable: true,
    });
  }
  return ok(() => announceEviction(world, { vms: [vm], cause: world.decisionId }));
}

function secondsTo(world: World, atUs: number): number {
  return Math.ceil((atUs - world.nowUs) / 1_000_000);
}

/** Looks at `quota.set`; its refusals stand with its schema in `shared/commands`. */
export function decideQuotaSet(world: World, command: CommandOf<'quota.set'>): Decided {
  const { family, location = LOCATION, vCpus } = command;
  const known = [REGION_FAMILY, SPOT_FAMILY, ...familiesOf(world)];
  if (!known.includes(family)) {
    const suggestions = nearestWords({ wanted: family, known });
    return refuse({
      code: 'quota.familyNotFound',
      message: `The catalogue has no vCPU quota "${family}" among its ${known.length}.`,
      hint:
        suggestions.length > 0
          ? `Did you mean ${suggestions.join(' or ')}?`
          : `It has, for example, ${known.slice(0, 3).join(', ')}.`,
      details: { family, suggestions },
    });
  }
  return ok(() => {
    const name = `${location}.${family}`;
    const present = [...world.quota.slots()].find((row) => world.quota.text('name', row) === name);
    const slot = present ?? world.quota.allocate();
    if (present === undefined) {
      world.quota.setText({ column: 'name', slot, text: name });
      world.quota.setText({ column: 'location', slot, text: location });
      world.quota.setText({ column: 'family', slot, text: family });
      world.names.add('quota', slot);
    }
    world.quota.col.limit[slot] = vCpus;
    touchQuotas(world);
  });
}

function familiesOf(world: World): string[] {
  return [...new Set(world.catalogue.series.map(({ quotaFamily }) => quotaFamily))];
}

/** Looks at `quota.clear`; its refusals stand with its schema in `shared/commands`. */
export function decideQuotaClear(world: World, command: CommandOf<'quota.clear'>): Decided {
  const quota = find(world, 'quota', command.quota);
  if (!quota.ok) return quota;
  return ok(() => {
    world.names.remove('quota', quota.value);
    world.quota.release(quota.value);
  });
}

/** Resources that carry tags. */
const TAGGED = [
  'vm',
  'disk',
  'nic',
  'group',
  'availabilitySet',
  'scaleSet',
  'balancer',
  'service',
  'dnsProfile',
  'store',
  'snapshot',
  'webApp',
  'proximityGroup',
  'hostGroup',
  'dedicatedHost',
  'reservation',
] as const satisfies readonly TableName[];

/** Looks at `tag.set`; its refusals stand with its schema in `shared/commands`. */
export function decideTagSet(world: World, command: CommandOf<'tag.set'>): Decided {
  const found = world.names.resolve(TAGGED, command.resource);
  if (!found.ok) {
    return refuse({ ...found.error, code: 'resource.notFound' });
  }
  const table = TAGGED.find((one) => one === found.value.table);
  const { slot } = found.value;
  return ok(() => {
    if (table === undefined) return;
    world[table].setText({ column: 'tags', slot, text: tagsText(command.tags) });
    world[table].col.revision[slot]! += 1;
    world[table].dirty.touch(slot);
    if (table === 'vm') world.impairments.invalidate();
  });
}
