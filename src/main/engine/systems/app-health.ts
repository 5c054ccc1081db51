/**
 * The health of the application on a machine, apart from the health of the machine
 * (rules ENG-W1 and ENG-W2).
 *
 * Faults of any kind call `breakApplication`; requests and probes read the column. Nothing here
 * knows who looks: a machine whose application is dead is found dead only by who asks it.
 */
import { APP_STATES, POWER_STATES, type AppState } from '../../../shared/model/kinds.ts';
import { happen, type World } from '../world/world.ts';
import { isSilent } from './impairments.ts';
import { loseRequestsOfVm, REASON_OF_APP } from './requests.ts';
import { touchInstance } from './touch-instance.ts';

const RUNNING = POWER_STATES.indexOf('running');
const OK_STATE = APP_STATES.indexOf('ok');
const FAILING = APP_STATES.indexOf('failing');

/** What can be said of a machine from inside. */
export interface AppHealth {
  /** Its operating system runs. */
  readonly os: boolean;
  readonly app: AppState;
  /** Happening that explains what is wrong; 0 when nothing is. */
  readonly cause: number;
}

/** The health of a machine and of its application. Changes nothing. */
export function appHealth(world: World, vm: number): AppHealth {
  const { col } = world.vm;
  const os = col.powerState[vm] === RUNNING;
  const app = APP_STATES[col.appState[vm]!]!;
  return { os, app, cause: os ? col.appCause[vm]! : col.cause[vm]! };
}

/** True when the machine runs and its application serves. The short form for hot paths. */
export function appServes(world: World, vm: number): boolean {
  const runs = world.vm.col.powerState[vm] === RUNNING && world.vm.col.appState[vm] === OK_STATE;
  return runs && !isSilent(world, vm);
}

/**
 * Breaks the application of a machine; what it had in hand is lost. `cause` is the happening that
 * stands behind it. Returns the happening that explains the broken application.
 */
export function breakApplication(
  world: World,
  vm: number,
  fault: { readonly state: Exclude<AppState, 'ok'>; readonly cause: number },
): number {
  const { col } = world.vm;
  const state = APP_STATES.indexOf(fault.state);
  col.appState[vm] = state;
  col.appCause[vm] = happen(world, {
    kind: 'application.broken',
    table: 'vm',
    slot: vm,
    cause: fault.cause,
    details: { state: fault.state },
  });
  touchInstance(world, vm);
  loseRequestsOfVm(world, vm, { reason: REASON_OF_APP[state]!, cause: col.appCause[vm] });
  return col.appCause[vm];
}

/** Mends the application of a machine. */
export function restoreApplication(world: World, vm: number, cause: number): void {
  const { col } = world.vm;
  if (col.appState[vm] === OK_STATE) return;
  col.appState[vm] = OK_STATE;
  col.appCause[vm] = 0;
  touchInstance(world, vm);
  happen(world, { kind: 'application.restored', table: 'vm', slot: vm, cause });
}

/** A machine came up: processes begin anew, while what is wrong with the application stays. */
export function bootApplication(world: World, vm: number): void {
  if (world.vm.col.appState[vm] !== FAILING) restoreApplication(world, vm, world.vm.col.cause[vm]!);
}
