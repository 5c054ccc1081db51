/**
 * What a copy of a server shows when it is tried (rule ENG-LS8): each application that is to run
 * there, and whether it does, with the line of its log; held against what runs on the server. It
 * only reads.
 */
import { PROCESS_STATES } from '../../../shared/model/guest-kinds.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { PROCESS_RUNNING } from './guest-load.ts';

const RUNNING = POWER_STATES.indexOf('running');

/** One application of the server in the copy. */
export interface TrialCheck {
  readonly app: string;
  readonly state: (typeof PROCESS_STATES)[number];
  readonly ok: boolean;
  /** Ports it listens on there, and those it listens on at the server and not there. */
  readonly ports: readonly number[];
  readonly portsMissing: readonly number[];
  readonly code?: string;
  readonly line?: string;
}

/** Whether the machine of a test runs, so that something can be said. */
export function canJudge(world: World, move: number): boolean {
  const vm = world.move.ref('testVm', move);
  return vm >= 0 && world.vm.col.powerState[vm] === RUNNING;
}

/** What the copy shows now; empty while it does not run. */
export function trialChecks(world: World, move: number): TrialCheck[] {
  if (!canJudge(world, move)) return [];
  const copy = world.guests.inVm(world.move.ref('testVm', move));
  const server = world.guests.onHost(world.move.ref('server', move));
  if (copy < 0 || server < 0) return [];
  const { guestApp } = world;
  return world.guests
    .appsOf(server)
    .filter((app) => guestApp.col.wanted[app] === 1)
    .map((app) => {
      const name = guestApp.text('name', app);
      const twin = world.guests.appsOf(copy).find((one) => guestApp.text('name', one) === name);
      return checkOf(world, { name, twin: twin ?? -1, ports: portsOf(world, app) });
    });
}

function portsOf(world: World, app: number): number[] {
  return world.guests.needsOf(app).listens.map(({ port }) => port);
}

function checkOf(
  world: World,
  of: { readonly name: string; readonly twin: number; readonly ports: readonly number[] },
): TrialCheck {
  const { name, twin, ports } = of;
  const state = twin < 0 ? 'stopped' : PROCESS_STATES[world.guestApp.col.state[twin]!]!;
  const runs = twin >= 0 && world.guestApp.col.state[twin] === PROCESS_RUNNING;
  const open = runs ? portsOf(world, twin) : [];
  const portsMissing = ports.filter((port) => !open.includes(port));
  const line = twin < 0 ? '' : world.guestApp.text('line', twin);
  const code = twin < 0 ? '' : world.guestApp.text('code', twin);
  return {
    app: name,
    state,
    ok: runs && portsMissing.length === 0,
    ports: open,
    portsMissing,
    ...(code === '' ? {} : { code }),
    ...(line === '' ? {} : { line }),
  };
}
