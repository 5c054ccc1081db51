/**
 * Deciders for faults of every kind: `fault.inject` and `fault.clear` (rules ENG-I1, ENG-I7).
 *
 * What a kind may be aimed at stands in one list (`model/fault-kinds.ts`); here that list is held
 * against the room as it is, and whatever would do nothing is refused rather than carried out.
 */
import { durationUs } from '../../../shared/kernel/time.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { FAULT_RULES, type FaultKind } from '../../../shared/model/fault-kinds.ts';
import { PLACE_KINDS, POWER_KINDS, POWER_STATES } from '../../../shared/model/kinds.ts';
import { isCut } from '../systems/cut-parts.ts';
import { clearFault, FAULTS_MAX, injectFault, type FaultPlan } from '../systems/injected-faults.ts';
import { acceptingPrimaries } from '../systems/store-standing.ts';
import { FAULT_TABLES, faultsAt, otherOf, type FaultPart } from '../world/fault-rows.ts';
import { ALL_NAMES, scopeOfPart, vmsSharing } from '../world/fault-scope.ts';
import { textIdOf } from '../world/names.ts';
import { kindSaid } from '../world/refusal-words.ts';
import type { World } from '../world/world.ts';
import { refuse, type Decided } from './decide-kit.ts';

type Inject = CommandOf<'fault.inject'>;
/** What a shadow is asked with, too. */
export type FaultAim = Pick<Inject, 'kind' | 'target' | 'other' | 'amount'>;
const RUNNING = POWER_STATES.indexOf('running');
/** Targets that name a property which many things share. */
const SHARED = /^(?:tag|image|dns):/;

/** Looks at `fault.inject`; its refusals stand with its schema in `shared/commands`. */
export function decideFaultInject(world: World, command: Inject): Decided {
  const plan = planFault(world, command);
  if (!plan.ok) return plan;
  const times = planTimes(command);
  if (!times.ok) return times;
  return ok(() => {
    injectFault(world, { ...plan.value, ...times.value });
  });
}

type Aimed = Pick<FaultPlan, 'kind' | 'target' | 'other' | 'scope' | 'amount'>;

/** A fault without its times: what it is aimed at, and its figure. */
export function planFault(world: World, aim: FaultAim): Result<Aimed> {
  const shared = SHARED.test(aim.target) ? aim.target : '';
  const found = shared === '' ? findPart(world, aim.kind, aim.target) : checkShared(world, aim);
  if (!found.ok) return found;
  const target = found.value;
  const other = findOther(world, aim, target);
  if (!other.ok) return other;
  const amount = amountOf(aim);
  if (!amount.ok) return amount;
  const fresh = checkFresh(world, { aim, target, other: other.value });
  if (!fresh.ok) return fresh;
  return ok({ kind: aim.kind, target, other: other.value, scope: shared, amount: amount.value });
}

function wordOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}

function wrongTarget(kind: FaultKind, id: string): Result<never> {
  const { targets } = FAULT_RULES[kind];
  const said = targets.map(kindSaid).join(', ');
  return refuse({
    code: 'fault.wrongTarget',
    message: `"${kind}" cannot happen to ${id}; its targets are ${said}.`,
    hint: 'Choose one of those, or another kind of fault.',
    details: { kind, target: id, targets: [...targets] },
  });
}

/** Tables whose rows may bear one of these words. */
function tablesOf(words: readonly string[]): FaultPart['table'][] {
  return FAULT_TABLES.filter((table) => {
    if (table === 'place') return PLACE_KINDS.some((word) => words.includes(word));
    if (table === 'power') return POWER_KINDS.some((word) => words.includes(word));
    return words.includes(table);
  });
}

function findPart(world: World, kind: FaultKind, reference: string): Result<FaultPart | undefined> {
  const allowed = world.names.resolve(tablesOf(FAULT_RULES[kind].targets), reference);
  const found = allowed.ok ? allowed : world.names.resolve(FAULT_TABLES, reference);
  if (!found.ok) {
    const ambiguous = allowed.ok || allowed.error.code !== 'reference.ambiguous';
    return ambiguous ? found : allowed;
  }
  const { slot } = found.value;
  const table = FAULT_TABLES.find((name) => name === found.value.table);
  const id = textIdOf(world, found.value.table, slot);
  if (table === undefined || !FAULT_RULES[kind].targets.includes(wordOf(id)))
    return wrongTarget(kind, id);
  return ok({ table, slot });
}

function checkShared(world: World, aim: FaultAim): Result<undefined> {
  const word = wordOf(aim.target);
  if (!FAULT_RULES[aim.kind].targets.includes(word)) return wrongTarget(aim.kind, aim.target);
  if (aim.target === ALL_NAMES && world.dnsProfile.count > 0) return ok(undefined);
  if (word !== 'dns' && vmsSharing(world, aim.target).size > 0) return ok(undefined);
  if (word === 'dns') return nobodyHit(aim.target, `there is no name, or it is not ${ALL_NAMES}`);
  return nobodyHit(aim.target, 'no machine has that property');
}

function nobodyHit(target: string, why: string): Result<never> {
  return refuse({
    code: 'fault.nobodyHit',
    message: `${target} would hit nobody: ${why}.`,
    hint: 'Check the target; a fault that does nothing teaches nothing.',
    details: { target },
  });
}

/** The far side of a partition. */
function findOther(
  world: World,
  aim: FaultAim,
  target: FaultPart | undefined,
): Result<FaultPart | undefined> {
  if (aim.other === undefined) return ok(undefined);
  if (FAULT_RULES[aim.kind].pair !== true) {
    return refuse({
      code: 'fault.otherUnused',
      message: `"${aim.kind}" has one end only, so ${aim.other} says nothing.`,
      hint: 'Leave the far side out, or make it a partition.',
      details: { kind: aim.kind, other: aim.other },
    });
  }
  const other = findPart(world, aim.kind, aim.other);
  if (!other.ok) return other;
  const same = other.value?.table === target?.table && other.value?.slot === target?.slot;
  if (!same) return other;
  return refuse({
    code: 'fault.sameParts',
    message: `Nothing can be parted from itself: both sides are ${aim.target}.`,
    hint: 'Name two different parts.',
    details: { target: aim.target },
  });
}

function amountOf(aim: FaultAim): Result<number> {
  const rule = FAULT_RULES[aim.kind].amount;
  if (rule === undefined) {
    if (aim.amount === undefined) return ok(0);
    return refuse({
      code: 'fault.amountUnused',
      message: `"${aim.kind}" has no figure, so ${aim.amount} says nothing.`,
      hint: 'Leave the amount out.',
      details: { kind: aim.kind, amount: aim.amount },
    });
  }
  const amount = aim.amount ?? rule.otherwise;
  if (amount >= rule.min && amount <= rule.max) return ok(amount);
  return refuse({
    code: 'fault.amountOutOfRange',
    message: `"${aim.kind}" takes ${rule.min} to ${rule.max} (${rule.unit}); ${amount} was given.`,
    hint: 'Choose a figure inside these bounds.',
    details: { kind: aim.kind, amount, min: rule.min, max: rule.max, unit: rule.unit },
  });
}

/** Refuses what is there already, what would hit nobody, and too many. */
function checkFresh(
  world: World,
  input: { aim: FaultAim; target: FaultPart | undefined; other: FaultPart | undefined },
): Result<void> {
  const { aim, target } = input;
  if (world.fault.count >= FAULTS_MAX) {
    return refuse({
      code: 'fault.tooMany',
      message: `There are ${world.fault.count} faults already, the most there may be.`,
      hint: 'Clear some first.',
      details: { faults: world.fault.count, max: FAULTS_MAX },
    });
  }
  if (aim.kind === 'cut' && target !== undefined && isCut(world, target)) {
    return refuse({
      code: 'fault.alreadyCut',
      message: `${aim.target} is cut already.`,
      hint: 'Restore it first, or choose another part.',
      details: { target: aim.target },
    });
  }
  const twin = twinOf(world, input);
  if (twin >= 0) {
    const fault = textIdOf(world, 'fault', twin);
    return refuse({
      code: 'fault.alreadyThere',
      message: `${aim.target} has this fault already (${fault}).`,
      hint: 'Clear it first, or choose another target.',
      details: { target: aim.target, fault },
    });
  }
  return checkInstant(world, aim, target);
}

/** A fault of this kind with the same two ends; -1 when there is none. */
function twinOf(
  world: World,
  input: { aim: FaultAim; target: FaultPart | undefined; other: FaultPart | undefined },
): number {
  const { aim, target, other } = input;
  const there =
    target === undefined
      ? faultsShared(world, aim.target)
      : faultsAt(world, target.table, target.slot);
  const kind = Object.keys(FAULT_RULES).indexOf(aim.kind);
  const twin = there.find((fault) => {
    const far = otherOf(world, fault);
    const same = far?.table === other?.table && far?.slot === other?.slot;
    return world.fault.col.kind[fault] === kind && same;
  });
  return twin ?? -1;
}

/** What happens in one moment needs somebody it can happen to. */
function checkInstant(world: World, aim: FaultAim, target: FaultPart | undefined): Result<void> {
  if (target?.table === 'store') {
    if (acceptingPrimaries(world, target.slot).length > 0) return ok(undefined);
    return nobodyHit(aim.target, 'no replica of it leads and takes writes');
  }
  const now = FAULT_RULES[aim.kind].instant === true || aim.kind === 'machineHang';
  if (!now) return ok(undefined);
  const { host, powerState } = world.vm.col;
  const scope = target === undefined ? undefined : scopeOfPart(world, target);
  const hit = scope?.vms ?? vmsSharing(world, aim.target);
  const anybody = [...world.vm.slots()].some((vm) => {
    const inside = hit.has(vm) || scope?.hosts.has(host[vm]! - 1) === true;
    return inside && powerState[vm] === RUNNING;
  });
  return anybody ? ok(undefined) : nobodyHit(aim.target, 'no machine of it runs');
}

/** When it begins, how long it lasts, how often it comes. */
function planTimes(
  command: Inject,
): Result<Pick<FaultPlan, 'delayUs' | 'lastsUs' | 'everyUs' | 'times'>> {
  const lastsUs = durationUs(command.for, 0);
  const everyUs = durationUs(command.every, 0);
  const instant = FAULT_RULES[command.kind].instant === true;
  if (command.for !== undefined && (lastsUs === 0 || instant)) {
    return refuse({
      code: 'fault.tooShort',
      message: instant
        ? `"${command.kind}" happens in one moment, so it cannot last ${command.for}.`
        : 'A fault that lasts no time does nothing.',
      hint: instant ? 'Leave the length out.' : 'Give it a length, or none at all to let it stay.',
      details: { kind: command.kind, for: command.for },
    });
  }
  if (command.times !== undefined && command.every === undefined) {
    return refuse({
      code: 'fault.timesWithoutEvery',
      message: `It is to come ${command.times} times, and nothing says how often.`,
      hint: 'Say how often (every), or leave the number out.',
      details: { times: command.times },
    });
  }
  const tooOften = instant ? everyUs === 0 : lastsUs === 0 || everyUs <= lastsUs;
  if (command.every !== undefined && tooOften) {
    return refuse({
      code: 'fault.everyTooShort',
      message: `It cannot come every ${command.every} and last ${command.for ?? 'for ever'}.`,
      hint: 'Let it last shorter than the time between two beginnings.',
      details: { every: command.every, ...(command.for === undefined ? {} : { for: command.for }) },
    });
  }
  return ok({ delayUs: durationUs(command.in, 0), lastsUs, everyUs, times: command.times ?? 0 });
}

function faultsShared(world: World, scope: string): number[] {
  return [...world.fault.slots()].filter((fault) => world.fault.text('scope', fault) === scope);
}

/** Looks at `fault.clear`; its refusals stand with its schema in `shared/commands`. */
export function decideFaultClear(world: World, command: CommandOf<'fault.clear'>): Decided {
  const found = faultsMeant(world, command.target);
  if (!found.ok) return found;
  const kind = command.kind === undefined ? -1 : Object.keys(FAULT_RULES).indexOf(command.kind);
  const faults = found.value.filter((fault) => kind < 0 || world.fault.col.kind[fault] === kind);
  if (faults.length > 0) {
    return ok(() => {
      for (const fault of faults) if (world.fault.isAlive(fault)) clearFault(world, fault);
    });
  }
  return err({
    code: 'fault.notThere',
    message: `Nothing of that kind is wrong with ${command.target}.`,
    hint: 'A cut part is restored with fault.restore; ask why it is down.',
    details: { target: command.target },
  });
}

function faultsMeant(world: World, reference: string): Result<number[]> {
  if (SHARED.test(reference)) return ok(faultsShared(world, reference));
  if (reference.startsWith('fault:')) {
    const fault = world.names.resolve(['fault'], reference);
    return fault.ok ? ok([fault.value.slot]) : notThere(reference);
  }
  const part = world.names.resolve(FAULT_TABLES, reference);
  return part.ok ? ok(faultsAt(world, part.value.table, part.value.slot)) : part;
}

function notThere(reference: string): Result<never> {
  return refuse({
    code: 'fault.notThere',
    message: `There is no fault ${reference}.`,
    hint: 'It may have ended by itself; look at the list of faults.',
    details: { target: reference },
  });
}
