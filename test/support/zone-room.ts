/**
 * A region of three zones for tests: each zone has its own utility, feed, core switch, row, rack,
 * two hosts and storage unit, and nothing is shared between zones unless a test adds it.
 */
import type { Command } from '../../src/shared/commands/index.ts';
import { makeEngine, Scene, type MakeOptions } from './make-engine.ts';

export interface ZoneRoomOptions {
  readonly zones?: number;
  readonly hostsPerZone?: number;
  readonly cores?: number;
  /** Zones whose machines join the service `web` behind `front`, one each; none when absent. */
  readonly service?: boolean;
  readonly perSecond?: number;
}

/** Commands of one zone: `z1`, `g1`, `f1`, `core1`, `r1` with `r1-p`, `r1-tor`, `r1-h1`…, `s1`. */
function zoneCommands(number: number, options: ZoneRoomOptions): Command[] {
  const { hostsPerZone = 2, cores = 16 } = options;
  const zone = `zone:z${number}`;
  const rack = `r${number}`;
  const hosts = Array.from({ length: hostsPerZone }, (_, index): Command => {
    const name = `${rack}-h${index + 1}`;
    return { type: 'host.add', name, rack, cores, mipsPerCore: 1_000, memoryMib: 131_072 };
  });
  return [
    { type: 'place.add', kind: 'zone', name: `z${number}`, parent: 'site:region' },
    { type: 'place.add', kind: 'room', name: `room${number}`, parent: zone },
    { type: 'place.add', kind: 'row', name: `row${number}`, parent: `room:room${number}` },
    { type: 'power.add', kind: 'utility', name: `g${number}`, place: zone },
    { type: 'power.add', kind: 'feed', name: `f${number}`, from: `g${number}`, place: zone },
    { type: 'rack.add', name: rack, row: `row:row${number}` },
    { type: 'power.add', kind: 'pdu', name: `${rack}-p`, from: `feed:f${number}`, rack },
    { type: 'switch.add', name: `core${number}`, layer: 'core', place: zone },
    {
      type: 'switch.add',
      name: `${rack}-tor`,
      layer: 'tor',
      rack,
      pdus: [`${rack}-p`],
      uplinks: [`core${number}`],
    },
    ...hosts,
    { type: 'storage.add', name: `s${number}`, rack, capacityGib: 1_000 },
  ];
}

function serviceCommands(options: ZoneRoomOptions): Command[] {
  if (options.service !== true) return [];
  const zones = Array.from({ length: options.zones ?? 3 }, (_, index) => index + 1);
  return [
    { type: 'balancer.add', name: 'front' },
    { type: 'service.add', name: 'web', balancer: 'front' },
    ...zones.map((number): Command => {
      const zone = `z${number}`;
      return { ...machine(`web-${number}`), zone, balancers: ['front'] };
    }),
    {
      type: 'load.set',
      service: 'web',
      curve: { points: [{ at: '0s', perSecond: options.perSecond ?? 20 }] },
    },
  ];
}

/** A machine of two cores and 8 GiB. */
export function machine(name: string): Extract<Command, { type: 'vm.create' }> {
  return { type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204' };
}

/** Commands of the region. */
export function zoneRoomCommands(options: ZoneRoomOptions = {}): Command[] {
  const zones = Array.from({ length: options.zones ?? 3 }, (_, index) => index + 1);
  return [
    { type: 'place.add', kind: 'site', name: 'region' },
    ...zones.flatMap((number) => zoneCommands(number, options)),
    { type: 'group.add', name: 'lab' },
    ...serviceCommands(options),
  ];
}

/** A scene in the region, with more commands behind the region's own. */
export function givenZones(
  options: ZoneRoomOptions & MakeOptions = {},
  more: readonly Command[] = [],
): Scene {
  return new Scene(makeEngine([...zoneRoomCommands(options), ...more], options));
}
