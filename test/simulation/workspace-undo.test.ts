/**
 * Goal: every command can be undone and redone at any instant, operations in flight included.
 * Method: the lab runs to random instants; at each, machines are set in motion, one command of the
 * type is carried out, undone, redone, and undone; hashes before and after are compared, and the
 * document is killed and opened again in between.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { commandTypes, type CommandType } from '../../src/shared/commands/index.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { US_PER_SECOND } from '../../src/shared/kernel/time.ts';
import { COMMAND_GENERATORS, RoomSight, generate } from '../support/command-generators.ts';
import { count } from '../support/counts.ts';
import { LAB_SCENARIO_TEXT } from '../support/lab-scenario.ts';
import { startLab } from '../support/start-lab.ts';
import { RandomClock } from '../support/wall-clocks.ts';
import { expectOk } from '../support/expect-ok.ts';
import { NEVER, WorkspaceRig } from '../support/workspace-rig.ts';

/** Longest wait of a setting-in-motion before the command, in simulated microseconds. */
const MOTION_US_MAX = 4 * US_PER_SECOND;

/**
 * Instants tried in one document before a new one is begun: each leaves machines behind, and the
 * lab is small. What is cut stays cut after the last undo, so faults get a document each.
 */
const INSTANTS_TOGETHER = 5;
const SLOW_MS = 3_600_000;

let instants = 0;
let instantsInFlight = 0;

class Trial {
  readonly random: RandomStream;
  readonly rig: WorkspaceRig;
  #serial = 0;

  constructor(type: CommandType, first: number) {
    const seed = commandTypes.indexOf(type);
    this.random = new RandomStream(seed, `undo ${first}`);
    this.rig = new WorkspaceRig({
      makeEngine: () => startLab(LAB_SCENARIO_TEXT),
      clock: new RandomClock({ seed, stepMsMax: 3 }),
    });
  }

  sight(): RoomSight {
    this.#serial += 1;
    return new RoomSight({
      rows: this.rig.engine.rows(),
      random: this.random,
      serial: this.#serial,
    });
  }

  async runOn(us: number): Promise<void> {
    expectOk(await this.rig.workspace.runUntil(this.rig.engine.nowUs + us, NEVER));
  }

  /** Sets machines in motion, and leaves behind what the command of this type needs. */
  async stir(type: CommandType): Promise<void> {
    const { workspace } = this.rig;
    if (type === 'disk.delete' || type === 'nic.delete') {
      await workspace.execute({
        command: { type: 'vm.delete', vm: this.sight().runningVm() },
        mark: undefined,
      });
      await this.runOn(120 * US_PER_SECOND);
    }
    if (type === 'vm.start') {
      await workspace.execute({
        command: { type: 'vm.stop', vm: this.sight().runningVm() },
        mark: undefined,
      });
      await this.runOn(120 * US_PER_SECOND);
    }
    await this.setInMotion();
  }

  /** A machine is being made from now on. */
  async setInMotion(): Promise<void> {
    const create = generate('vm.create', this.sight()).command;
    expectOk(await this.rig.workspace.execute({ command: create, mark: undefined }));
    await this.runOn(this.random.nextUint32() % MOTION_US_MAX);
  }

  isInMotion(): boolean {
    return this.rig.engine.rows().some((row) => row.kind === 'vm' && row.operation !== 'none');
  }
}

async function oneInstant(trial: Trial, type: CommandType): Promise<void> {
  const { rig } = trial;
  await trial.runOn(trial.random.nextUint32() % (60 * US_PER_SECOND));
  await trial.stir(type);
  const { prepare = [], command } = generate(type, trial.sight());
  for (const step of prepare) {
    if ('waitUs' in step) {
      await trial.runOn(step.waitUs);
      continue;
    }
    expectOk(await rig.workspace.execute({ command: step, mark: undefined }));
    await trial.runOn(trial.random.nextUint32() % US_PER_SECOND);
  }
  // What a command needs first may take longer than the machine that was set in motion.
  if (!trial.isInMotion()) await trial.setInMotion();
  instants += 1;
  if (trial.isInMotion()) instantsInFlight += 1;
  const before = rig.engine.hash();
  expectOk(await rig.workspace.execute({ command, mark: undefined }));
  const after = rig.engine.hash();
  expect(after).not.toBe(before);
  expectOk(await rig.workspace.undo());
  expect(rig.engine.hash()).toBe(before);
  rig.kill();
  await rig.open();
  expect(rig.engine.hash()).toBe(before);
  expectOk(await rig.workspace.redo());
  expect(rig.engine.hash()).toBe(after);
  expect(rig.engine.checkInvariants()).toEqual([]);
  rig.kill();
  await rig.open();
  expect(rig.engine.hash()).toBe(after);
  expectOk(await rig.workspace.undo());
  expect(rig.engine.hash()).toBe(before);
}

describe('undo and redo', () => {
  it('have a generator for every command there is', () => {
    expect(Object.keys(COMMAND_GENERATORS).toSorted()).toEqual([...commandTypes].toSorted());
  });

  it.each(commandTypes)(
    '%s gives the hash before and the hash after',
    async (type) => {
      const wanted = count('undoInstants');
      const together = type.startsWith('fault.') ? 1 : Math.min(INSTANTS_TOGETHER, wanted);
      for (let first = 0; first < wanted; first += together) {
        const trial = new Trial(type, first);
        await trial.rig.open();
        for (let instant = 0; instant < together; instant += 1) await oneInstant(trial, type);
        trial.rig.kill();
      }
    },
    SLOW_MS,
  );
});

afterAll(() => {
  // A run filtered by name may have come to no instant at all.
  if (instants === 0) return;
  expect(instantsInFlight).toBeGreaterThan(instants * 0.9);
});
