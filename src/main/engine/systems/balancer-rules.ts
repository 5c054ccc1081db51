/**
 * Rules, frontends and named probes of balancers, as they are carried out (rules ENG-LR1 to
 * ENG-LR6).
 *
 * A rule has a row among the balancers, with a rotation of its own: what a request, a probe or a
 * meter asks of a balancer it asks of a rule alike, so nothing on the way of a request knows of
 * rules. What a rule takes from its frontend and its probe is written into that row whenever one
 * of them changes.
 */
import { FAILURE_REASONS, FRONTEND_EXPOSURES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { joinPool, leavePool } from './machine-records.ts';
import { poolMates, rulesOf } from './pool-mates.ts';
import { startProbing } from './probes.ts';

const MACHINE_LOST = FAILURE_REASONS.indexOf('machineLost');
const PRIVATE = FRONTEND_EXPOSURES.indexOf('private');
/** Rules that the price of a balancer covers; its own one is among them. */
const RULES_TOGETHER = 5;

/** What a rule says, decided already; below 0 for what the balancer has itself. */
export interface RulePlan {
  readonly frontend: number;
  readonly probe: number;
  readonly pool: string;
  readonly port: number;
  readonly backendPort: number;
  /** Position in `RULE_TRANSPORTS`, `DISTRIBUTIONS` and `ALL_DOWN_BEHAVIOURS`. */
  readonly transport: number;
  readonly distribution: number;
  readonly allDown: number;
  readonly idleTimeoutUs: number;
}

/** Makes a rule of a balancer; whoever is in its pool stands behind it. */
export function makeRule(world: World, balancer: number, named: RulePlan & { name: string }): void {
  const unit = world.balancer.allocate();
  const { col } = world.balancer;
  col.isRule[unit] = 1;
  col.billedFromUs[unit] = world.nowUs;
  world.balancer.setText({ column: 'name', slot: unit, text: named.name });
  world.balancer.setRef({ column: 'group', slot: unit, to: world.balancer.ref('group', balancer) });
  const isFurther = rulesOf(world, balancer).length + 1 >= RULES_TOGETHER;
  const rule = world.balancerRule.allocate();
  world.balancerRule.setRef({ column: 'unit', slot: rule, to: unit });
  world.balancerRule.setRef({ column: 'balancer', slot: rule, to: balancer });
  world.balancerRule.col.further[rule] = isFurther ? 1 : 0;
  world.names.add('balancer', unit);
  writeRule(world, rule, named);
  joinMates(world, unit);
}

/** Writes what a rule says, into its own row and into the one among the balancers. */
function writeRule(world: World, rule: number, plan: RulePlan): void {
  const unit = world.balancerRule.ref('unit', rule);
  world.balancerRule.setRef({ column: 'frontend', slot: rule, to: plan.frontend });
  world.balancerRule.setRef({ column: 'probe', slot: rule, to: plan.probe });
  world.balancerRule.setText({ column: 'pool', slot: rule, text: plan.pool });
  world.balancerRule.col.port[rule] = plan.port;
  world.balancerRule.col.backendPort[rule] = plan.backendPort;
  const { col } = world.balancer;
  col.transport[unit] = plan.transport;
  col.distribution[unit] = plan.distribution;
  col.allDown[unit] = plan.allDown;
  col.idleTimeoutUs[unit] = plan.idleTimeoutUs;
  settleRule(world, rule);
}

/** Changes a rule; another pool means other machines. */
export function changeRule(world: World, rule: number, plan: RulePlan, cause: number): void {
  const unit = world.balancerRule.ref('unit', rule);
  const moved = world.balancerRule.text('pool', rule) !== plan.pool;
  if (moved) {
    for (const backend of world.pools.backendsOfBalancer(unit)) {
      leavePool(world, backend, { reason: MACHINE_LOST, cause });
    }
  }
  writeRule(world, rule, plan);
  if (moved) joinMates(world, unit);
  world.balancer.col.revision[unit]! += 1;
}

/** Every machine of the pool a rule names stands behind the rule too. */
function joinMates(world: World, unit: number): void {
  const [mate] = poolMates(world, unit).filter((one) => one !== unit);
  if (mate === undefined) return;
  for (const backend of world.pools.backendsOfBalancer(mate)) {
    joinPool(world, { balancer: unit, vm: world.backend.ref('vm', backend) });
  }
}

/** Brings a rule in line with its frontend, its probe and its balancer. */
export function settleRule(world: World, rule: number): void {
  const unit = world.balancerRule.ref('unit', rule);
  const home = world.balancerRule.ref('balancer', rule);
  const frontend = world.balancerRule.ref('frontend', rule);
  const { col } = world.balancer;
  col.sku[unit] = col.sku[home]!;
  col.outbound[unit] = col.outbound[home]!;
  const { zone, exposure } = world.balancerFrontend.col;
  col.zone[unit] = frontend < 0 ? col.zone[home]! : zone[frontend]!;
  col.isInternal[unit] = frontend >= 0 && exposure[frontend] === PRIVATE ? 1 : 0;
  world.balancer.dirty.touch(unit);
  world.balancer.dirty.touch(home);
  if (writeProbe(world, rule, { unit, home })) startProbing(world, unit);
}

/** The probe a rule asks by, written into its row; true when it asks otherwise than before. */
function writeProbe(world: World, rule: number, at: { unit: number; home: number }): boolean {
  const { unit, home } = at;
  const { col } = world.balancer;
  const named = world.balancerRule.ref('probe', rule);
  const table = named < 0 ? world.balancer : world.balancerProbe;
  const from = named < 0 ? home : named;
  const asked = table.col.probePort[from]!;
  const port = asked > 0 ? asked : world.balancerRule.col.backendPort[rule]!;
  const path = table.text('probePath', from);
  const isSame =
    col.probeProtocol[unit] === table.col.probeProtocol[from] &&
    col.probePort[unit] === port &&
    col.probeIntervalUs[unit] === table.col.probeIntervalUs[from] &&
    col.probeThreshold[unit] === table.col.probeThreshold[from] &&
    world.balancer.text('probePath', unit) === path;
  col.probeProtocol[unit] = table.col.probeProtocol[from]!;
  col.probePort[unit] = port;
  col.probeIntervalUs[unit] = table.col.probeIntervalUs[from]!;
  col.probeThreshold[unit] = table.col.probeThreshold[from]!;
  world.balancer.setText({ column: 'probePath', slot: unit, text: path });
  return !isSame;
}

/** Brings all rules of a balancer in line with it. */
export function settleRulesOf(world: World, balancer: number): void {
  for (const rule of rulesOf(world, balancer)) settleRule(world, rule);
}

/** Frontends of a balancer beside its own, in the order of their slots. */
export function frontendsOf(world: World, balancer: number): number[] {
  const { balancer: owner } = world.balancerFrontend.col;
  return [...world.balancerFrontend.slots()].filter((row) => owner[row] === balancer + 1);
}

/** Named probes of a balancer, in the order of their slots. */
export function probesOf(world: World, balancer: number): number[] {
  const { balancer: owner } = world.balancerProbe.col;
  return [...world.balancerProbe.slots()].filter((row) => owner[row] === balancer + 1);
}

/** A balancer goes, and its frontends and probes with it. */
export function forgetParts(world: World, balancer: number): void {
  for (const row of frontendsOf(world, balancer)) world.balancerFrontend.release(row);
  for (const row of probesOf(world, balancer)) world.balancerProbe.release(row);
  world.networks.invalidate();
}
