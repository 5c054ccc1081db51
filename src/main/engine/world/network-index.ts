/**
 * Virtual networks looked up quickly: rules of a group in the order they are read, interfaces of a
 * subnet, public addresses by interface, and what was found out about a path before. None of it is
 * state; it is dropped when a network, a rule or an interface changes.
 */
import {
  RULE_ACCESSES,
  RULE_DIRECTIONS,
  RULE_PROTOCOLS,
  type RuleDirection,
} from '../../../shared/model/network-kinds.ts';
import { DEFAULT_RULES, type SecurityRule } from '../../../shared/model/security-rules.ts';
import { collect, NOBODY, type Lists } from './index-lists.ts';
import type { WorldTables } from './world-tables.ts';

/** Paths remembered at most; beyond, all are forgotten and found again. */
const PATHS_MAX = 200_000;

/** A rule with its slot; below 0 for the defaults, which have none. */
export interface HeldRule {
  readonly slot: number;
  readonly rule: SecurityRule;
}

export class NetworkIndex {
  /** How often it was dropped. */
  changes = 0;
  private built = false;
  private rules: Lists = [];
  private nics: Lists = [];
  private publicIps: Lists = [];
  private ordered: (HeldRule[] | undefined)[] = [];
  private taken: (Set<number> | undefined)[] = [];
  private cloudChanges = -1;
  private readonly paths = new Map<number, Map<number, unknown>>();
  private pathCount = 0;
  private readonly world: WorldTables & { readonly cloud: { readonly changes: number } };

  constructor(world: WorldTables & { readonly cloud: { readonly changes: number } }) {
    this.world = world;
  }

  invalidate(): void {
    this.changes += 1;
    this.built = false;
  }

  /** False in rooms where everybody reaches everybody: nothing need be asked there. */
  get narrows(): boolean {
    return this.world.securityGroup.count > 0 || this.world.network.count > 0;
  }

  /** Rules of a group for one direction, in the order they are read, defaults last. */
  rulesOf(group: number, direction: RuleDirection): readonly HeldRule[] {
    this.build();
    const key = group * RULE_DIRECTIONS.length + RULE_DIRECTIONS.indexOf(direction);
    return (this.ordered[key] ??= this.order(group, direction));
  }

  /** Slots of the rules of a group, in the order they were made. */
  ruleSlotsOf(group: number): readonly number[] {
    this.build();
    return this.rules[group] ?? NOBODY;
  }

  nicsOfSubnet(subnet: number): readonly number[] {
    this.build();
    return this.nics[subnet] ?? NOBODY;
  }

  /** The public address of an interface; -1 when it has none. */
  publicIpOf(nic: number): number {
    this.build();
    return this.publicIps[nic]?.[0] ?? -1;
  }

  /** The row in which two networks are joined; -1 when they are not. */
  peeringOf(one: number, other: number): number {
    const { first, second } = this.world.peering.col;
    for (const row of this.world.peering.slots()) {
      const ends = [first[row]! - 1, second[row]! - 1];
      if (ends.includes(one) && ends.includes(other)) return row;
    }
    return -1;
  }

  /** Whether what is in one network reaches what is in another directly; -1: the shared one. */
  joins(one: number, other: number): boolean {
    if (one === other) return true;
    return (
      this.world.peering.count > 0 && one >= 0 && other >= 0 && this.peeringOf(one, other) >= 0
    );
  }

  /** Private addresses given out in a subnet. */
  addressesOf(subnet: number): Set<number> {
    this.build();
    const { privateAddress } = this.world.nic.col;
    return (this.taken[subnet] ??= new Set([
      ...this.nicsOfSubnet(subnet).map((nic) => privateAddress[nic]!),
      ...this.frontendsIn(subnet).map((row) => this.world.balancerFrontend.col.address[row]!),
    ]));
  }

  /** Private frontends of balancers with an address of a subnet. */
  frontendsIn(subnet: number): number[] {
    const { balancerFrontend } = this.world;
    const { subnet: around } = balancerFrontend.col;
    return [...balancerFrontend.slots()].filter((row) => around[row] === subnet + 1);
  }

  /**
   * What was found out before about a path, else found out now and remembered. `from` and `to`
   * stand for whatever the caller numbers so.
   */
  remembered<T>(from: number, to: number, find: () => T): T {
    this.build();
    let ends = this.paths.get(from);
    if (ends === undefined) this.paths.set(from, (ends = new Map()));
    // One caller numbers its paths, so what it finds under a number is of its own kind.
    const known = ends.get(to) as T | undefined;
    if (known !== undefined) return known;
    const found = find();
    if (this.pathCount >= PATHS_MAX) {
      this.paths.clear();
      this.pathCount = 0;
      return found;
    }
    ends.set(to, found);
    this.pathCount += 1;
    return found;
  }

  /** One rule as it is read. */
  ruleAt(slot: number): SecurityRule {
    const { securityRule } = this.world;
    const { priority, direction, access, protocol } = securityRule.col;
    return {
      name: securityRule.text('name', slot),
      priority: priority[slot]!,
      direction: RULE_DIRECTIONS[direction[slot]!]!,
      access: RULE_ACCESSES[access[slot]!]!,
      protocol: RULE_PROTOCOLS[protocol[slot]!]!,
      source: securityRule.text('source', slot),
      destination: securityRule.text('destination', slot),
      ports: securityRule.text('ports', slot),
    };
  }

  private order(group: number, direction: RuleDirection): HeldRule[] {
    const own = (this.rules[group] ?? NOBODY).map((slot) => ({ slot, rule: this.ruleAt(slot) }));
    const all = [...own, ...DEFAULT_RULES.map((rule) => ({ slot: -1, rule }))];
    return all
      .filter(({ rule }) => rule.direction === direction)
      .sort((left, right) => left.rule.priority - right.rule.priority);
  }

  private build(): void {
    const { nic, securityRule, publicIp, cloud } = this.world;
    if (this.built && this.cloudChanges === cloud.changes) return;
    this.cloudChanges = cloud.changes;
    this.built = true;
    this.paths.clear();
    this.pathCount = 0;
    this.ordered = [];
    this.taken = [];
    this.rules = collect({
      end: securityRule.slotEnd,
      alive: securityRule.alive,
      owner: (slot) => securityRule.col.securityGroup[slot]! - 1,
    });
    this.nics = collect({
      end: nic.slotEnd,
      alive: nic.alive,
      owner: (slot) => nic.col.subnet[slot]! - 1,
    });
    this.publicIps = collect({
      end: publicIp.slotEnd,
      alive: publicIp.alive,
      owner: (slot) => publicIp.col.nic[slot]! - 1,
    });
  }
}
