/**
 * Policies of scale sets as commands give them: their defaults, what of them contradicts, and how
 * they are written into a set. The deciders of adding and of changing a set share it.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { parseDuration } from '../../../shared/kernel/time.ts';
import { HEALTH_SOURCES, ORCHESTRATIONS, UPGRADE_MODES } from '../../../shared/model/kinds.ts';
import type { HealthSource } from '../../../shared/model/kinds.ts';
import type { Build, UpgradePolicy } from '../../../shared/commands/scale-set-policy-commands.ts';
import type { World } from '../world/world.ts';
import { refuse } from './decide-kit.ts';

/** Defaults of the rolling policy (docs/facts.md, fact 70). */
const PERCENT = 20;
const UNIFORM = ORCHESTRATIONS.indexOf('uniform');

/** The policies of a command that adds or changes a set. */
export interface Policies {
  readonly health?: HealthSource | undefined;
  readonly upgrade?: UpgradePolicy | undefined;
}

/** A build as columns hold it. */
export function buildOf(build: Build | undefined): { version: string; faulty: boolean } {
  return { version: build?.version ?? '', faulty: build?.faulty === true };
}

/** A duration of a command, which its schema has checked, in microseconds. */
export function usOf(text: string | undefined, otherwise: number): number {
  const parsed = text === undefined ? undefined : parseDuration(text);
  return parsed?.ok === true ? parsed.value : otherwise;
}

/**
 * Whether health and upgrade policy fit together and fit the set. A probe needs a balancer, and a
 * flexible set asks the application (fact 70). Refuses with `scaleSet.healthSource`.
 */
export function checkHealth(input: {
  id: string;
  uniform: boolean;
  balancers: number;
  health: HealthSource;
  rolling: boolean;
}): Result<void> {
  const { id, uniform, balancers, health, rolling } = input;
  const details = { scaleSet: id, health };
  if (rolling && health === 'none') {
    return refuse({
      code: 'scaleSet.healthSource',
      message: `A rolling upgrade of ${id} cannot see what it does: nothing says who is healthy.`,
      hint: 'Name a source of health: the application, or the probe of a balancer.',
      details,
    });
  }
  if (health === 'probe' && !uniform) {
    return refuse({
      code: 'scaleSet.healthSource',
      message: `${id} is flexible, and flexible sets ask the application, not a balancer.`,
      hint: 'Use application as the source of health, or make the set uniform.',
      details,
    });
  }
  if (health === 'probe' && balancers === 0) {
    return refuse({
      code: 'scaleSet.healthSource',
      message: `${id} stands behind no balancer, so there is no probe that could answer.`,
      hint: 'Use application as the source of health, or put the set behind a balancer.',
      details,
    });
  }
  return ok(undefined);
}

/** As `checkHealth`, for a set that exists, with what a command changes laid over it. */
export function checkPolicies(world: World, set: number, change: Policies): Result<void> {
  const { col } = world.scaleSet;
  const { scaleSet } = world.scaleSetPool.col;
  const pools = [...world.scaleSetPool.slots()].filter((row) => scaleSet[row] === set + 1);
  return checkHealth({
    id: world.scaleSet.text('name', set),
    uniform: col.orchestration[set] === UNIFORM,
    balancers: pools.length,
    health: change.health ?? HEALTH_SOURCES[col.health[set]!]!,
    rolling: (change.upgrade?.mode ?? UPGRADE_MODES[col.upgradeMode[set]!]) === 'rolling',
  });
}

/** Writes what a command says of policies; what it does not name stays. */
export function putPolicies(world: World, set: number, policies: Policies): void {
  const { col } = world.scaleSet;
  if (policies.health !== undefined) col.health[set] = HEALTH_SOURCES.indexOf(policies.health);
  if (policies.upgrade !== undefined) putUpgrade(world, set, policies.upgrade);
  world.scaleSet.dirty.touch(set);
}

/** Writes an upgrade policy, whole: what it does not name is the default. */
export function putUpgrade(world: World, set: number, policy: UpgradePolicy): void {
  const { col } = world.scaleSet;
  col.upgradeMode[set] = UPGRADE_MODES.indexOf(policy.mode);
  col.batchPercent[set] = policy.batchPercent ?? PERCENT;
  col.maxUnhealthyPercent[set] = policy.maxUnhealthyPercent ?? PERCENT;
  col.maxUnhealthyUpgradedPercent[set] = policy.maxUnhealthyUpgradedPercent ?? PERCENT;
  col.pauseUs[set] = usOf(policy.pause, 0);
  col.prioritizeUnhealthy[set] = policy.prioritizeUnhealthy === true ? 1 : 0;
  col.maxSurge[set] = policy.maxSurge === true ? 1 : 0;
  col.rollback[set] = policy.rollback === true ? 1 : 0;
}
