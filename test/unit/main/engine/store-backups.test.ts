/**
 * Goal: a replica copies a deletion and a backup does not; going back costs what the clock and the
 * log say [ENG-ST17 to ENG-ST20]. Method: times and sizes worked out by hand beside each step.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { StoreFigures } from '../../../../src/shared/views/store-view.ts';
import { makeEngine, MINUTE, Scene, SECOND } from '../../../support/make-engine.ts';
import { storeRoom, type StoreAdd } from '../../../support/store-room.ts';

const LOAD: StoreAdd = { writesPerSecond: 20, readsPerSecond: 10, dataGib: 10 };
/** 10 GiB at 100 MB/s: 107.374 s for a backup, and as long for the way back. */
const TAKES_US = 107_374_183;
const HOURLY: Command = { type: 'store.setBackup', store: 'db', every: '1h', mbPerSecond: 100 };

function scene(options: { store?: StoreAdd; more?: Command[] } = {}): Scene {
  const { store = LOAD, more = [HOURLY] } = options;
  return new Scene(makeEngine(storeRoom({ replicas: 3, store, more })));
}

function figures(at: Scene): StoreFigures {
  const found = at.engine.metrics().stores[0];
  if (found === undefined) throw new Error('no store');
  return found;
}

describe('[ENG-ST17] a backup', () => {
  it('shows the moment it was begun and takes its size over its speed', () => {
    const at = scene().until('61m');
    expect(at.row('store', 'db').backups).toEqual([
      {
        whole: true,
        pointAtUs: 60 * MINUTE,
        endsAtUs: 60 * MINUTE + TAKES_US,
        bytes: 10 * 1_073_741_824,
        damaged: false,
      },
    ]);
    at.until('62m');
    expect(at.row('store', 'db').backups[0]?.doneAtUs).toBe(60 * MINUTE + TAKES_US);
    expect(at.happened('store.backedUp')).toHaveLength(1);
  });

  it('is kept so often and no more, and the log goes with what it continues', () => {
    const often: Command = {
      type: 'store.setBackup',
      store: 'db',
      every: '10m',
      keep: 2,
      mbPerSecond: 100,
      logEvery: '5m',
    };
    const at = scene({ more: [often] }).until('58m');
    const { backups } = at.row('store', 'db');
    expect(backups.map(({ whole, pointAtUs }) => [whole, pointAtUs / MINUTE])).toEqual([
      // Every ten minutes the log and a whole backup show the same moment.
      [true, 40],
      [false, 40],
      [false, 45],
      [true, 50],
      [false, 50],
      [false, 55],
    ]);
  });

  it('fails with the replica it was read from', () => {
    const at = scene().until('61m');
    at.cut('host:h11').until('63m');
    expect(at.happened('store.backupFailed').map(({ details }) => details)).toEqual([
      { reason: 'sourceLost' },
    ]);
    expect(at.row('store', 'db').backups).toEqual([]);
  });

  it('fails where its storage unit is down', () => {
    const at = scene({ more: [{ ...HOURLY, storage: 'sa' }] }).until('50m');
    at.cut('storage:sa').until('61m');
    expect(at.happened('store.backupFailed')[0]?.details).toEqual({ reason: 'unreachable' });
  });
});

describe('[ENG-ST19] a bad query', () => {
  it('is on every replica at once and in no backup made before it', () => {
    const at = scene({ store: { ...LOAD, replication: 'synchronous' } }).until('65m');
    at.when({ type: 'store.deleteData', store: 'db', share: 0.25 }).until('66m');
    const before = figures(at).readsMissing;
    expect(before).toBeGreaterThan(60);
    expect(before / (60 * 10)).toBeCloseTo(0.25, 1);
    // Another primary does not help: it has copied the deletion.
    at.when({ type: 'store.failover', store: 'db', vm: 'db-2' }).until('70m');
    expect(at.row('store', 'db')).toMatchObject({
      damage: { atUs: 65 * MINUTE, sharePpm: 250_000 },
    });
    expect(figures(at).readsMissing).toBeGreaterThan(before + 300);
    expect(at.row('store', 'db').backups.map(({ damaged }) => damaged)).toEqual([false]);
    at.until('125m');
    expect(at.row('store', 'db').backups.map(({ damaged }) => damaged)).toEqual([false, true]);
  });
});

describe('[ENG-I9] deleted data as a fault', () => {
  const LOST = { type: 'fault.inject', kind: 'dataDeleted', target: 'db' } as const;

  it('is the bad query, with the fault behind it', () => {
    const at = scene()
      .until('2m')
      .when({ ...LOST, amount: 50 })
      .until('3m');
    const { readsMissing } = figures(at);
    // 10 reads a second for a minute, half of which miss: 300, give or take four deviations of 12.
    expect(readsMissing).toBeGreaterThan(252);
    expect(readsMissing).toBeLessThan(348);
    const [deleted] = at.happened('store.dataDeleted');
    expect(deleted?.details).toMatchObject({ sharePermille: 500 });
    expect(at.chain(deleted?.id)).toEqual([
      'decision store:lab/db',
      'fault.began store:lab/db',
      'store.dataDeleted store:lab/db',
    ]);
    // It happened in one moment: what is left to do is to go back.
    expect(at.engine.rows(['fault'])).toEqual([]);
    // The first backup is made at an hour, and has the damage in it.
    const refused = at.until('62m').engine.propose({ type: 'store.restore', store: 'db' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'store.noBackup' } });
  });

  it('comes again by itself, and needs somebody who takes the write', () => {
    const at = scene()
      .until('2m')
      .when({ ...LOST, amount: 10, every: '1m', times: 3 });
    at.until('10m');
    expect(at.happened('store.dataDeleted')).toHaveLength(3);
    const alone = scene();
    for (const row of alone.engine.rows(['vm'])) alone.when({ type: 'vm.stop', vm: row.id });
    const refused = alone.until('5m').engine.propose(LOST);
    expect(refused).toMatchObject({ ok: false, error: { code: 'fault.nobodyHit' } });
  });
});

describe('[ENG-ST20] going back', () => {
  it('is measured: how far back, how long, and how much is lost', () => {
    const at = scene().until('85m');
    at.when({ type: 'store.deleteData', store: 'db' }).until('90m');
    const atRisk = figures(at).writesSinceBackup;
    expect(atRisk).toBeGreaterThan(30 * 60 * 19);
    at.when({ type: 'store.restore', store: 'db' });
    expect(at.row('store', 'db')).toMatchObject({
      accepting: false,
      restore: { endsAtUs: 90 * MINUTE + TAKES_US, pointAtUs: 60 * MINUTE },
    });
    at.until('100m');
    expect(at.row('store', 'db').lastRestore).toEqual({
      harmedAtUs: 85 * MINUTE,
      pointAtUs: 60 * MINUTE,
      restoredAtUs: 90 * MINUTE + TAKES_US,
      recoveryPointUs: 25 * MINUTE,
      recoveryTimeUs: 5 * MINUTE + TAKES_US,
      lostWrites: atRisk,
    });
    expect(figures(at)).toMatchObject({ lost: atRisk, unavailableUs: TAKES_US });
    expect(at.row('store', 'db').lastFailover).toBeUndefined();
    const { readsMissing } = figures(at);
    at.until('110m');
    expect(figures(at).readsMissing).toBe(readsMissing);
    expect(at.row('store', 'db').damage).toBeUndefined();
  });

  it('goes to any kept moment of the log, and loses less', () => {
    const more: Command[] = [{ ...HOURLY, logEvery: '1m' }];
    const at = scene({ more }).until('85m');
    at.until('85m').engine.runUntil(85 * MINUTE + 30 * SECOND);
    at.when({ type: 'store.deleteData', store: 'db' }).until('90m');
    at.when({ type: 'store.restore', store: 'db' }).until('100m');
    const last = at.row('store', 'db').lastRestore;
    expect(last).toMatchObject({ pointAtUs: 85 * MINUTE, recoveryPointUs: 30 * SECOND });
    // 4.5 minutes at 20 a second, and what came within the half minute before.
    expect(last?.lostWrites).toBeGreaterThan(5_000);
    expect(last?.lostWrites).toBeLessThan(6_500);
    // The log since the whole backup has to be read as well.
    expect((last?.restoredAtUs ?? 0) - 90 * MINUTE).toBeGreaterThan(TAKES_US + SECOND);
  });

  it('may be asked for by a moment, and is refused where nothing is old enough', () => {
    const at = scene().until('130m');
    expect(at.refusal({ type: 'store.restore', store: 'db', to: '59m' }).code).toBe(
      'store.noBackup',
    );
    at.when({ type: 'store.restore', store: 'db', to: '70m' }).until('140m');
    expect(at.row('store', 'db').lastRestore?.pointAtUs).toBe(60 * MINUTE);
  });

  it('fails with the machine it is put on, and the others elect again', () => {
    const at = scene().until('85m');
    at.when({ type: 'store.deleteData', store: 'db' }, { type: 'store.restore', store: 'db' });
    at.until('86m').cut('host:h11').until('90m');
    expect(at.happened('store.restoreFailed')).toHaveLength(1);
    expect(at.row('store', 'db')).toMatchObject({ accepting: true });
    expect(at.row('store', 'db').damage).toBeDefined();
  });
});
