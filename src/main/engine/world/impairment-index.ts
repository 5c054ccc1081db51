/**
 * What is wrong with each machine beside being off: slow, silent, far away, walled off.
 *
 * It follows from the active faults and from where machines stand, and is built again when one of
 * them changed; nothing of it is state. Without faults every answer is the same shared one.
 */
import { FAULT_KINDS, type FaultKind } from '../../../shared/model/fault-kinds.ts';
import { losesSystemDisk } from './fault-rows.ts';
import { otherScopeOf, scopeOf, type FaultScope, type ScopeWorld } from './fault-scope.ts';

/** Phases of a fault, as its column counts them. */
export const FAULT_PHASES = ['waiting', 'active', 'between'] as const;
const ACTIVE = FAULT_PHASES.indexOf('active');
const PERMILLE = 1_000;
const PPM_PER_PERCENT = 10_000;
const US_PER_MS = 1_000;

export interface Impairment {
  /** Nothing on it answers anybody outside. */
  readonly silent: boolean;
  /** It makes no progress. */
  readonly stalled: boolean;
  /** It can talk to nobody at all, whatever the walls. */
  readonly mute: boolean;
  /** Time an answer needs beside the work, there and back. */
  readonly latencyUs: number;
  /** Requests lost on the way, in a million. */
  readonly lossPpm: number;
  /** Time its work needs, in thousandths of what it should. */
  readonly slowPermille: number;
  /** Happening that explains it; 0 for the load of the start state. */
  readonly cause: number;
  /** Faults that reach it, in slot order. */
  readonly faults: readonly number[];
  /** Faults that wall it in, `fault × 2`, plus 1 on the far side. */
  readonly walls: readonly number[];
}

type Draft = { -readonly [K in keyof Impairment]: Impairment[K] };

/** Nothing is wrong. */
export const UNIMPAIRED: Impairment = {
  silent: false,
  stalled: false,
  mute: false,
  latencyUs: 0,
  lossPpm: 0,
  slowPermille: PERMILLE,
  cause: 0,
  faults: [],
  walls: [],
};

export class ImpairmentIndex {
  private built = false;
  private ofVm = new Map<number, Draft>();
  private readonly world: ScopeWorld;

  constructor(world: ScopeWorld) {
    this.world = world;
  }

  invalidate(): void {
    this.built = false;
  }

  /** What is wrong with a machine. */
  of(vm: number): Impairment {
    if (this.world.fault.count === 0) return UNIMPAIRED;
    this.build();
    return this.ofVm.get(vm) ?? UNIMPAIRED;
  }

  /** Every machine that something is wrong with. */
  all(): ReadonlyMap<number, Impairment> {
    this.build();
    return this.ofVm;
  }

  private build(): void {
    if (this.built) return;
    this.built = true;
    this.ofVm = new Map();
    for (const fault of this.world.fault.slots()) {
      if (this.world.fault.col.phase[fault] !== ACTIVE) continue;
      this.note(fault, scopeOf(this.world, fault), 0);
      const other = otherScopeOf(this.world, fault);
      if (other !== undefined) this.note(fault, other, 1);
    }
  }

  private note(fault: number, scope: FaultScope, side: number): void {
    const { host, inside } = this.world.vm.col;
    for (const vm of this.world.vm.slots()) {
      // What is wrong with a machine is wrong for those inside it.
      const isIn = scope.vms.has(vm) || scope.vms.has(inside[vm]! - 1);
      const share = isIn ? 1 : (scope.hosts.get(host[vm]! - 1) ?? 0);
      if (share > 0) this.impair({ vm, fault, share, side });
    }
  }

  /** A hang lasts until the machine restarts, a lost system disk until it is back [ENG-I5]. */
  private hangs(kind: FaultKind, of: { vm: number; fault: number }): boolean {
    if (kind === 'diskFailed') return losesSystemDisk(this.world, of.fault);
    const { hungBy, inside } = this.world.vm.col;
    const outer = inside[of.vm]! - 1;
    const hangs = hungBy[of.vm] === of.fault + 1 || (outer >= 0 && hungBy[outer] === of.fault + 1);
    return kind === 'machineHang' && hangs;
  }

  private impair(input: { vm: number; fault: number; share: number; side: number }): void {
    const { vm, fault, share, side } = input;
    const { col } = this.world.fault;
    let draft = this.ofVm.get(vm);
    if (draft === undefined) this.ofVm.set(vm, (draft = { ...UNIMPAIRED }));
    draft.faults = draft.faults.includes(fault) ? draft.faults : [...draft.faults, fault];
    draft.cause = Math.max(draft.cause, col.cause[fault]!);
    const kind = FAULT_KINDS[col.kind[fault]!]!;
    const paired = col.otherTable[fault]! > 0;
    if (kind === 'partition') draft.walls = [...draft.walls, fault * 2 + side];
    // A wall against everything else stands against the users too.
    if (kind === 'partition' && !paired) draft.silent = true;
    else if (this.hangs(kind, { vm, fault })) hang(draft);
    else if (kind !== 'machineHang') addEffect(draft, kind, col.amount[fault]! * share);
  }
}

/** It runs and does nothing: nobody reaches it, it reaches nobody, its work stands still. */
function hang(draft: Draft): void {
  draft.silent = true;
  draft.mute = true;
  draft.stalled = true;
}

/** What one fault does to one machine; kinds that work through other columns do nothing here. */
function addEffect(draft: Draft, kind: FaultKind, amount: number): void {
  switch (kind) {
    case 'latency':
      draft.latencyUs += Math.round(amount * US_PER_MS);
      return;
    case 'diskSlow':
      draft.latencyUs += Math.round(amount * US_PER_MS);
      return;
    case 'loss': {
      const passes = (PPM_PER_PERCENT * 100 - draft.lossPpm) / (PPM_PER_PERCENT * 100);
      draft.lossPpm += Math.round(amount * PPM_PER_PERCENT * passes);
      return;
    }
    case 'nicDown':
      draft.silent = true;
      draft.mute = true;
      return;
    default:
  }
}
