/**
 * The figure of one thing under each lens. Load is processor in use of the processor there is, and
 * for what has another measure of being full, that; cost is the price of compute against the
 * dearest of its kind; state is the worst that a thing is or holds.
 */
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { stateOf, type RowState, type Tone } from '../model/row-state.ts';
import { levelColor } from '../topology/paint-cell.ts';
import { WORST } from '../topology/paint-places.ts';
import type { RoomRows } from '../topology/room-rows.ts';
import type { PlaceSum, RoomSums } from '../topology/room-sums.ts';
import type { Lens, LensKind, LensValue } from './lens-kinds.ts';
import type { CoresInUse, LoadSums } from './load-sums.ts';

/** What a lens asks; figures come as words of the reader's language. */
export interface LensSource {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly rows: () => RoomRows;
  readonly sums: () => RoomSums;
  readonly loads: () => LoadSums;
  readonly services: () => readonly ServiceFigures[];
  readonly cpuPermille: (slot: number) => number;
  readonly milliwatts: (slot: number) => number | undefined;
  readonly percent: (share: number) => string;
  readonly moneyPerHour: (microUsd: number) => string;
  readonly word: (state: RowState) => string;
  readonly ofAll: (part: number, all: number) => string;
}

const PER_MILLE = 1_000;
const MILLI = 1_000;
/** A service that is asked and can serve nothing is as full as can be. */
const BEYOND_FULL = 9.99;

/** The lens of a kind. */
export function makeLens(kind: LensKind, source: LensSource): Lens {
  switch (kind) {
    case 'load':
      return loadLens(source);
    case 'cost':
      return costLens(source);
    default:
      return stateLens(source);
  }
}

function loadLens(source: LensSource): Lens {
  function full(share: number | undefined): LensValue | undefined {
    if (share === undefined) return undefined;
    const text = share >= BEYOND_FULL ? `> ${source.percent(1)}` : source.percent(share);
    return { share, color: levelColor(share), text };
  }
  function of(row: TopologyRow): LensValue | undefined {
    switch (row.kind) {
      case 'vm':
        if (row.powerState !== 'running') return undefined;
        return full(source.cpuPermille(row.slot) / PER_MILLE);
      case 'host':
        return full(shareOf(source.loads().host(row.id)));
      case 'rack':
        return full(shareOf(source.loads().rack(row.id)));
      case 'power':
        return full(powerLoad(row, source));
      case 'service':
        return full(askedOf(source, ({ id }) => id === row.id));
      case 'balancer':
        return full(
          askedOf(source, ({ id }) => {
            const service = source.get(id);
            return service?.kind === 'service' && service.balancer === row.id;
          }),
        );
      default:
        return undefined;
    }
  }
  return {
    kind: 'load',
    of,
    ofPlace: (id, as) =>
      full(shareOf(as === 'band' ? source.loads().band(id) : source.loads().hall(id))),
  };
}

function shareOf({ used, cores }: CoresInUse): number | undefined {
  return cores === 0 ? undefined : used / cores;
}

function powerLoad(row: RowOf<'power'>, source: LensSource): number | undefined {
  const load = source.milliwatts(row.slot);
  return load === undefined || row.ratingWatts === 0 ? undefined : load / MILLI / row.ratingWatts;
}

/** Requests asked for, of those that the machines in rotation can serve. */
function askedOf(
  source: LensSource,
  isOne: (figures: ServiceFigures) => boolean,
): number | undefined {
  let asked = 0;
  let capacity = 0;
  let found = false;
  for (const figures of source.services()) {
    if (!isOne(figures)) continue;
    found = true;
    asked += figures.offeredPerSecond;
    capacity += figures.capacityPerSecond;
  }
  if (!found) return undefined;
  if (capacity > 0) return Math.min(BEYOND_FULL, asked / capacity);
  return asked > 0 ? BEYOND_FULL : 0;
}

/** The dearest of each kind, so that the fullest box is the one to look at. */
interface Dearest {
  readonly vm: number;
  readonly host: number;
  readonly rack: number;
  readonly band: number;
  readonly hall: number;
}

function costLens(source: LensSource): Lens {
  const sums = source.sums();
  const rows = source.rows();
  const hostCost = new Map<string, number>();
  function ofHost(id: string): number {
    const known = hostCost.get(id);
    if (known !== undefined) return known;
    const made = rows.machinesOn(id).reduce((sum, placed) => {
      const vm = source.get(placed.id);
      return sum + (vm?.kind === 'vm' ? vm.microUsdPerHour : 0);
    }, 0);
    hostCost.set(id, made);
    return made;
  }
  let dearest: Dearest | undefined;
  function most(kind: keyof Dearest): number {
    dearest ??= dearestOf(source, ofHost);
    return dearest[kind];
  }
  function priced(microUsd: number, kind: keyof Dearest): LensValue | undefined {
    if (microUsd === 0) return undefined;
    const share = microUsd / Math.max(1, most(kind));
    return { share, color: 'accent', text: source.moneyPerHour(microUsd) };
  }
  return {
    kind: 'cost',
    of: (row) => {
      if (row.kind === 'vm') return priced(row.microUsdPerHour, 'vm');
      if (row.kind === 'host') return priced(ofHost(row.id), 'host');
      return row.kind === 'rack' ? priced(sums.rack(row.id).microUsdPerHour, 'rack') : undefined;
    },
    ofPlace: (id, as) => {
      const sum = as === 'band' ? sums.band(id) : sums.hall(id);
      return priced(sum.microUsdPerHour, as);
    },
  };
}

function dearestOf(source: LensSource, ofHost: (id: string) => number): Dearest {
  const sums = source.sums();
  const rows = source.rows();
  const most = { vm: 0, host: 0, rack: 0, band: 0, hall: 0 };
  for (const [rack, hosts] of rows.hostsByRack) {
    most.rack = Math.max(most.rack, sums.rack(rack).microUsdPerHour);
    for (const { id } of hosts) {
      most.host = Math.max(most.host, ofHost(id));
      for (const placed of rows.machinesOn(id)) {
        const vm = source.get(placed.id);
        if (vm?.kind === 'vm') most.vm = Math.max(most.vm, vm.microUsdPerHour);
      }
    }
  }
  for (const [hall, bands] of rows.rowsByHall) {
    most.hall = Math.max(most.hall, sums.hall(hall).microUsdPerHour);
    for (const band of bands) most.band = Math.max(most.band, sums.band(band).microUsdPerHour);
  }
  return most;
}

function stateLens(source: LensSource): Lens {
  function ofSum(sum: PlaceSum, own: Tone): LensValue {
    const isOwn = own !== 'ok';
    const tone = isOwn ? own : sum.worst;
    const shape = WORST[tone];
    const text = sum.hosts === 0 ? '' : source.ofAll(sum.hostsUp, sum.hosts);
    return { share: 1, color: `${tone}-g`, text, shape };
  }
  return {
    kind: 'state',
    of: (row) => {
      const state = stateOf(row);
      if (row.kind === 'rack') return ofSum(source.sums().rack(row.id), state.tone);
      return { share: 1, color: `${state.tone}-g`, text: source.word(state), shape: state };
    },
    ofPlace: (id, as) => {
      const sums = source.sums();
      return ofSum(as === 'band' ? sums.band(id) : sums.hall(id), 'ok');
    },
  };
}
