/**
 * Promised, expected and measured availability of everything that has one, on one scale (rules
 * ENG-Y5 to ENG-Y7). Read from the state as it stands; nothing is changed.
 */
import { US_PER_HOUR, US_PER_MINUTE, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { findSla } from '../../../shared/model/catalogue-lookup.ts';
import { ALWAYS, DiagramTooLarge } from '../../../shared/model/decision-diagram.ts';
import type { MeteredGroup } from '../../../shared/model/downtime-owners.ts';
import { expectedOf } from '../../../shared/model/expected-availability.ts';
import {
  burnRate,
  creditPercent,
  errorBudget,
  formulaText,
  isFormula,
  promisedShare,
  SLA_MONTH_DAYS,
  SLA_MONTH_MINUTES,
  type Promised,
  type PromisePart,
} from '../../../shared/model/sla.ts';
import type { ExpectedView, SlaEntry, SlaView } from '../../../shared/views/sla-view.ts';
import type { SlaQuery } from '../engine-types.ts';
import { SERIES_BUCKET_US } from '../series-log.ts';
import { readMeter, shareUp } from '../systems/meters.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { capacityPerSecond, serviceFigures } from './figures.ts';
import { machinePromise, scaleSetPromise, servicePromise, setPromise } from './promises.ts';
import { RoomStructure } from './room-structure.ts';

/** Machines of one pool or set whose structure is worked out exactly; more take too long. */
const EXACT_MACHINES_MAX = 120;
/** Machines of the lab up to which each gets an entry with an expectation of its own. */
const MACHINE_ENTRIES_MAX = 400;
/** Terms of a promise told one by one; the formula has them all. */
const TERMS_MAX = 20;
/** Services up to which an overview without machines works out what is expected of them. */
const OVERVIEW_EXACT_MAX = 20;
const FIVE_MINUTES_US = 5 * US_PER_MINUTE;

/** Availabilities at the present moment. */
export function slaOf(world: World, query: SlaQuery = {}): SlaView {
  // The overview of a large lab is asked for again and again: it goes without what takes seconds.
  const brief = query.machines === false && world.service.count > OVERVIEW_EXACT_MAX;
  const structure = brief ? undefined : structureOf(world);
  function asked(kind: SlaEntry['kind']): number[] {
    const slots = [...world[kind].slots()];
    if (query.of === undefined) return kind === 'vm' && query.machines === false ? [] : slots;
    return slots.filter((slot) => textIdOf(world, kind, slot) === query.of);
  }
  const services = asked('service');
  const sets = asked('availabilitySet');
  const scaleSets = asked('scaleSet');
  const machines = asked('vm');
  const detailed = machines.length <= MACHINE_ENTRIES_MAX ? structure : undefined;
  return {
    atUs: world.nowUs,
    monthDays: SLA_MONTH_DAYS,
    entries: [
      ...services.map((slot) => serviceEntry(world, slot, structure)),
      ...sets.map((slot) => groupEntry(world, { kind: 'availabilitySet', slot }, structure)),
      ...scaleSets.map((slot) => groupEntry(world, { kind: 'scaleSet', slot }, structure)),
      ...machines.map((slot) => machineEntry(world, slot, detailed)),
    ],
  };
}

function structureOf(world: World): RoomStructure | undefined {
  return world.catalogue.components === undefined ? undefined : new RoomStructure(world);
}

function entryBase(
  world: World,
  given: { kind: SlaEntry['kind']; slot: number; promised: Promised },
): Pick<SlaEntry, 'id' | 'name' | 'kind' | 'promised'> {
  const { kind, slot, promised } = given;
  const { share } = promised;
  return {
    id: textIdOf(world, kind, slot),
    name: world[kind].text('name', slot),
    kind,
    promised: {
      ...(share === undefined ? {} : { share }),
      formula: formulaText(promised),
      terms: termsOf(world, promised),
    },
  };
}

function termsOf(world: World, promised: Promised): SlaEntry['promised']['terms'] {
  return promised.parts
    .flatMap((part) => (isFormula(part) ? termsOf(world, part) : [termOf(world, part)]))
    .slice(0, TERMS_MAX);
}

function termOf(world: World, part: PromisePart): SlaEntry['promised']['terms'][number] {
  const sla = part.sla === undefined ? undefined : findSla(world.catalogue, part.sla);
  return { ...part, assumed: sla?.assumed !== undefined };
}

function serviceEntry(world: World, slot: number, structure: RoomStructure | undefined): SlaEntry {
  const promised = servicePromise(world, slot);
  const figures = serviceFigures(world, slot);
  const balancer = world.service.ref('balancer', slot);
  const meter = readMeter(world, { owner: 'balancer', slot: balancer });
  const vms = world.pools
    .backendsOfBalancer(balancer)
    .map((backend) => world.backend.col.vm[backend]! - 1);
  const perMachine = capacityPerSecond(world, slot, 1);
  const peak = world.service.col.peakPerSecond[slot]!;
  const atPeak = Math.max(1, Math.ceil(peak / perMachine));
  const front = { balancer, promised: promised.parts[0] };
  const expected = expect(structure, { vms, needed: 1, world, front });
  const expectedAtPeak =
    atPeak > 1 ? expect(structure, { vms, needed: atPeak, world, front }) : undefined;
  const downMinutes = (figures.secondsDown * US_PER_SECOND) / US_PER_MINUTE;
  const seconds = figures.secondsUp + figures.secondsDown;
  return {
    ...entryBase(world, { kind: 'service', slot, promised }),
    ...(expected === undefined ? {} : { expected }),
    ...(expectedAtPeak === undefined ? {} : { expectedAtPeak }),
    measured: {
      ...measured(meter),
      servedFraction: figures.servedFraction,
      availability: figures.availability,
      secondsDown: figures.secondsDown,
    },
    ...(promised.share === undefined
      ? {}
      : {
          budget: errorBudget(promised.share, downMinutes),
          burn: {
            run: burnRate(promised.share, seconds === 0 ? 0 : figures.secondsDown / seconds),
            lastHour: burnRate(promised.share, failingShare(world, slot, US_PER_HOUR)),
            lastFiveMinutes: burnRate(promised.share, failingShare(world, slot, FIVE_MINUTES_US)),
          },
        }),
    ...creditOf(world, promised, meter),
  };
}

function measured(meter: { meteredUs: number; upUs: number }): {
  slaAvailability: number;
  meteredMinutes: number;
  downMinutes: number;
} {
  return {
    slaAvailability: shareUp(meter),
    meteredMinutes: meter.meteredUs / US_PER_MINUTE,
    downMinutes: (meter.meteredUs - meter.upUs) / US_PER_MINUTE,
  };
}

/** Failed ÷ ended requests over the last span, from the series of ten seconds. */
function failingShare(world: World, service: number, spanUs: number): number {
  const to = Math.floor(world.nowUs / SERIES_BUCKET_US) + 1;
  const from = Math.max(0, to - Math.ceil(spanUs / SERIES_BUCKET_US));
  function sum(field: 'served' | 'late' | 'refused' | 'lost'): number {
    return world.series.read({ service, field, from, to }).reduce((all, one) => all + one, 0);
  }
  const failed = sum('late') + sum('refused') + sum('lost');
  const ended = failed + sum('served');
  return ended === 0 ? 0 : failed / ended;
}

function groupEntry(
  world: World,
  group: { kind: Extract<MeteredGroup, 'availabilitySet' | 'scaleSet'>; slot: number },
  structure: RoomStructure | undefined,
): SlaEntry {
  const { kind, slot } = group;
  const promised = kind === 'scaleSet' ? scaleSetPromise(world, slot) : setPromise(world, slot);
  const meter = readMeter(world, { owner: kind, slot });
  const vms = [...world.vm.slots()].filter((vm) => world.vm.col[kind][vm] === slot + 1);
  const expected = expect(structure, { vms, needed: 1, world });
  return {
    ...entryBase(world, { kind, slot, promised }),
    ...(expected === undefined ? {} : { expected }),
    measured: measured(meter),
    ...budgetOf(promised, meter),
    ...creditOf(world, promised, meter),
  };
}

function machineEntry(world: World, slot: number, structure: RoomStructure | undefined): SlaEntry {
  const promised = machinePromise(world, slot);
  const meter = readMeter(world, { owner: 'vm', slot });
  const expected = expect(structure, { vms: [slot], needed: 1, world });
  return {
    ...entryBase(world, { kind: 'vm', slot, promised }),
    ...(expected === undefined ? {} : { expected }),
    measured: measured(meter),
    ...budgetOf(promised, meter),
    ...creditOf(world, promised, meter),
  };
}

function budgetOf(
  promised: Promised,
  meter: { meteredUs: number; upUs: number },
): Pick<SlaEntry, 'budget'> {
  if (promised.share === undefined) return {};
  const downMinutes = (meter.meteredUs - meter.upUs) / US_PER_MINUTE;
  return { budget: errorBudget(promised.share, downMinutes) };
}

/** What is paid back if nothing more happens: the promise of the machines, over a whole month. */
function creditOf(
  world: World,
  promised: Promised,
  meter: { meteredUs: number; upUs: number },
): Pick<SlaEntry, 'credit'> {
  const id = lastPromise(promised);
  if (id === undefined) return {};
  const sla = findSla(world.catalogue, id);
  if (promisedShare(sla) === undefined || sla?.credits.length === 0) return {};
  const minutes = Math.max(SLA_MONTH_MINUTES, meter.meteredUs / US_PER_MINUTE);
  const monthAvailability = 1 - (meter.meteredUs - meter.upUs) / US_PER_MINUTE / minutes;
  return { credit: { sla: id, monthAvailability, percent: creditPercent(sla, monthAvailability) } };
}

/** The one promise that machines stand under; none when there are several side by side. */
function lastPromise(promised: Promised): string | undefined {
  const last = promised.parts.at(-1);
  if (last === undefined || promised.join === 'parallel') return undefined;
  return isFormula(last) ? lastPromise(last) : last.sla;
}

/** Expectation of a pool; undefined without a structure, or when it grows too large. */
function expect(
  structure: RoomStructure | undefined,
  given: {
    readonly world: World;
    readonly vms: readonly number[];
    readonly needed: number;
    readonly front?: {
      readonly balancer: number;
      readonly promised: PromisePart | Promised | undefined;
    };
  },
): ExpectedView | undefined {
  const { vms, needed, front, world } = given;
  if (structure === undefined || vms.length === 0 || vms.length > EXACT_MACHINES_MAX) {
    return undefined;
  }
  try {
    const { diagram } = structure;
    const machines = vms.map((vm) => structure.machine(vm));
    const before = front === undefined ? ALWAYS : frontOf(structure, world, front);
    const root = diagram.and(before, diagram.atLeast(needed, machines));
    const { availability, parts, assumedParts, cutSets } = expectedOf(diagram, {
      root,
      parts: structure.parts,
    });
    return {
      availability,
      needed,
      of: vms.length,
      parts,
      assumedParts,
      cutSets: cutSets.map((set) => ({ ...set, parts: [...set.parts] })),
    };
  } catch (error) {
    if (error instanceof DiagramTooLarge) return undefined;
    throw error;
  }
}

/** The balancer fails as often as its promise allows; without a promise it is left out. */
function frontOf(
  structure: RoomStructure,
  world: World,
  front: { readonly balancer: number; readonly promised: PromisePart | Promised | undefined },
): number {
  const share = front.promised?.share;
  if (share === undefined) return ALWAYS;
  const id = textIdOf(world, 'balancer', front.balancer);
  return structure.ownPart({ id, kind: 'balancer', unavailability: 1 - share, assumed: false });
}
