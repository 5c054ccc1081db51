/**
 * Goal: every kind of fault does what it says, to whom it says, for as long as it says, and is
 * taken back whole [ENG-I1] [ENG-I2] [ENG-I3] [ENG-I4] [ENG-I5] [ENG-I6] [ENG-I7] [ENG-I8].
 * Method: a room of two racks under load; one fault at a time; what is wrong is read off rows,
 * happenings and the ledger, with figures worked by hand beside them.
 */
import { describe, expect, it } from 'vitest';
import type { CommandOf } from '../../../../src/shared/commands/index.ts';
import { FAULT_KINDS, FAULT_RULES } from '../../../../src/shared/model/fault-kinds.ts';
import { canReach } from '../../../../src/main/engine/systems/impairments.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

type Inject = CommandOf<'fault.inject'>;

function inject(kind: Inject['kind'], target: string, more: Partial<Inject> = {}): Inject {
  return { type: 'fault.inject', kind, target, ...more };
}

/** Two racks of two hosts, four machines: two on each of the first hosts of their pool. */
function room(): Scene {
  return given({ machines: 4, perSecond: 20, operations: 'instant' }, [
    { type: 'vm.create', name: 'far', size: 'D2s_v5', image: 'Debian12', host: 'r2-h1' },
  ]).until('30s');
}

function failures(scene: Scene): Record<string, number> {
  return Object.fromEntries(scene.engine.ledger().map((row) => [row.reason, row.count]));
}

function reach(scene: Scene, from: string, to: string): boolean {
  return canReach(scene.world, {
    from: scene.row('vm', from).slot,
    to: scene.row('vm', to).slot,
  });
}

describe('a fault', () => {
  it('lasts as long as it was given, and comes as often', () => {
    const scene = room().when(
      inject('machineHang', 'web-1', { in: '10s', for: '20s', every: '1m', times: 2 }),
    );
    expect(scene.row('fault', 'f1').phase).toBe('waiting');
    scene.until('45s');
    expect(scene.row('fault', 'f1')).toMatchObject({ phase: 'active', timesLeft: 1 });
    expect(scene.row('vm', 'web-1')).toMatchObject({ silent: true, faults: ['fault:f1'] });
    scene.until('65s');
    expect(scene.row('vm', 'web-1').silent).toBeUndefined();
    expect(scene.row('fault', 'f1').phase).toBe('between');
    scene.until('3m');
    expect(scene.engine.rows().filter((row) => row.kind === 'fault')).toEqual([]);
    // 30 s + 10 s, 20 s long, and again a minute after the first beginning.
    const times = scene.engine
      .happenings(0)
      .filter(({ kind }) => kind === 'fault.began' || kind === 'fault.ended')
      .map(({ kind, atUs }) => [kind, atUs / 1e6]);
    expect(times).toEqual([
      ['fault.began', 40],
      ['fault.ended', 60],
      ['fault.began', 100],
      ['fault.ended', 120],
    ]);
  });

  it('goes with what it was aimed at', () => {
    const scene = room().when(inject('latency', 'vm:lab/far'), {
      type: 'vm.delete',
      vm: 'far',
      withResources: true,
    });
    scene.until('40s');
    expect(scene.engine.rows().filter((row) => row.kind === 'fault')).toEqual([]);
  });

  it('is taken back by its id, by its target, by its kind', () => {
    const scene = room().when(inject('latency', 'rack:r1'), inject('loss', 'rack:r1'));
    scene.when({ type: 'fault.clear', target: 'rack:r1', kind: 'loss' });
    expect(scene.row('fault', 'f1').faultKind).toBe('latency');
    scene.when({ type: 'fault.clear', target: 'fault:f1' });
    expect(scene.refusal({ type: 'fault.clear', target: 'rack:r1' }).code).toBe('fault.notThere');
  });

  it('leaves nothing behind, whatever its kind', () => {
    const targets: Record<string, string> = {
      host: 'host:r1-h1',
      rack: 'rack:r1',
      vm: 'vm:lab/web-1',
      disk: 'disk:lab/web-1-os',
      image: 'image:Ubuntu2204',
      utility: 'utility:grid',
      switch: 'switch:r1-tor',
    };
    // A room without names and stores: those two have tests of their own.
    const elsewhere = ['dnsFailed', 'dataDeleted'];
    for (const kind of FAULT_KINDS.filter((one) => !elsewhere.includes(one))) {
      const word = FAULT_RULES[kind].targets.find((one) => targets[one] !== undefined);
      const scene = room().when(inject(kind, targets[word ?? ''] ?? '', {}));
      scene.until('90s');
      if (FAULT_RULES[kind].instant !== true)
        scene.when({ type: 'fault.clear', target: 'fault:f1' });
      scene.until('30m');
      const rows = scene.engine.rows();
      expect({ kind, faults: rows.filter((row) => row.kind === 'fault') }).toEqual({
        kind,
        faults: [],
      });
      expect({ kind, running: scene.running().length }).toEqual({ kind, running: 5 });
      for (const row of rows) {
        if (row.kind === 'vm')
          expect({ kind, marks: row.silent ?? false }).toEqual({ kind, marks: false });
        if (row.kind === 'host')
          expect({ kind, slow: row.speedPermille }).toEqual({ kind, slow: undefined });
      }
    }
  });
});

describe('the network', () => {
  it('of a rack that is walled off answers nobody outside and itself', () => {
    const scene = room().when(inject('partition', 'rack:r1'));
    expect(scene.row('vm', 'web-1').silent).toBe(true);
    expect(reach(scene, 'web-1', 'web-2')).toBe(true);
    expect(reach(scene, 'web-1', 'far')).toBe(false);
  });

  it('between two parts is gone while both keep their users', () => {
    const scene = room().when(inject('partition', 'rack:r1', { other: 'rack:r2' }));
    expect(scene.row('vm', 'web-1').silent).toBeUndefined();
    expect(reach(scene, 'web-1', 'web-2')).toBe(true);
    expect(reach(scene, 'web-1', 'far')).toBe(false);
    expect(reach(scene, 'far', 'web-1')).toBe(false);
    scene.when({ type: 'fault.clear', target: 'rack:r2' });
    expect(reach(scene, 'far', 'web-1')).toBe(true);
  });

  it('makes answers late by what it adds', () => {
    // A deadline of 2 s and 2.5 s on the way: nobody is served in time.
    const scene = room().when(inject('latency', 'switch:r1-tor', { amount: 2_500 }));
    const { served } = scene.service();
    scene.until('60s');
    expect(failures(scene)['late']).toBeGreaterThan(400);
    expect(scene.service().served - served).toBeLessThan(10);
  });

  it('loses the share of requests it was told to', () => {
    const scene = room().when(inject('loss', 'rack:r1', { amount: 25 }));
    const before = scene.service();
    scene.until('10m');
    const offered = scene.service().offered - before.offered;
    // 11,400 requests or so, a quarter of them: three sigma are 140.
    expect(Math.abs((failures(scene)['packetLost'] ?? 0) - offered / 4)).toBeLessThan(140);
  });
});

describe('a machine', () => {
  it('that hangs runs, answers nobody, and is cured by a restart', () => {
    const scene = room().when(inject('machineHang', 'web-1')).until('60s');
    expect(scene.row('vm', 'web-1').powerState).toBe('running');
    expect(failures(scene)['noAnswer']).toBeGreaterThan(0);
    expect(scene.chain(scene.happened('backend.down')[0]?.id)).toEqual([
      'decision vm:lab/web-1',
      'fault.began vm:lab/web-1',
      'backend.down vm:lab/web-1',
    ]);
    scene.when({ type: 'vm.restart', vm: 'web-1' }).until('2m');
    expect(scene.row('vm', 'web-1').silent).toBeUndefined();
    expect(scene.engine.rows().some((row) => row.kind === 'fault')).toBe(false);
  });

  it('that leaks is ended by the kernel when half of its memory is gone', () => {
    // 8 GiB: 4 GiB may leak. 2,048 MiB for 1,000 requests is 2,097 KiB each (rounded): 2,000 of
    // them, at 5 a second on each of four machines, after 400 s.
    const scene = room().when(inject('memoryLeak', 'web-1', { amount: 2_048 }));
    scene.until('6m');
    expect(scene.happened('vm.outOfMemory')).toEqual([]);
    scene.until('9m');
    expect(scene.happened('vm.outOfMemory').map(({ subject }) => subject)).toEqual([
      'vm:lab/web-1',
    ]);
  });

  it('with an expired certificate fails again after its restart, and so does every other', () => {
    const scene = room().when(
      { type: 'vm.tag', vm: 'web-1', tags: { certificate: 'shop' } },
      { type: 'vm.tag', vm: 'web-2', tags: { certificate: 'shop' } },
      inject('certificateExpired', 'tag:certificate=shop'),
      { type: 'vm.restart', vm: 'web-1' },
    );
    scene.until('60s');
    expect(scene.world.vm.col.appState.slice(0, 4)).toEqual(new Uint8Array([1, 1, 0, 0]));
    scene.when({ type: 'fault.clear', target: 'tag:certificate=shop' });
    expect(scene.world.vm.col.appState.slice(0, 4)).toEqual(new Uint8Array([0, 0, 0, 0]));
  });
});

describe('a host', () => {
  it('at half speed does half of the work', () => {
    const scene = room().when(
      { type: 'batch.submit', name: 'sums', machines: ['far'], count: 1, work: { baseMi: 60_000 } },
      inject('cpuSlow', 'host:r2-h1', { amount: 50 }),
    );
    // 60,000 MI at 1,000 MIPS take a minute, and two at half speed: 30 s + 120 s.
    scene.until('149s');
    expect(scene.row('batch', 'sums').done).toBe(0);
    scene.until('151s');
    expect(scene.row('batch', 'sums').done).toBe(1);
  });

  it('slows down at 35 degrees, stops at 45, and comes back below 30', () => {
    const scene = room().when(inject('cooling', 'rack:r1'));
    // Two hosts, one of them with four machines: 8 of 16 vCPU, so 180 + 100 = 280 W. Each 10 s that
    // is 0.028 degrees: 35 degrees come 13 / 0.028 = 465 steps later.
    scene.until('78m');
    expect(scene.row('host', 'r1-h1').speedPermille).toBe(500);
    scene.until('138m');
    expect(scene.happened('host.tooHot').length).toBe(2);
    expect(scene.row('host', 'r1-h1')).toMatchObject({ state: 'down', tooHot: true });
    scene.when({ type: 'fault.clear', target: 'rack:r1' }).until('160m');
    expect(scene.row('host', 'r1-h1').state).toBe('up');
    expect(scene.row('rack', 'r1').inletMilliC).toBeUndefined();
  });
});

describe('what makes an application answer with errors', () => {
  it.each([
    ['weakness', 'web-1', ['web-1']],
    ['credentialLost', 'web-3', ['web-3']],
    ['badDeployment', 'web-2', ['web-2']],
    ['diskFull', 'web-1', ['web-1']],
    // All machines of one image, wherever they are.
    ['badImage', 'image:Debian12', ['far']],
  ] as const)(
    '%s at %s does so after a restart too, until it is taken back',
    (kind, target, hit) => {
      const scene = room().when(inject(kind, target));
      const failing = () =>
        scene.engine
          .rows()
          .flatMap((row) => (row.kind === 'vm' && row.application === 'failing' ? [row.name] : []));
      expect(failing()).toEqual(hit);
      scene.when({ type: 'vm.restart', vm: hit[0] }).until('60s');
      expect(failing()).toEqual(hit);
      scene.when({ type: 'fault.clear', target });
      expect(failing()).toEqual([]);
    },
  );

  it('is not a hang, a crash or a panic, which a restart cures', () => {
    const scene = room().when(inject('appHang', 'web-1'), inject('appCrash', 'web-2'));
    scene.when(inject('kernelPanic', 'web-3'));
    expect(scene.row('vm', 'web-1').application).toBe('hung');
    expect(scene.row('vm', 'web-2').application).toBe('crashed');
    expect(scene.happened('vm.panicked').map(({ subject }) => subject)).toEqual(['vm:lab/web-3']);
    for (const vm of ['web-1', 'web-2']) scene.when({ type: 'vm.restart', vm });
    scene.until('60s');
    expect(scene.row('vm', 'web-1').application).toBeUndefined();
    expect(scene.row('vm', 'web-2').application).toBeUndefined();
  });
});

describe('a disk that fails', () => {
  it('hangs the machine whose system is on it, for as long as it lasts [ENG-I5]', () => {
    const scene = room().when(inject('diskFailed', 'web-1-os'));
    expect(scene.row('vm', 'web-1')).toMatchObject({ silent: true, powerState: 'running' });
    expect(reach(scene, 'web-1', 'web-2')).toBe(false);
    scene.when({ type: 'vm.restart', vm: 'web-1' }).until('60s');
    expect(scene.row('vm', 'web-1').silent).toBe(true);
    scene.when({ type: 'fault.clear', target: 'disk:lab/web-1-os' });
    expect(scene.row('vm', 'web-1').silent).toBeUndefined();
    expect(reach(scene, 'web-1', 'web-2')).toBe(true);
  });

  it('with data on it makes the application answer with errors, and no more [ENG-I5]', () => {
    const scene = room().when(
      { type: 'disk.create', name: 'data', sizeGib: 64, tier: 'P6' },
      { type: 'disk.attach', disk: 'data', vm: 'web-2' },
      inject('diskFailed', 'data'),
    );
    expect(scene.row('vm', 'web-2')).toMatchObject({ application: 'failing' });
    expect(scene.row('vm', 'web-2').silent).toBeUndefined();
  });
});
