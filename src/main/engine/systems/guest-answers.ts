/**
 * Whether a machine answers its services: one in which applications are installed answers only
 * while one of them listens on the port of each service before it (rule ENG-O12). A machine without
 * any is taken to serve by itself, as rooms without operating systems have always been.
 */
import { APP_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { breakApplication, restoreApplication } from './app-health.ts';
import { runningApps } from './guest-load.ts';
import { settleServer } from './own-server.ts';

const APP_OK = APP_STATES.indexOf('ok');
const APP_CRASHED = APP_STATES.indexOf('crashed');

/** Ports of the services whose requests a machine gets. */
function portsAsked(world: World, vm: number): Set<number> {
  const ports = new Set<number>();
  for (const backend of world.pools.backendsOfVm(vm)) {
    const balancer = world.backend.col.balancer[backend]! - 1;
    for (const service of world.pools.servicesOfBalancer(balancer)) {
      ports.add(world.service.col.port[service]!);
    }
  }
  return ports;
}

function isListening(world: World, guest: number, vm: number): boolean {
  if (world.guests.appsOf(guest).length === 0) return true;
  const open = new Set(
    runningApps(world, guest).flatMap((app) =>
      world.guests
        .needsOf(app)
        .listens.filter(({ protocol }) => protocol === 'tcp')
        .map(({ port }) => port),
    ),
  );
  return [...portsAsked(world, vm)].every((port) => open.has(port));
}

/** The newest reason why an application of the system does not run. */
function causeIn(world: World, guest: number): number {
  const causes = world.guests.appsOf(guest).map((app) => world.guestApp.col.cause[app]!);
  return Math.max(0, world.decisionId, ...causes);
}

/** Brings what a running machine answers in line with what listens inside it. */
export function settleAnswers(world: World, guest: number): void {
  const vm = world.guest.col.vm[guest]! - 1;
  settleServer(world, guest);
  if (vm < 0 || world.guest.col.up[guest] === 0) return;
  const { deaf } = world.guest.col;
  const { appState } = world.vm.col;
  const listening = isListening(world, guest, vm);
  if (!listening && appState[vm] === APP_OK) {
    deaf[guest] = 1;
    breakApplication(world, vm, { state: 'crashed', cause: causeIn(world, guest) });
  } else if (listening && deaf[guest] === 1) {
    deaf[guest] = 0;
    // Somebody may have mended or broken it otherwise meanwhile.
    if (appState[vm] === APP_CRASHED) restoreApplication(world, vm, world.decisionId);
  }
}

/** The same for a machine whose place in pools or whose services changed. */
export function settleAnswersOf(world: World, vm: number): void {
  const guest = world.guests.inVm(vm);
  if (guest >= 0) settleAnswers(world, guest);
}
