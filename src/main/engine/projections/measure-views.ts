/**
 * Measures of the run so far: availability of services, machines and sets by each definition, and
 * the incidents that explain every second of downtime (rules ENG-Y1 to ENG-Y4).
 *
 * Read from the state as it stands; what is down at this moment is counted up to now.
 */
import { compareCodeUnits } from '../../../shared/kernel/order.ts';
import { US_PER_SECOND } from '../../../shared/kernel/time.ts';
import {
  DOWNTIME_OWNERS,
  METERED_GROUPS,
  type DowntimeOwner,
  type MeteredGroup,
} from '../../../shared/model/downtime-owners.ts';
import { FAILURE_REASONS } from '../../../shared/model/kinds.ts';
import type { Incident, MeasuresView } from '../../../shared/views/measures-view.ts';
import { openDownSeconds } from '../systems/availability.ts';
import { readMeter, shareUp } from '../systems/meters.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { serviceFigures } from './figures.ts';

/** Measures at the present moment, of everything or of one thing. */
export function measuresOf(world: World, of?: string): MeasuresView {
  const whole = allMeasures(world, of);
  if (of === undefined) return whole;
  return {
    ...whole,
    services: whole.services.filter(({ id }) => id === of),
    machines: whole.machines.filter(({ id }) => id === of),
    groups: whole.groups.filter(({ id }) => id === of),
  };
}

function allMeasures(world: World, of: string | undefined): MeasuresView {
  return {
    atUs: world.nowUs,
    services: [...world.service.slots()].map((slot) => serviceMeasure(world, slot)),
    machines: [...world.vm.slots()].map((slot) => {
      const { meteredUs, upUs } = readMeter(world, { owner: 'vm', slot });
      const slaAvailability = shareUp({ meteredUs, upUs });
      const name = world.vm.text('name', slot);
      return { id: textIdOf(world, 'vm', slot), name, meteredUs, upUs, slaAvailability };
    }),
    groups: METERED_GROUPS.flatMap((kind) =>
      [...world[kind].slots()].map((slot) => groupMeasure(world, { kind, slot })),
    ),
    incidents: incidentsOf(world, of),
  };
}

function serviceMeasure(world: World, slot: number): MeasuresView['services'][number] {
  const figures = serviceFigures(world, slot);
  const balancer = world.service.ref('balancer', slot);
  const pool = readMeter(world, { owner: 'balancer', slot: balancer });
  return {
    id: figures.id,
    name: figures.name,
    servedFraction: figures.servedFraction,
    availability: figures.availability,
    slaAvailability: shareUp(pool),
    slaMeteredUs: pool.meteredUs,
    secondsUp: figures.secondsUp,
    secondsDown: figures.secondsDown,
  };
}

function groupMeasure(
  world: World,
  group: { readonly kind: MeteredGroup; readonly slot: number },
): MeasuresView['groups'][number] {
  const { kind, slot } = group;
  const { meteredUs, upUs } = readMeter(world, { owner: kind, slot });
  return {
    kind,
    id: textIdOf(world, kind, slot),
    name: world[kind].text('name', slot),
    meteredUs,
    upUs,
    slaAvailability: shareUp({ meteredUs, upUs }),
    deployed: world[kind].col.meterDeployed[slot]!,
    up: world[kind].col.meterUp[slot]!,
  };
}

interface Entry {
  readonly owner: DowntimeOwner;
  readonly slot: number;
  readonly reason: number;
  readonly cause: number;
  downUs: number;
  spans: number;
  firstAtUs: number;
  lastAtUs: number;
}

/** Every downtime with its cause, what is under way included; longest first. */
export function incidentsOf(world: World, of?: string): Incident[] {
  const entries = new Map<string, Entry>();
  for (const row of world.downtime.slots()) addRow(world, entries, row);
  addOpenSeconds(world, entries);
  addOpenSpans(world, entries);
  return [...entries.values()]
    .filter(({ downUs, spans }) => downUs > 0 || spans > 0)
    .filter(({ owner, slot }) => of === undefined || textIdOf(world, owner, slot) === of)
    .map((entry) => incidentOf(world, entry))
    .sort(
      (a, b) =>
        b.downUs - a.downUs || a.firstAtUs - b.firstAtUs || compareCodeUnits(a.owner, b.owner),
    );
}

function keyOf(entry: Pick<Entry, 'owner' | 'slot' | 'reason' | 'cause'>): string {
  return `${entry.owner} ${entry.slot} ${entry.reason} ${entry.cause}`;
}

function addRow(world: World, entries: Map<string, Entry>, row: number): void {
  const { col } = world.downtime;
  const owner = DOWNTIME_OWNERS[col.owner[row]!]!;
  const entry: Entry = {
    owner,
    slot: col[owner][row]! - 1,
    reason: col.reason[row]!,
    cause: col.cause[row]!,
    downUs: col.us[row]!,
    spans: col.spans[row]!,
    firstAtUs: col.firstUs[row]!,
    lastAtUs: col.lastUs[row]!,
  };
  entries.set(keyOf(entry), entry);
}

/** Seconds that can be judged by now and wait for the next request to be counted. */
function addOpenSeconds(world: World, entries: Map<string, Entry>): void {
  for (const slot of world.service.slots()) {
    for (const { reason, cause, second } of openDownSeconds(world, slot)) {
      const firstAtUs = second * US_PER_SECOND;
      const fresh = { owner: 'service' as const, slot, reason, cause };
      const entry = entries.get(keyOf(fresh)) ?? { ...fresh, ...nothing(firstAtUs) };
      if (entry.spans === 0 || entry.lastAtUs !== firstAtUs) entry.spans += 1;
      entry.downUs += US_PER_SECOND;
      entry.lastAtUs = firstAtUs + US_PER_SECOND;
      entries.set(keyOf(fresh), entry);
    }
  }
}

function nothing(firstAtUs: number): Pick<Entry, 'downUs' | 'spans' | 'firstAtUs' | 'lastAtUs'> {
  return { downUs: 0, spans: 0, firstAtUs, lastAtUs: firstAtUs };
}

/** Downtime under way of machines and groups. */
function addOpenSpans(world: World, entries: Map<string, Entry>): void {
  for (const owner of ['vm', ...METERED_GROUPS] as const) {
    for (const slot of world[owner].slots()) {
      const { openUs } = readMeter(world, { owner, slot });
      const fresh = { owner, slot, reason: 0, cause: world[owner].col.downCause[slot]! };
      const entry = openUs === 0 ? undefined : entries.get(keyOf(fresh));
      if (entry === undefined) continue;
      entry.downUs += openUs;
      entry.lastAtUs = world.nowUs;
    }
  }
}

function incidentOf(world: World, entry: Entry): Incident {
  const { owner, slot, reason, cause, downUs, spans, firstAtUs, lastAtUs } = entry;
  const service = owner === 'service';
  return {
    owner: textIdOf(world, owner, slot),
    ownerKind: owner,
    ...(service ? { reason: FAILURE_REASONS[reason]! } : {}),
    downUs,
    spans,
    firstAtUs,
    lastAtUs,
    ...(service ? { failedRequests: failedFor(world, entry) } : {}),
    chain: cause === 0 ? [] : world.log.chain(cause),
  };
}

function failedFor(world: World, entry: Entry): number {
  const { slot: service, reason, cause } = entry;
  const row = world.failures.find({ service, reason, cause });
  return row === undefined ? 0 : world.ledger.col.count[row]!;
}
