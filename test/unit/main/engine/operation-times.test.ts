/**
 * Goal: operations with at least ten measured samples take as long, through the engine, as the
 * service was measured to need: p25, median and p90 within 10 % [ENG-L2] [ENG-K7] [ENG-U4]
 * [ENG-IM3] [ENG-IM5]. Method: whole operations one after the other, from the decision to the
 * state it ends in; quantiles of the times that passed. The service recorded tenths of a second,
 * so they are compared as such. The page that lists what is held cannot go stale.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { OperationName } from '../../../../src/shared/model/catalogue-compute.ts';
import { POWER_STATES } from '../../../../src/shared/model/kinds.ts';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { count } from '../../../support/counts.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { makeEngine, roomCommands, worldOf } from '../../../support/make-engine.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const PAGE = resolve(import.meta.dirname, '../../../../docs/machine-states.md');
const VM = 'vm:lab/m';
/** More than any operation takes. */
const ENOUGH_US = 2_300_000_000;
const CREATE: Command = { type: 'vm.create', name: 'm', size: 'D2s_v5', image: 'Ubuntu2204' };
const SAMPLES_MIN = 10;
const TENTH_US = 100_000;
const RUNNING = POWER_STATES.indexOf('running');
const INSTANCES = 2;

/** Where an operation is seen: when it ends by the engine's own word, and whether it is over. */
interface Sight {
  readonly endsUs: () => number;
  readonly isOver: () => boolean;
}

type Times = Partial<Record<OperationName, number[]>>;

/** Carries a command out and notes how long the operation it begins takes. */
function time(engine: Engine, command: Command, sight: Sight): number {
  engine.commit(expectOk(engine.propose(command)));
  const began = engine.nowUs;
  const endsUs = sight.endsUs();
  // One microsecond before the end it is under way, at the end it is over.
  if (endsUs > began) {
    engine.runUntil(endsUs - 1);
    expect(sight.isOver()).toBe(false);
  }
  engine.runUntil(endsUs);
  expect(sight.isOver()).toBe(true);
  engine.runUntil(began + ENOUGH_US);
  return endsUs - began;
}

function act(engine: Engine, ...commands: Command[]): void {
  for (const command of commands) engine.commit(expectOk(engine.propose(command)));
}

function note(times: Times, name: OperationName, us: number): void {
  (times[name] ??= []).push(us);
}

/** One round through the life of a machine, and a disk. */
function machineRound(engine: Engine, times: Times): void {
  const { vm, disk } = worldOf(engine);
  const ofVm: Sight = {
    endsUs: () => vm.col.operationEndsAtUs[0]!,
    isOver: () => vm.col.operationEndsAtUs[0] === 0,
  };
  const slot = (): number => disk.slots().at(-1) ?? 0;
  const ofDisk: Sight = {
    endsUs: () => disk.col.operationEndsAtUs[slot()]!,
    isOver: () => disk.col.operationEndsAtUs[slot()] === 0,
  };
  note(times, 'create', time(engine, CREATE, ofVm));
  note(times, 'resize', time(engine, { type: 'vm.resize', vm: VM, size: 'D4s_v5' }, ofVm));
  note(times, 'deallocate', time(engine, { type: 'vm.deallocate', vm: VM }, ofVm));
  note(times, 'resize', time(engine, { type: 'vm.resize', vm: VM, size: 'D2s_v5' }, ofVm));
  note(times, 'start', time(engine, { type: 'vm.start', vm: VM }, ofVm));
  note(times, 'diskCreate', time(engine, { type: 'disk.create', name: 'd', sizeGib: 32 }, ofDisk));
  note(times, 'delete', time(engine, { type: 'vm.delete', vm: VM, withResources: true }, ofVm));
  act(engine, { type: 'disk.delete', disk: 'd' });
}

/** One image of a generalized machine, and a version of it in the region of its gallery. */
function imageRound(engine: Engine, times: Times): void {
  const { managedImage, imageReplica } = worldOf(engine);
  const capture: Command = { type: 'vm.capture', vm: VM, name: 'i' };
  const ofImage: Sight = {
    endsUs: () => managedImage.col.readyUs[0]!,
    isOver: () => managedImage.col.ready[0] === 1,
  };
  const ofVersion: Sight = {
    endsUs: () => imageReplica.col.readyUs[0]!,
    isOver: () => imageReplica.col.ready[0] === 1,
  };
  const version = { imageDefinition: 'web', version: '1.0.0' };
  note(times, 'imageCreate', time(engine, capture, ofImage));
  const add: Command = { type: 'imageVersion.add', ...version, managedImage: 'i' };
  note(times, 'galleryVersionCreate', time(engine, add, ofVersion));
  act(
    engine,
    { type: 'imageVersion.remove', ...version },
    { type: 'image.delete', managedImage: 'i' },
  );
}

/** One set of two, over when both that are wanted run, and an upgrade of one instance. */
function setRound(engine: Engine, times: Times): void {
  const { vm } = worldOf(engine);
  const ends = (): number[] => [...vm.slots()].map((slot) => vm.col.operationEndsAtUs[slot]!);
  const running = (): number =>
    [...vm.slots()].filter((slot) => vm.col.powerState[slot] === RUNNING).length;
  const ofSet: Sight = {
    endsUs: () => ends().toSorted((a, b) => a - b)[INSTANCES - 1]!,
    isOver: () => running() >= INSTANCES,
  };
  const add: Command = {
    type: 'scaleSet.add',
    name: 's',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity: INSTANCES,
    orchestration: 'uniform',
  };
  note(times, 'scaleSetCreate', time(engine, add, ofSet));
  act(engine, { type: 'scaleSet.update', scaleSet: 's', build: { version: '2' } });
  const [first = 0] = vm.slots();
  const instances = [`vm:lab/${vm.text('name', first)}`];
  const ofUpgrade: Sight = {
    endsUs: () => vm.col.operationEndsAtUs[first]!,
    isOver: () => vm.col.operationEndsAtUs[first] === 0,
  };
  const bring: Command = { type: 'scaleSet.updateInstances', scaleSet: 's', instances };
  note(times, 'scaleSetUpgradeInstances', time(engine, bring, ofUpgrade));
  act(engine, { type: 'scaleSet.scale', scaleSet: 's', capacity: 0 });
  engine.runUntil(engine.nowUs + ENOUGH_US);
  act(engine, { type: 'scaleSet.remove', scaleSet: 's' });
}

const GENERALIZED: readonly Command[] = [
  CREATE,
  { type: 'vm.deprovision', vm: VM },
  { type: 'vm.deallocate', vm: VM },
  { type: 'vm.generalize', vm: VM },
  { type: 'gallery.add', name: 'company' },
  { type: 'imageDefinition.add', name: 'web', gallery: 'company', os: 'linux' },
];

interface Rounds {
  readonly of: string;
  readonly setup: readonly Command[];
  readonly round: (engine: Engine, times: Times) => void;
  readonly covers: readonly OperationName[];
}

const ROUNDS: readonly Rounds[] = [
  {
    of: 'a machine and a disk',
    setup: [],
    round: machineRound,
    covers: ['create', 'start', 'deallocate', 'resize', 'delete', 'diskCreate'],
  },
  {
    of: 'images',
    setup: GENERALIZED,
    round: imageRound,
    covers: ['imageCreate', 'galleryVersionCreate'],
  },
  {
    of: 'a scale set',
    setup: [],
    round: setRound,
    covers: ['scaleSetCreate', 'scaleSetUpgradeInstances'],
  },
];

/** The value below which a share of the times lies, in tenths of a second. */
function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(share * sorted.length)] ?? 0) / TENTH_US);
}

function measured(name: OperationName) {
  const found = theCatalogue().operations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is measured`);
  return found;
}

describe('[ENG-L2] whole operations', () => {
  it.each(ROUNDS)('of $of take the measured times', ({ setup, round, covers }) => {
    const room = roomCommands({ racks: 5, hostsPerRack: 1 });
    const engine = makeEngine([...room, ...setup], { seed: 11 });
    const times: Times = {};
    for (let done = 0; done < count('operationRounds'); done += 1) round(engine, times);
    expect(Object.keys(times).toSorted()).toEqual(covers.toSorted());
    for (const name of covers) {
      const { n, p25Ms, medianMs, p90Ms } = measured(name);
      expect(n).toBeGreaterThanOrEqual(SAMPLES_MIN);
      const found = [0.25, 0.5, 0.9].map((share) => quantile(times[name] ?? [], share));
      [p25Ms, medianMs, p90Ms].forEach((ms, index) => {
        const off = Math.abs((found[index] ?? 0) - ms / 100) / (ms / 100);
        expect([name, index, found[index], off <= 0.1]).toEqual([name, index, found[index], true]);
      });
    }
  });
});

/** Operations with many samples that are over at once in the lab. */
const AT_ONCE: readonly OperationName[] = [
  'galleryCreate',
  'galleryImageCreate',
  'snapshotCreate',
  'extensionCreate',
  'scaleSetUpdate',
];

describe('docs/machine-states.md', () => {
  it('lists every operation of the catalogue, held, at once, or marked as few samples', () => {
    const covered = ROUNDS.flatMap(({ covers }) => covers);
    const page = readFileSync(PAGE, 'utf8');
    const rows = page.split('\n').filter((line) => /^\| [^|]+ \| \d+ \| [^|]+ \|$/.test(line));
    expect(rows).toEqual(
      theCatalogue().operations.map(({ name, title, n }) => {
        const isHeld = covered.includes(name);
        const many = isHeld ? 'held' : AT_ONCE.includes(name) ? 'at once' : 'not held';
        return `| ${title} | ${n} | ${n < SAMPLES_MIN ? 'few samples' : many} |`;
      }),
    );
  });
});
