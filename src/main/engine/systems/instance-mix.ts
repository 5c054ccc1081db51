/**
 * Instance mix: which size the next instance of a set gets (rule ENG-K6; docs/facts.md, fact 83).
 *
 * Every strategy is an order of sizes; the first that has room is taken. Nothing is remembered:
 * prices, room and order are looked at anew for each instance.
 */
import { MIX_STRATEGIES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { factsOf, type ModelFacts } from './instance-model.ts';
import { mixSizesOf } from './mix-sizes.ts';
import { placesFor } from './placement.ts';

const LOWEST_PRICE = MIX_STRATEGIES.indexOf('lowestPrice');
const CAPACITY = MIX_STRATEGIES.indexOf('capacityOptimized');

/** What the next instance may be, best first: one kind for a set without a mix. */
export function choicesOf(world: World, set: number): ModelFacts[] {
  const model = world.scaleSet.ref('latestModel', set);
  const sizes = mixSizesOf(world, set);
  if (sizes.length === 0) return [factsOf(world, model)];
  const choices = sizes.map((size) => factsOf(world, model, size));
  const strategy = world.scaleSet.col.mixStrategy[set];
  if (strategy === LOWEST_PRICE) return orderedBy(choices, (one) => one.microUsdPerHour);
  // Most room first; a stable order keeps what comes first in the list before its equals.
  if (strategy === CAPACITY) return orderedBy(choices, (one) => -placesFor(world, one));
  return choices;
}

function orderedBy(
  choices: readonly ModelFacts[],
  worth: (choice: ModelFacts) => number,
): ModelFacts[] {
  return choices
    .map((choice) => ({ choice, worth: worth(choice) }))
    .toSorted((left, right) => left.worth - right.worth)
    .map(({ choice }) => choice);
}
