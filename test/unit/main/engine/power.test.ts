/**
 * Goal: power flows, moves over, trips, and runs out as the rules say. Method: a room with two
 * feeds whose watts are easy to add by head; every expected number is worked in a comment. A rack
 * holds two hosts of 100 W (260 W when all 16 cores run) and a switch of 100 W, each on both PDUs:
 * 150 W on each PDU, 300 W on each feed of two racks.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

function watts(scene: Scene, name: string): number {
  const { slot } = scene.row('power', name);
  const frame = scene.engine.metrics();
  return (frame.powerMilliwatts[frame.powerSlot.indexOf(slot)] ?? -1) / 1_000;
}

function hostsUp(scene: Scene): number {
  return scene.engine.rows().filter((row) => row.kind === 'host' && row.state === 'up').length;
}

function machine(name: string, host: string, size = 'D2s_v5'): Command {
  return { type: 'vm.create', name, size, image: 'Ubuntu2204', host };
}

describe('[ENG-P5] what each part carries', () => {
  it('shares the draw of a device evenly among its live cords, and adds upwards', () => {
    const scene = given({}, [machine('m', 'r1-h1')]);
    // Two of sixteen cores of r1-h1 run: 100 + 160 × 2/16 = 120 W; rack 1: 120 + 100 + 100 = 320.
    expect(watts(scene, 'r1-a')).toBe(160);
    expect(watts(scene, 'r2-a')).toBe(150);
    expect(watts(scene, 'a')).toBe(310);
    expect(watts(scene, 'ub')).toBe(310);
    expect(watts(scene, 'grid')).toBe(620);
  });

  it('follows machines as they stop and start, without looking at the rest of the room', () => {
    const scene = given({ operations: 'instant' }, [machine('m', 'r1-h1', 'D16s_v5')]);
    expect(watts(scene, 'grid')).toBe(760);
    scene.when({ type: 'vm.stop', vm: 'm' }).until('1s');
    expect(watts(scene, 'grid')).toBe(600);
    scene.when({ type: 'vm.start', vm: 'm' });
    expect(watts(scene, 'r1-b')).toBe(230);
  });

  it('splits into whole milliwatts, the rest going to the first cords', () => {
    const scene = given().when({ type: 'cord.add', device: 'r1-h1', pdu: 'r2-a' });
    // 100 000 mW over three cords: 33 334 + 33 333 + 33 333; beside it 100 W of other devices.
    expect(watts(scene, 'r1-a')).toBe(133.334);
    expect(watts(scene, 'r1-b')).toBe(133.333);
    expect(watts(scene, 'r2-a')).toBe(183.333);
    expect(watts(scene, 'grid')).toBe(600);
  });

  it('takes nothing from the utility while the batteries carry', () => {
    const scene = given().cut('utility:grid');
    expect(watts(scene, 'ua')).toBe(300);
    expect(watts(scene, 'grid')).toBe(0);
  });
});

describe('[ENG-P1] [ENG-P2] a lost feed', () => {
  it('moves its load to the other one and takes nobody down', () => {
    const scene = given({}, [machine('m', 'r1-h1')]).cut('feed:a');
    expect(scene.row('power', 'r1-a')).toMatchObject({ energised: false });
    expect(watts(scene, 'r1-a')).toBe(0);
    expect(watts(scene, 'r1-b')).toBe(320);
    expect(watts(scene, 'b')).toBe(620);
    expect(hostsUp(scene)).toBe(4);
    expect(scene.running()).toEqual(['m']);
    scene.restore('feed:a');
    expect(watts(scene, 'a')).toBe(310);
  });

  it('takes down what hangs on it alone', () => {
    const scene = given().when(
      { type: 'cord.remove', device: 'r1-h1', pdu: 'r1-b' },
      { type: 'fault.cut', target: 'feed:a' },
    );
    expect(scene.row('host', 'r1-h1')).toMatchObject({ state: 'down', powered: false });
    expect(hostsUp(scene)).toBe(3);
    expect(scene.chain(scene.row('host', 'r1-h1').cause)).toEqual([
      'decision feed:a',
      'part.cut feed:a',
      'power.lost pdu:r1-a',
      'host.lostPower host:r1-h1',
    ]);
  });

  it('leaves a host without cords dark beside PDUs, and fed from outside without any', () => {
    const scene = given({}, [
      { type: 'rack.add', name: 'bare', row: 'row:a' },
      { type: 'host.add', name: 'x', rack: 'bare', cores: 4, memoryMib: 8_192, switches: ['agg'] },
      { type: 'host.add', name: 'y', rack: 'r1', cores: 4, memoryMib: 8_192, pdus: [] },
    ]);
    expect(scene.row('host', 'x')).toMatchObject({ powered: true, state: 'up' });
    expect(scene.row('host', 'y')).toMatchObject({ powered: false, state: 'down' });
  });
});

describe('[ENG-P6] a breaker', () => {
  it('trips after one second of overload, to the microsecond', () => {
    const scene = given({ pduWatts: 250 }).until('10s').cut('pdu:r1-a');
    // r1-b carries all 300 W of the rack against 250 W.
    expect(watts(scene, 'r1-b')).toBe(300);
    scene.until('10999999us');
    expect(hostsUp(scene)).toBe(4);
    scene.until('11s');
    expect(scene.row('power', 'r1-b')).toMatchObject({ tripped: true, energised: false });
    expect(hostsUp(scene)).toBe(2);
    expect(scene.happened('power.tripped')).toMatchObject([
      { atUs: 11_000_000, details: { loadWatts: 300, ratingWatts: 250 } },
    ]);
    expect(scene.chain(scene.row('host', 'r1-h2').cause)).toEqual([
      'decision pdu:r1-a',
      'part.cut pdu:r1-a',
      'power.tripped pdu:r1-b',
      'host.lostPower host:r1-h2',
    ]);
  });

  it('bears a load equal to its rating for ever', () => {
    const scene = given({ pduWatts: 300 }).cut('pdu:r1-a').until('1h');
    expect(hostsUp(scene)).toBe(4);
  });

  it('does not trip when the overload ends in time, and counts afresh from its return', () => {
    const scene = given({ pduWatts: 250 }).until('10s').cut('pdu:r1-a').until('10500ms');
    scene.restore('pdu:r1-a').until('10800ms').cut('pdu:r1-a').until('11799999us');
    expect(scene.row('power', 'r1-b').tripped).toBe(false);
    scene.until('11800ms');
    expect(scene.row('power', 'r1-b').tripped).toBe(true);
    expect(scene.engine.eventCount).toBe(1);
  });

  it('cascades: what the first cannot carry breaks the next one a second later', () => {
    // x hangs on p1 and p2 with 100 W, y on p2 and p3 with 140 W: p1 50, p2 50 + 70, p3 70; rated
    // 120 each. Without p1 the second carries 170; without the second, p3 carries 140.
    const pdus: Command[] = ['p1', 'p2', 'p3'].map((name) => ({
      type: 'power.add',
      kind: 'pdu',
      name,
      from: 'feed:a',
      ratingWatts: 120,
    }));
    const scene = given({}, [
      ...pdus,
      {
        type: 'host.add',
        name: 'x',
        rack: 'r1',
        cores: 4,
        memoryMib: 8_192,
        pdus: ['p1', 'p2'],
        idleWatts: 100,
        fullWatts: 100,
      },
      {
        type: 'host.add',
        name: 'y',
        rack: 'r2',
        cores: 4,
        memoryMib: 8_192,
        pdus: ['p2', 'p3'],
        idleWatts: 140,
        fullWatts: 140,
      },
    ]);
    expect(watts(scene, 'p2')).toBe(120);
    scene.until('5s').cut('pdu:p1').until('6s');
    expect(scene.row('host', 'x').powered).toBe(false);
    expect(scene.row('host', 'y').powered).toBe(true);
    expect(watts(scene, 'p3')).toBe(140);
    scene.until('7s');
    expect(scene.row('host', 'y').powered).toBe(false);
    expect(scene.chain(scene.row('host', 'y').cause)).toEqual([
      'decision pdu:p1',
      'part.cut pdu:p1',
      'power.tripped pdu:p2',
      'power.tripped pdu:p3',
      'host.lostPower host:y',
    ]);
  });

  it('blames the decision when a new machine is what overloads it', () => {
    const scene = given({ pduWatts: 155 }).until('3s').when(machine('m', 'r1-h1')).until('1h');
    // The machine adds 20 W to the rack, 10 W to each PDU: 160 against 155, once it runs.
    const [running] = scene.happened('vm.running');
    const [trip] = scene.happened('power.tripped');
    expect(trip?.atUs).toBe((running?.atUs ?? 0) + 1_000_000);
    expect(scene.chain(trip?.id)).toEqual([
      'decision m',
      'vm.created vm:lab/m',
      'power.tripped pdu:r1-a',
    ]);
  });

  it('[ENG-P7] holds again after a restore, or trips again when nothing changed', () => {
    const scene = given({ pduWatts: 250 }).cut('pdu:r1-a').until('1s');
    scene.restore('pdu:r1-b');
    expect(scene.row('power', 'r1-b')).toMatchObject({ tripped: false, energised: true });
    expect(watts(scene, 'r1-b')).toBe(300);
    scene.until('2s');
    expect(scene.row('power', 'r1-b').tripped).toBe(true);
    scene.restore('pdu:r1-a').restore('pdu:r1-b').until('1h');
    expect(hostsUp(scene)).toBe(4);
  });
});

describe('[ENG-P3] the UPS', () => {
  it('carries for its battery time, and then everything falls, with the whole chain', () => {
    const scene = given({ batteryMinutes: 5 }, [machine('m', 'r1-h1')]).until('10s');
    scene.cut('utility:grid');
    expect(scene.row('power', 'ua')).toMatchObject({
      energised: true,
      batteryEmptyAtUs: 310_000_000,
    });
    scene.until('309999999us');
    expect(scene.running()).toEqual(['m']);
    scene.until('310s');
    expect(hostsUp(scene)).toBe(0);
    expect(scene.row('vm', 'm').powerState).toBe('stopped');
    expect(scene.chain(scene.row('vm', 'm').cause)).toEqual([
      'decision utility:grid',
      'part.cut utility:grid',
      'power.onBattery ups:ub',
      'power.batteryEmpty ups:ub',
      'power.lost ups:ub',
      'power.lost feed:b',
      'power.lost pdu:r1-b',
      'host.lostPower host:r1-h1',
      'vm.lost vm:lab/m',
    ]);
  });

  it('goes dark at once where there is no UPS', () => {
    const scene = given({ ups: false }).cut('utility:grid');
    expect(hostsUp(scene)).toBe(0);
  });

  it('[ENG-P4] is full again as soon as its source is back, and no longer explains itself', () => {
    const scene = given({ batteryMinutes: 5 }).cut('utility:grid').until('4m');
    expect(scene.chain(scene.row('power', 'ua').cause).at(-1)).toBe('power.onBattery ups:ua');
    scene.restore('utility:grid');
    expect(scene.row('power', 'ua').cause).toBeUndefined();
    expect(scene.row('power', 'ua').batteryEmptyAtUs).toBeUndefined();
    scene.until('6m').cut('utility:grid').until('659999999us');
    expect(hostsUp(scene)).toBe(4);
    scene.until('11m');
    expect(hostsUp(scene)).toBe(0);
  });

  it('[ENG-P4] counts a changed battery from the next discharge', () => {
    const scene = given({ batteryMinutes: 5 }).cut('utility:grid').until('1m');
    scene.when(
      { type: 'power.edit', power: 'ups:ua', batteryMinutes: 0 },
      { type: 'power.edit', power: 'ups:ub', batteryMinutes: 60 },
    );
    expect(hostsUp(scene)).toBe(4);
    scene.until('5m');
    expect(hostsUp(scene)).toBe(0);
    scene.restore('utility:grid').cut('utility:grid');
    expect(scene.row('power', 'ua').energised).toBe(false);
    expect(scene.row('power', 'ub').energised).toBe(true);
  });

  it('[ENG-P4] goes on discharging while it is cut itself', () => {
    const scene = given({ batteryMinutes: 5 }).cut('utility:grid').cut('ups:ua').until('10m');
    scene.restore('ups:ua');
    expect(scene.row('power', 'ua').energised).toBe(false);
    expect(scene.chain(scene.row('power', 'ua').cause)).toEqual([
      'decision utility:grid',
      'part.cut utility:grid',
    ]);
  });
});

describe('[ENG-F1] a cut rack', () => {
  it('takes its PDUs, switch and hosts, and leaves the other rack alone', () => {
    const scene = given({}, [machine('m', 'r1-h2'), machine('n', 'r2-h1')]).cut('rack:r1');
    expect(scene.running()).toEqual(['n']);
    expect(scene.row('power', 'r1-a').energised).toBe(false);
    expect(scene.row('switch', 'r1-tor')).toMatchObject({ powered: false, connected: false });
    expect(watts(scene, 'grid')).toBe(320);
    expect(scene.chain(scene.row('vm', 'm').cause)).toEqual([
      'decision rack:r1',
      'part.cut rack:r1',
      'host.lostPower host:r1-h2',
      'vm.lost vm:lab/m',
    ]);
  });

  it('[ENG-G5] [ENG-L6] boots again when it is restored, with its machines where they were', () => {
    const scene = given({}, [machine('m', 'r1-h2')])
      .cut('rack:r1')
      .until('1m');
    scene.restore('rack:r1');
    expect(scene.row('host', 'r1-h2').state).toBe('booting');
    // Hosts boot in 150 to 600 s, machines recover in 300 to 1020 s (catalogue).
    scene.until('209s');
    expect(scene.row('host', 'r1-h2').state).toBe('booting');
    scene.until('661s');
    expect(scene.row('host', 'r1-h2').state).toBe('up');
    scene.until('1682s');
    expect(scene.row('vm', 'm')).toMatchObject({ powerState: 'running', host: 'host:r1-h2' });
    expect(scene.row('vm', 'm').cause).toBeUndefined();
  });

  it('[ENG-F2] is explained by what still keeps it down when one of two faults is repaired', () => {
    const scene = given().cut('feed:a').cut('pdu:r1-a').restore('pdu:r1-a');
    expect(scene.chain(scene.row('power', 'r1-a').cause)).toEqual([
      'decision feed:a',
      'part.cut feed:a',
    ]);
    const host = given().cut('host:r1-h1').cut('rack:r1').restore('host:r1-h1');
    expect(host.chain(host.row('host', 'r1-h1').cause)).toEqual([
      'decision rack:r1',
      'part.cut rack:r1',
    ]);
  });
});

describe('[ENG-G6] a crashed host', () => {
  it('draws its idle watts, loses its machines, and boots when it is restored', () => {
    const scene = given({}, [machine('m', 'r1-h1', 'D16s_v5')]);
    expect(watts(scene, 'grid')).toBe(760);
    scene.cut('host:r1-h1');
    expect(watts(scene, 'grid')).toBe(600);
    expect(scene.row('host', 'r1-h1')).toMatchObject({ state: 'down', powered: true, cut: true });
    expect(scene.chain(scene.row('vm', 'm').cause)).toEqual([
      'decision host:r1-h1',
      'part.cut host:r1-h1',
      'host.crashed host:r1-h1',
      'vm.lost vm:lab/m',
    ]);
    scene.restore('host:r1-h1').until('11m');
    expect(scene.row('host', 'r1-h1').state).toBe('up');
  });

  it('[ENG-F4] blames the decision that unplugged it', () => {
    const scene = given().cut('feed:b').when({ type: 'cord.remove', device: 'r1-h1', pdu: 'r1-a' });
    expect(scene.chain(scene.row('host', 'r1-h1').cause)).toEqual([
      'decision host:r1-h1',
      'host.lostPower host:r1-h1',
    ]);
  });
});
