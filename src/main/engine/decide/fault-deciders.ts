/**
 * Deciders for faults: cutting a part and restoring it (rules ENG-F1 to ENG-F4).
 *
 * A cut is a state of the part itself. What else goes down with it is found by settling, so a
 * fault of a rack and a fault of its feed are followed by the same rules.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { cutSlot, restoreSlot } from '../systems/cut-parts.ts';
import { forgetCuts } from '../systems/injected-faults.ts';
import type { World } from '../world/world.ts';
import { textIdOf, type Found } from '../world/names.ts';
import { refuse, type Decided } from './decide-kit.ts';

const TARGETS = ['power', 'rack', 'switch', 'link', 'host', 'storage', 'place'] as const;
type TargetTable = (typeof TARGETS)[number];

interface Target extends Found {
  readonly table: TargetTable;
}

function findTarget(world: World, reference: string): Result<Target> {
  const found = world.names.resolve(TARGETS, reference);
  if (!found.ok) return found;
  const { slot } = found.value;
  const table = TARGETS.find((name) => name === found.value.table);
  return table === undefined
    ? refuse({ code: 'fault.targetNotFound', message: `${reference} cannot fail.` })
    : ok({ table, slot });
}

/** Column of the targets that says somebody cut them. */
function cutColumn(world: World, table: TargetTable): Uint8Array {
  return world[table].col.cut;
}

/** A part that may be cut. Refuses with `fault.targetNotFound` or `fault.alreadyCut`. */
export function findWhole(world: World, reference: string): Result<Target> {
  const target = findTarget(world, reference);
  if (!target.ok) return target;
  const { table, slot } = target.value;
  if (cutColumn(world, table)[slot] === 0) return target;
  const id = textIdOf(world, table, slot);
  return refuse({
    code: 'fault.alreadyCut',
    message: `${id} is cut already.`,
    hint: 'Restore it first, or choose another part.',
    details: { target: id },
  });
}

/** Cuts a part; what stands on it falls when the world is settled. */
export function cutPart(world: World, target: Target): void {
  cutSlot(world, target, world.decisionId);
}

/** Looks at `fault.cut`; its refusals stand with its schema in `shared/commands`. */
export function decideFaultCut(world: World, command: CommandOf<'fault.cut'>): Decided {
  const target = findWhole(world, command.target);
  return target.ok ? ok(() => cutPart(world, target.value)) : target;
}

/** Looks at `fault.restore`; its refusals stand with its schema in `shared/commands`. */
export function decideFaultRestore(world: World, command: CommandOf<'fault.restore'>): Decided {
  const target = findTarget(world, command.target);
  if (!target.ok) return target;
  const { table, slot } = target.value;
  const id = textIdOf(world, table, slot);
  const tripped = table === 'power' && world.power.col.tripped[slot] === 1;
  if (cutColumn(world, table)[slot] === 0 && !tripped) {
    return refuse({
      code: 'fault.notCut',
      message: `${id} is neither cut nor tripped, so there is nothing to restore on it.`,
      hint: 'If it is dark, its cause is elsewhere: ask why.',
      details: { target: id },
    });
  }
  return ok(() => {
    restoreSlot(world, { table, slot });
    forgetCuts(world, { table, slot });
  });
}
