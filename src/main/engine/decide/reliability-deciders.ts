/**
 * Deciders for what fails by itself: `reliability.add` and `reliability.remove` (rules ENG-MT1 and
 * ENG-MT2). A rule covers the parts there are when it is set.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { durationUs, US_PER_HOUR, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { CUT_TABLES } from '../systems/cut-parts.ts';
import { endRule, startClock } from '../systems/wear.ts';
import { textIdOf, wordsOf } from '../world/names.ts';
import { kindSaid } from '../world/refusal-words.ts';
import type { World } from '../world/world.ts';
import { checkFree, find, refuse, type Decided } from './decide-kit.ts';

/** Rules there are at most. */
const RULES_MAX = 100;

type Add = CommandOf<'reliability.add'>;

/** Looks at `reliability.add`; its refusals stand with its schema in `shared/commands`. */
export function decideReliabilityAdd(world: World, command: Add): Decided {
  const free = checkFree(world, { word: 'reliability', name: command.name });
  if (!free.ok) return free;
  const { count } = world.reliability;
  if (count >= RULES_MAX) {
    return refuse({
      code: 'reliability.tooMany',
      message: `There are ${count} rules already, the most there may be.`,
      hint: 'End one first, or name more parts in one rule.',
      details: { rules: count, max: RULES_MAX },
    });
  }
  const parts = findParts(world, command);
  if (!parts.ok) return parts;
  const means = readMeans(world, command);
  if (!means.ok) return means;
  return ok(() => {
    const rule = world.reliability.allocate();
    const { col } = world.reliability;
    world.reliability.setText({ column: 'name', slot: rule, text: command.name });
    world.reliability.setText({ column: 'of', slot: rule, text: command.of ?? '' });
    col.mtbfUs[rule] = means.value.mtbfUs;
    col.mttrUs[rule] = means.value.mttrUs;
    col.together[rule] = command.together === true ? 1 : 0;
    world.names.add('reliability', rule);
    if (command.together === true) startClock(world, rule, parts.value);
    else for (const part of parts.value) startClock(world, rule, [part]);
  });
}

/** Looks at `reliability.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideReliabilityRemove(
  world: World,
  command: CommandOf<'reliability.remove'>,
): Decided {
  const rule = find(world, 'reliability', command.reliability);
  return rule.ok ? ok(() => endRule(world, rule.value)) : rule;
}

/** Ids of the parts a rule covers, each once. */
function findParts(world: World, command: Add): Result<string[]> {
  const { of, parts } = command;
  if ((of === undefined) === (parts === undefined)) {
    return refuse({
      code: 'reliability.ofOrParts',
      message: 'A rule is of one kind of part, or of parts that it names: one of the two.',
      hint: 'Give either a kind or a list of parts.',
      details: { of: of ?? '', parts: parts?.length ?? 0 },
    });
  }
  const found = of === undefined ? namedParts(world, parts ?? []) : ok(partsOfKind(world, of));
  if (!found.ok || found.value.length > 0) return found;
  return refuse({
    code: 'reliability.noPart',
    message: `There is no ${kindSaid(of ?? 'part')} that could fail.`,
    hint: 'Add one first, or choose another kind.',
    details: { of: of ?? '' },
  });
}

function partsOfKind(world: World, kind: string): string[] {
  const table = CUT_TABLES.find((name) => wordsOf(name).includes(kind));
  if (table === undefined) return [];
  return [...world[table].slots()]
    .map((slot) => textIdOf(world, table, slot))
    .filter((id) => id.startsWith(`${kind}:`));
}

function namedParts(world: World, references: readonly string[]): Result<string[]> {
  const ids = new Set<string>();
  for (const reference of references) {
    const found = world.names.resolve(CUT_TABLES, reference);
    if (!found.ok) {
      const isMissing = found.error.code === 'fault.targetNotFound';
      return isMissing ? refuse({ ...found.error, code: 'reliability.partNotFound' }) : found;
    }
    ids.add(textIdOf(world, found.value.table, found.value.slot));
  }
  return ok([...ids]);
}

/** The mean times: those given, else those of the catalogue for the kind. */
function readMeans(world: World, command: Add): Result<{ mtbfUs: number; mttrUs: number }> {
  const known = world.catalogue.components?.find(({ kind }) => kind === command.of);
  const mtbfUs = durationUs(command.mtbf, (known?.mtbfHours ?? 0) * US_PER_HOUR);
  const mttrUs = durationUs(command.mttr, (known?.mttrHours ?? 0) * US_PER_HOUR);
  const missing = (command.mtbf ?? known) === undefined || (command.mttr ?? known) === undefined;
  if (missing) {
    return refuse({
      code: 'reliability.noFigure',
      message: 'The catalogue has no mean times for these parts, and the rule gives none.',
      hint: 'Give the mean time between failures and the mean time to repair.',
      details: { of: command.of ?? '' },
    });
  }
  if (mtbfUs >= US_PER_SECOND && mttrUs >= US_PER_SECOND) return ok({ mtbfUs, mttrUs });
  return refuse({
    code: 'reliability.tooShort',
    message: 'A mean time is at least one second.',
    hint: 'Real parts work for years and are repaired in hours.',
    details: { mtbfSeconds: mtbfUs / US_PER_SECOND, mttrSeconds: mttrUs / US_PER_SECOND },
  });
}
