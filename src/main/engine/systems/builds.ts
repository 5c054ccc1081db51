/**
 * Builds: the version of the application on a machine, and what a faulty one does
 * (rules ENG-U1, ENG-U2).
 *
 * A faulty version is a property of the version, not a script: wherever it runs it answers with
 * errors, so a roll-out of it fails because probes see that, and mending means another version.
 */
import { APP_STATES, POWER_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { breakApplication, restoreApplication } from './app-health.ts';

const RUNNING = POWER_STATES.indexOf('running');
const OK_STATE = APP_STATES.indexOf('ok');

/** A version of the application; `''` where none was named. */
export interface BuildPlan {
  readonly version: string;
  readonly faulty: boolean;
  /** Happening that deploys it. */
  readonly cause: number;
}

/** Writes a version onto a machine that does not run; it shows when the machine comes up. */
export function putBuild(world: World, vm: number, build: BuildPlan): void {
  const { col } = world.vm;
  world.vm.setText({ column: 'buildVersion', slot: vm, text: build.version });
  col.buildFaulty[vm] = build.faulty ? 1 : 0;
  col.buildCause[vm] = build.cause;
  // What was wrong with the application was wrong with what is replaced.
  col.appState[vm] = OK_STATE;
  col.appCause[vm] = 0;
}

/** Writes a version onto a machine, which at once serves with it, or fails with it. */
export function deployBuild(world: World, vm: number, build: BuildPlan): void {
  const { col } = world.vm;
  if (col.powerState[vm] === RUNNING && col.appState[vm] !== OK_STATE)
    restoreApplication(world, vm, build.cause);
  putBuild(world, vm, build);
  if (col.powerState[vm] === RUNNING) bootBuild(world, vm);
}

/** The machine came up: a faulty version fails from the first request on. */
export function bootBuild(world: World, vm: number): void {
  const { col } = world.vm;
  if (col.buildFaulty[vm] === 0 || col.appState[vm] !== OK_STATE) return;
  breakApplication(world, vm, { state: 'failing', cause: col.buildCause[vm]! });
}
