/**
 * Sets that are allowed and protect from nothing (rule ENG-WN4; docs/facts.md, facts 36, 45, 70
 * and 81): one domain, one instance, a batch of everything, a batch without a limit.
 * What a set does with it is not judged here.
 */
import type {
  SpotPolicy,
  UpgradePolicy,
} from '../../../../shared/commands/scale-set-policy-commands.ts';
import type { CommandOf } from '../../../../shared/commands/index.ts';
import type { Warning } from '../../../../shared/kernel/warning.ts';
import { textIdOf } from '../../world/names.ts';
import type { World } from '../../world/world.ts';
import { find } from '../decide-kit.ts';
import { warn } from './warn.ts';

const WHOLE_PERCENT = 100;

/** Warnings of `availabilitySet.add`. */
export function warnAvailabilitySet(command: CommandOf<'availabilitySet.add'>): Warning[] {
  const { name, faultDomains, updateDomains } = command;
  const found: Warning[] = [];
  if (faultDomains === 1) {
    found.push(
      warn({
        code: 'availabilitySet.oneFaultDomain',
        message: `${name} has 1 fault domain: one rack lost takes every member.`,
        hint: 'Make it with 2 or 3; the number cannot be changed later.',
        details: { availabilitySet: name, faultDomains: 1 },
      }),
    );
  }
  if (updateDomains === 1) {
    found.push(
      warn({
        code: 'availabilitySet.oneUpdateDomain',
        message: `${name} has 1 update domain: planned maintenance restarts all of it at once.`,
        hint: 'Make it with 2 to 20; the number cannot be changed later.',
        details: { availabilitySet: name, updateDomains: 1 },
      }),
    );
  }
  return found;
}

/** Warnings of `scaleSet.add`. */
export function warnScaleSetAdd(command: CommandOf<'scaleSet.add'>): Warning[] {
  const { name, capacity, upgrade, spot } = command;
  return [...warnSingle(name, capacity), ...warnUpgrade(name, upgrade), ...warnSpot(name, spot)];
}

/** Warnings of `scaleSet.scale`. */
export function warnScale(world: World, command: CommandOf<'scaleSet.scale'>): Warning[] {
  return warnSingle(idOfSet(world, command.scaleSet), command.capacity);
}

/** Warnings of `scaleSet.policy`. */
export function warnPolicy(world: World, command: CommandOf<'scaleSet.policy'>): Warning[] {
  return warnUpgrade(idOfSet(world, command.scaleSet), command.upgrade);
}

function idOfSet(world: World, reference: string): string {
  const set = find(world, 'scaleSet', reference);
  return set.ok ? textIdOf(world, 'scaleSet', set.value) : reference;
}

function warnSingle(scaleSet: string, capacity: number): Warning[] {
  if (capacity !== 1) return [];
  return [
    warn({
      code: 'scaleSet.single',
      message: `${scaleSet} has 1 instance: while that one is away nothing serves.`,
      hint: 'Ask for 2 or more; the promise of a set needs them.',
      details: { scaleSet, capacity },
    }),
  ];
}

function warnUpgrade(scaleSet: string, upgrade: UpgradePolicy | undefined): Warning[] {
  if (upgrade?.mode !== 'rolling') return [];
  const found: Warning[] = [];
  if (upgrade.batchPercent === WHOLE_PERCENT && upgrade.maxSurge !== true) {
    found.push(
      warn({
        code: 'scaleSet.batchIsAll',
        message: `A batch of ${scaleSet} is 100% of its instances: all go down at once.`,
        hint: 'Make batches smaller, or make new instances first (max surge).',
        details: { scaleSet, batchPercent: WHOLE_PERCENT },
      }),
    );
  }
  if (upgrade.maxUnhealthyUpgradedPercent === WHOLE_PERCENT) {
    found.push(
      warn({
        code: 'scaleSet.neverStops',
        message: `${scaleSet} goes on upgrading while 100% of what it upgraded is unhealthy.`,
        hint: 'Let it stop at 20% or so, so that a bad model reaches one batch.',
        details: { scaleSet, maxUnhealthyUpgradedPercent: WHOLE_PERCENT },
      }),
    );
  }
  return found;
}

function warnSpot(scaleSet: string, spot: SpotPolicy | undefined): Warning[] {
  if (spot === undefined || (spot.base ?? 0) > 0 || (spot.regularPercent ?? 0) > 0) return [];
  return [
    warn({
      code: 'scaleSet.allSpot',
      message: `No instance of ${scaleSet} is regular: all may be evicted at one moment.`,
      hint: 'Keep a base of regular instances.',
      details: { scaleSet, base: 0, regularPercent: 0 },
    }),
  ];
}
