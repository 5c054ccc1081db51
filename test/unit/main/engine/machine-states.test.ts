/**
 * Goal: every transition of the sheet's table happens as it says, with its bill, and the page that
 * lists them with their tests cannot go stale [ENG-L1] [ENG-B1]. Method: one list of transitions;
 * each is played by the engine and watched, and `docs/machine-states.md` must hold exactly the
 * rows that follow from the list.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { POWER_STATES, PROVISIONING_STATES } from '../../../../src/shared/model/kinds.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

const VM = 'vm:lab/m';
const PAGE = resolve(import.meta.dirname, '../../../../docs/machine-states.md');
const STEP_US = 50_000;
const WATCHED_US = 2_000_000_000;

interface Transition {
  readonly operation: string;
  /** Where it begins, and what leads there. */
  readonly from: '–' | 'running' | 'stopped' | 'deallocated';
  readonly does: readonly Command[];
  /** Provisioning and power states from then on, and whether compute is billed in each. */
  readonly states: readonly string[];
}

const CREATE: Command = { type: 'vm.create', name: 'm', size: 'D2s_v5', image: 'Ubuntu2204' };
const RUNNING = 'Succeeded/running (billed)';
const STOPPED = 'Succeeded/stopped (billed)';
const DEALLOCATED = 'Succeeded/deallocated';
const GONE = 'gone';
const STOPPING = 'Updating/stopping (billed)';
const STARTING = 'Updating/starting (billed)';
const LEAVING = 'Updating/deallocating';
const DELETING = 'Deleting/deallocating';
const CUT: Command = { type: 'fault.cut', target: 'host:r1-h1' };
const RESTORE: Command = { type: 'fault.restore', target: 'host:r1-h1' };
const INSIDE = { by: 'guest' } as const;
const OFF: Command = { type: 'vm.stop', vm: VM };
const AGAIN: Command = { type: 'vm.restart', vm: VM };
const RESIZE: Command = { type: 'vm.resize', vm: VM, size: 'D4s_v5' };
const GENERALIZE: Command = { type: 'vm.generalize', vm: VM };

function on(
  type: 'vm.start' | 'vm.deallocate' | 'vm.redeploy' | 'vm.reimage' | 'vm.delete',
): Command {
  return { type, vm: VM };
}

function row(
  operation: string,
  from: Transition['from'],
  does: Command | readonly Command[],
  ...states: string[]
): Transition {
  const all = 'type' in does ? [does] : does;
  return { operation, from, does: all, states };
}

const TRANSITIONS: readonly Transition[] = [
  row('create', '–', CREATE, 'Creating/creating', RUNNING),
  row('start', 'stopped', on('vm.start'), STARTING, RUNNING),
  row('start', 'deallocated', on('vm.start'), STARTING, RUNNING),
  row('power off', 'running', OFF, STOPPING, STOPPED),
  row('shut down inside', 'running', { ...OFF, ...INSIDE }, `Succeeded/stopping (billed)`, STOPPED),
  row('deallocate', 'running', on('vm.deallocate'), LEAVING, DEALLOCATED),
  row('deallocate', 'stopped', on('vm.deallocate'), LEAVING, DEALLOCATED),
  row('restart', 'running', AGAIN, STOPPING, STARTING, RUNNING),
  row(
    'restart inside',
    'running',
    { ...AGAIN, ...INSIDE },
    'Succeeded/stopping (billed)',
    'Succeeded/starting (billed)',
    RUNNING,
  ),
  row('redeploy', 'running', on('vm.redeploy'), STOPPING, STARTING, RUNNING),
  row('redeploy', 'stopped', on('vm.redeploy'), STARTING, RUNNING),
  row('reimage', 'running', on('vm.reimage'), STARTING, RUNNING),
  row('resize', 'running', RESIZE, STOPPING, STARTING, RUNNING),
  row('resize', 'stopped', RESIZE, 'Updating/stopped (billed)', STOPPED),
  row('resize', 'deallocated', RESIZE, 'Updating/deallocated', DEALLOCATED),
  row('evict (spot)', 'running', { type: 'vm.evict', vm: VM }, RUNNING, LEAVING, DEALLOCATED),
  row('generalize', 'stopped', GENERALIZE, STOPPED),
  row('generalize', 'deallocated', GENERALIZE, DEALLOCATED),
  row('delete', 'running', on('vm.delete'), DELETING, GONE),
  row('delete', 'stopped', on('vm.delete'), DELETING, GONE),
  row('delete', 'deallocated', on('vm.delete'), DELETING, GONE),
  row('start, host lost meanwhile', 'stopped', [on('vm.start'), CUT], 'Failed/stopped (billed)'),
  row(
    'reapply, failed',
    'stopped',
    [on('vm.start'), CUT, { type: 'vm.reapply', vm: VM }],
    'Updating/stopped (billed)',
    STOPPED,
  ),
  row('host lost', 'running', CUT, STOPPED),
  row('host back', 'running', [CUT, RESTORE], STOPPED, 'Succeeded/starting (billed)', RUNNING),
];

function titleOf({ operation, from }: Transition): string {
  return `${operation} from ${from === '–' ? 'nothing' : from}`;
}

/** A room in which the machine is where the transition begins. */
function begin(transition: Transition): Scene {
  const { from, operation } = transition;
  if (from === '–') return given();
  const spot = operation.startsWith('evict') ? { priority: 'spot' as const } : {};
  const at = given({}, [{ ...CREATE, ...spot } as Command]).until('1h');
  const ready: Record<string, readonly Command[]> = {
    stopped: [{ type: 'vm.stop', vm: VM }],
    deallocated: [{ type: 'vm.deallocate', vm: VM }],
  };
  if (operation === 'generalize') at.when({ type: 'vm.deprovision', vm: VM });
  return at.when(...(ready[from] ?? [])).until('2h');
}

/** Every state it goes through from now on, once each. */
function watch(at: Scene): string[] {
  const { world, engine } = at;
  const seen: string[] = [];
  const end = engine.nowUs + WATCHED_US;
  for (let atUs = engine.nowUs; atUs <= end; atUs += STEP_US) {
    engine.runUntil(atUs);
    const { provisioningState, powerState, billing } = world.vm.col;
    const word = `${PROVISIONING_STATES[provisioningState[0]!]}/${POWER_STATES[powerState[0]!]}`;
    const now = world.vm.count === 0 ? GONE : `${word}${billing[0] === 1 ? ' (billed)' : ''}`;
    if (seen.at(-1) !== now) seen.push(now);
  }
  at.holds();
  return seen;
}

describe('transitions', () => {
  it.each(TRANSITIONS.map((one) => [titleOf(one), one] as const))('%s', (_, transition) => {
    const at = begin(transition).when(...transition.does);
    expect(watch(at)).toEqual(transition.states);
    if (transition.operation !== 'generalize') return;
    const start = at.refusal({ type: 'vm.start', vm: VM });
    expect(start.code).toBe('vm.generalized');
  });
});

describe('docs/machine-states.md', () => {
  it('lists exactly the transitions above, each with its test', () => {
    const page = readFileSync(PAGE, 'utf8');
    const rows = page.split('\n').filter((line) => /^\| .* \| `[^`]*` \|$/.test(line));
    expect(rows).toEqual(
      TRANSITIONS.map((one) => {
        const through = one.states.slice(0, -1).join(' → ') || '–';
        const to = one.states.at(-1) ?? '';
        return `| ${one.operation} | ${one.from} | ${through} | ${to} | \`${titleOf(one)}\` |`;
      }),
    );
  });
});
