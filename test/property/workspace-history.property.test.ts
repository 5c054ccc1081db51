/**
 * Goal: whatever a person does in whatever order, history and world are those of the definitions.
 * Method: random sequences of commands, undo, redo, rewinds, forks, changes and drops of branches,
 * runs, kills and reopenings, with slices cut at random and few keyframes kept; after each act the
 * history must agree with a slow twin of plain lists, and the world with a fresh engine run from
 * the start.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/shared/commands/index.ts';
import { count } from '../support/counts.ts';
import { FakeEngine } from '../support/fake-engine.ts';
import { HistoryModel } from '../support/history-model.ts';
import { RandomClock } from '../support/wall-clocks.ts';
import { expectOk } from '../support/expect-ok.ts';
import { NEVER, WorkspaceRig } from '../support/workspace-rig.ts';
import type { Result } from '../../src/shared/kernel/result.ts';

type Act =
  | { readonly do: 'run'; readonly us: number }
  | { readonly do: 'command'; readonly command: Command; readonly mark: string | undefined }
  | { readonly do: 'undo' | 'redo' | 'fork' | 'step' | 'kill' | 'close' | 'forgetKeyframes' }
  | { readonly do: 'rewind'; readonly part: number }
  | { readonly do: 'before' | 'switch' | 'drop'; readonly pick: number };

const names = fc.constantFrom('a', 'b', 'c', 'd');
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ type: fc.constant('group.add' as const), name: names }),
  fc.record({ type: fc.constant('group.remove' as const), group: names }),
);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('run' as const), us: fc.nat(9_000_000) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('command' as const),
      command,
      mark: fc.constantFrom(undefined, undefined, 'm', 'n'),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'undo',
        'undo',
        'redo',
        'redo',
        'fork',
        'step',
        'step',
        'kill',
        'close',
        'forgetKeyframes',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('rewind' as const),
      part: fc.double({ min: 0, max: 1.1, noNaN: true }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('before' as const, 'switch' as const, 'drop' as const),
      pick: fc.nat(40),
    }),
  },
);

const SCRIPT = [3, 9, 20].map((second) => ({
  atUs: second * 1_000_000,
  command: { type: 'group.add' as const, name: `s${second}` },
}));

/** Few and small, so that thinning and running again are the rule and not the exception. */
const FEW = { memory: { bytes: 20_000, count: 4 }, disk: { bytes: 20_000, count: 3 } };

class Trial {
  readonly rig: WorkspaceRig;
  readonly model = new HistoryModel();

  constructor(seed: number) {
    this.rig = new WorkspaceRig({
      makeEngine: () => new FakeEngine(seed),
      clock: new RandomClock({ seed, stepMsMax: 6 }),
      script: SCRIPT,
      keyframeLimits: FEW,
    });
  }

  async perform(next: Act): Promise<void> {
    const { rig, model } = this;
    const { workspace } = rig;
    switch (next.do) {
      case 'run':
        expectOk(await workspace.runUntil(rig.engine.nowUs + next.us, NEVER));
        return model.went(this.#place(), model.appliedAfterRunTo(rig.engine.nowUs));
      case 'step': {
        const applied = model.appliedAfterStep();
        expectOk(await workspace.step('event', NEVER));
        return model.went(this.#place(), applied);
      }
      case 'command':
        return this.#command(next.command, next.mark);
      case 'undo':
        return expect(verdict(await workspace.undo())).toBe(model.undo());
      case 'redo':
        return expect(verdict(await workspace.redo())).toBe(model.redo());
      case 'fork':
        return expect(verdict(await workspace.fork('by hand'))).toBe(model.fork());
      case 'rewind':
        return this.#rewind(Math.round(next.part * model.branch.tip.atUs));
      case 'before':
        return this.#before(next.pick);
      case 'switch':
        return this.#switch(next.pick);
      case 'drop':
        return this.#drop(next.pick);
      case 'forgetKeyframes':
        return rig.keyframes.kept.clear();
      case 'kill':
        rig.kill();
        return void (await rig.open());
      case 'close':
        await workspace.close();
        return void (await rig.open());
      default:
        throw new Error('unknown act');
    }
  }

  /** The world is that of the model's decisions at the model's place, computed the slow way. */
  check(): void {
    const { rig, model } = this;
    const history = rig.history();
    expect({
      place: history.head.place,
      inEffect: history.branch.path.slice(0, history.head.applied),
      path: history.branch.path,
      branches: history.branches.map(({ path, tip }) => ({ path, tip })),
      isInPast: history.isBehindTip,
      undone: history.undone,
    }).toEqual({
      place: model.place,
      inEffect: model.inEffect.map(({ seq }) => seq),
      path: model.branch.entries.map(({ seq }) => seq),
      branches: model.branches.map(({ entries, tip }) => ({
        path: entries.map(({ seq }) => seq),
        tip,
      })),
      isInPast: model.isInPast,
      undone: model.redoable.map((group) => group.map(({ seq }) => seq)),
    });
    const path = history.branch.path.slice(0, history.head.applied);
    expect(rig.engine.hash()).toBe(rig.slowHash({ history, path, place: model.place }));
  }

  async #command(command: Command, mark: string | undefined): Promise<void> {
    const { rig, model } = this;
    const wouldWork = rig.engine.propose(command).ok;
    const done = await rig.workspace.execute({ command, mark });
    if (!wouldWork) return expect(done.ok).toBe(false);
    const seq = rig.history().lastSeq;
    expect(verdict(done)).toBe(model.decide({ seq, command, mark }));
  }

  async #rewind(toUs: number): Promise<void> {
    const expected = this.model.rewind(toUs);
    const done = await this.rig.workspace.rewind(toUs, NEVER);
    if (typeof expected === 'string') return expect(verdict(done)).toBe(expected);
    expectOk(done);
    this.#arrived(expected);
  }

  async #before(pick: number): Promise<void> {
    const seq = pick;
    const expected = this.model.rewindBefore(seq);
    const done = await this.rig.workspace.rewindBefore(seq, NEVER);
    if (typeof expected === 'string') return expect(done.ok).toBe(false);
    expectOk(done);
    expect(this.#place()).toEqual(this.model.branch.entries[expected]?.place);
    this.#arrived(expected);
  }

  async #switch(pick: number): Promise<void> {
    const { model, rig } = this;
    const index = pick % model.branches.length;
    const id = rig.history().branches[index]?.id ?? '';
    expectOk(await rig.workspace.switchBranch(id, NEVER));
    model.switchTo(index);
  }

  async #drop(pick: number): Promise<void> {
    const { model, rig } = this;
    const index = pick % model.branches.length;
    const id = rig.history().branches[index]?.id ?? '';
    expect(verdict(await rig.workspace.dropBranch(id))).toBe(model.drop(index));
  }

  #arrived(applied: number): void {
    this.model.arrived(this.#place(), applied);
  }

  #place(): { atUs: number; eventCount: number } {
    return { atUs: this.rig.engine.nowUs, eventCount: this.rig.engine.eventCount };
  }
}

function verdict(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

describe('history and world', () => {
  it('agree with their slow twins after every act', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1_000_000),
        fc.array(act, { minLength: 1, maxLength: 60, size: 'max' }),
        async (seed, acts) => {
          const trial = new Trial(seed);
          await trial.rig.open();
          for (const next of acts) {
            await trial.perform(next);
            trial.check();
          }
        },
      ),
      { numRuns: count('propertyRuns') },
    );
  });
});
