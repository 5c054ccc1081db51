/**
 * Goal: a lens says what its formula says: load of hosts, racks, rows and halls is the sum of their
 * machines over the cores that work, cost is measured against the dearest of its kind, a state is
 * the worst of what stands inside. Method: synthetic rooms, against sums made the slow way.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeLens, type LensSource } from '../../../src/renderer/lens/lens-values.ts';
import { LoadSums } from '../../../src/renderer/lens/load-sums.ts';
import { sortRoom } from '../../../src/renderer/topology/room-rows.ts';
import { RoomSums } from '../../../src/renderer/topology/room-sums.ts';
import type { MetricsFrame, ServiceFigures } from '../../../src/shared/views/metrics-frame.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../../../src/shared/views/topology-view.ts';
import { count } from '../../support/counts.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const MACHINES = 40;
const plain = syntheticRoom({ racks: 6, racksPerRow: 3, hostsPerRack: 3, machines: MACHINES });

function frameOf(permille: readonly number[]): MetricsFrame {
  return {
    atUs: 0,
    services: [],
    stores: [],
    vmSlot: Uint32Array.from(permille.keys()),
    vmBusy: new Uint32Array(permille.length),
    vmQueued: new Uint32Array(permille.length),
    vmJobs: new Uint32Array(permille.length),
    vmCpuPermille: Uint32Array.from(permille),
    powerSlot: new Uint32Array(0),
    powerMilliwatts: new Float64Array(0),
    costMicroUsd: 0,
    costMicroUsdPerHour: 0,
  };
}

/** A room behind a lens; rows given replace those of the same id. */
function room(
  at: { change?: readonly TopologyRow[]; permille?: readonly number[] } = {},
  more: Partial<LensSource> = {},
) {
  const rows = new Map(plain.map((row) => [row.id, row]));
  for (const row of at.change ?? []) rows.set(row.id, row);
  const all = [...rows.values()];
  function list<K extends TopologyKind>(kind: K): RowOf<K>[] {
    return all.filter((row): row is RowOf<K> => row.kind === kind);
  }
  const sorted = sortRoom({
    places: list('place'),
    racks: list('rack'),
    hosts: list('host'),
    switches: list('switch'),
    powers: list('power'),
    machines: list('vm'),
    balancers: list('balancer'),
    services: list('service'),
    storages: list('storage'),
  });
  function get(id: string): TopologyRow | undefined {
    return rows.get(id);
  }
  const sums = new RoomSums(sorted, get);
  const loads = new LoadSums(sorted, get);
  const permille = at.permille ?? [];
  loads.read(frameOf(permille), (slot) => permille[slot] ?? 0);
  const source: LensSource = {
    get,
    rows: () => sorted,
    sums: () => sums,
    loads: () => loads,
    services: () => [],
    cpuPermille: (slot) => permille[slot] ?? 0,
    milliwatts: () => undefined,
    percent: (share) => `${Math.round(share * 100)}%`,
    moneyPerHour: (microUsd) => `$${microUsd / 1_000_000}`,
    word: (state) => state.word,
    ofAll: (part, whole) => `${part}/${whole}`,
    ...more,
  };
  return { source, list, get, loads };
}

function row<K extends TopologyKind>(kind: K, id: string): RowOf<K> {
  const found = plain.find((one): one is RowOf<K> => one.kind === kind && one.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

describe('load', () => {
  it('of places is vCPU in use over the cores of the hosts that work', () => {
    const draw = fc.tuple(
      fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: MACHINES, maxLength: MACHINES }),
      fc.subarray(plain.filter((one) => one.kind === 'host').map(({ id }) => id)),
    );
    fc.assert(
      fc.property(draw, ([permille, down]) => {
        const change = down.map((id) => ({ ...row('host', id), state: 'down' as const }));
        const { loads, list } = room({ change, permille });
        function slowly(hosts: readonly RowOf<'host'>[]): { used: number; cores: number } {
          const ids = new Set(hosts.map(({ id }) => id));
          const used = list('vm')
            .filter(({ host }) => ids.has(host ?? ''))
            .reduce((sum, vm) => sum + ((permille[vm.slot] ?? 0) / 1_000) * vm.vCpu, 0);
          const works = hosts.filter(({ state }) => state === 'up');
          return { used, cores: works.reduce((sum, host) => sum + host.cores, 0) };
        }
        for (const rack of list('rack')) {
          const expected = slowly(list('host').filter((host) => host.rack === rack.id));
          expect(loads.rack(rack.id).used).toBeCloseTo(expected.used, 6);
          expect(loads.rack(rack.id).cores).toBe(expected.cores);
        }
        const all = slowly(list('host'));
        expect(loads.all().used).toBeCloseTo(all.used, 6);
        expect(loads.hall('room:hall').cores).toBe(all.cores);
        expect(loads.band('row:row-1').cores + loads.band('row:row-2').cores).toBe(all.cores);
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('is the colour of its threshold, and says nothing of what is off', () => {
    const permille = [690, 700, 850, 1_000];
    const vm = row('vm', 'vm:lab/vm-1');
    const { source } = room({ permille });
    const lens = makeLens('load', source);
    expect(permille.map((_, slot) => lens.of({ ...vm, slot })?.color)).toEqual([
      'ok-g',
      'accent',
      'warn-g',
      'harm-g',
    ]);
    expect(lens.of(vm)).toMatchObject({ share: 0.69, text: '69%' });
    expect(lens.of({ ...vm, powerState: 'deallocated' })).toBeUndefined();
    const dead = row('rack', 'rack:r1');
    const hosts = plain.filter((one) => one.kind === 'host' && one.rack === dead.id);
    const change = hosts.map((host) => ({ ...row('host', host.id), state: 'down' as const }));
    expect(makeLens('load', room({ change }).source).of(dead)).toBeUndefined();
  });

  it('of a service is what is asked for over what can be served', () => {
    const service = { id: 'service:lab/shop', offeredPerSecond: 30 };
    const asked = { capacityPerSecond: 40 };
    // Only what the lens reads of a service and its figures.
    const rowOfIt = { kind: 'service', id: service.id, balancer: 'balancer:lab/front' };
    function shown(figures: object) {
      const { source } = room(
        { change: [rowOfIt as TopologyRow] },
        { services: () => [{ ...service, ...figures } as ServiceFigures] },
      );
      return makeLens('load', source);
    }
    expect(shown(asked).of(rowOfIt as TopologyRow)).toMatchObject({ share: 0.75, text: '75%' });
    const front = { kind: 'balancer', id: 'balancer:lab/front' } as TopologyRow;
    expect(shown(asked).of(front)?.share).toBe(0.75);
    const none = shown({ capacityPerSecond: 0 }).of(front);
    expect(none).toMatchObject({ color: 'harm-g', text: '> 100%' });
  });

  it('of a power part is watts over its rating, where it has one', () => {
    const pdu = { ...row('power', 'pdu:r1-a'), ratingWatts: 400 };
    const { source } = room({}, { milliwatts: () => 300_000 });
    expect(makeLens('load', source).of(pdu)).toMatchObject({ share: 0.75, color: 'accent' });
    expect(makeLens('load', source).of({ ...pdu, ratingWatts: 0 })).toBeUndefined();
  });
});

describe('cost', () => {
  it('is measured against the dearest of its kind', () => {
    const dear = { ...row('vm', 'vm:lab/vm-1'), microUsdPerHour: 192_000 };
    const { source, list } = room({ change: [dear] });
    const lens = makeLens('cost', source);
    expect(lens.of(dear)).toMatchObject({ share: 1, text: '$0.192' });
    expect(lens.of(row('vm', 'vm:lab/vm-2'))?.share).toBe(0.5);
    expect(lens.of({ ...dear, microUsdPerHour: 0 })).toBeUndefined();
    const racks = list('rack').map((rack) => lens.of(rack)?.share ?? 0);
    expect(Math.max(...racks)).toBe(1);
    expect(racks.filter((share) => share === 1)).toHaveLength(1);
    expect(lens.ofPlace('room:hall', 'hall')?.share).toBe(1);
  });
});

describe('state', () => {
  it('of a rack is the worst of what stands in it, told by shape too', () => {
    const cut = { ...row('switch', 'switch:r2-tor'), cut: true };
    const { source } = room({ change: [cut] });
    const lens = makeLens('state', source);
    expect(lens.of(row('rack', 'rack:r1'))).toMatchObject({ color: 'ok-g', text: '3/3' });
    const worst = lens.of(row('rack', 'rack:r2'));
    expect(worst).toMatchObject({ color: 'harm-g', shape: { shape: 'cross' } });
    expect(lens.ofPlace('row:row-1', 'band')?.color).toBe('harm-g');
    expect(lens.ofPlace('row:row-2', 'band')?.color).toBe('ok-g');
    expect(lens.of(cut)).toMatchObject({ color: 'harm-g', text: 'cut' });
  });
});
