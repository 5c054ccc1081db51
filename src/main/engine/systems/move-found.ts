/**
 * What somebody finds who looks at a server: hardware, system, applications with everything they
 * need and hold, tasks, and the services whose users it serves (rule ENG-LS5). Plain values, so
 * that they can be kept when the server is gone. It only reads.
 */
import { PROCESS_STATES } from '../../../shared/model/guest-kinds.ts';
import { SERVER_IMAGE } from '../../../shared/model/move-kinds.ts';
import type { MoveFound } from '../../../shared/views/move-view.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { appDiskMib, appMemoryMib, usedDiskMib, usedMemoryMib } from './guest-load.ts';
import { servicesOfServer } from './own-server.ts';
import { callWays, hostOfService } from './service-calls.ts';

/** What is on a server now. */
export function foundOn(world: World, host: number): MoveFound {
  const guest = world.guests.onHost(host);
  const { cores, mipsPerCore, memoryMib, diskGib, nicMbps } = world.host.col;
  const said = world.host.text('installed', host);
  const alias = said === '' ? SERVER_IMAGE : said;
  const listed = world.lookup.image(alias);
  const image = listed.ok ? listed.value.image : undefined;
  return {
    cores: cores[host]!,
    mipsPerCore: mipsPerCore[host]!,
    memoryMib: memoryMib[host]!,
    diskGib: diskGib[host]!,
    nicMbps: nicMbps[host]!,
    installed: alias,
    os: image?.os ?? 'linux',
    architecture: image?.architecture ?? 'x64',
    generation: image?.generation ?? 'V2',
    patchLevel: guest < 0 ? 0 : world.guest.col.patchLevel[guest]!,
    rebootPending: guest >= 0 && world.guest.col.rebootPending[guest] === 1,
    usedMemoryMib: guest < 0 ? 0 : Math.ceil(usedMemoryMib(world, guest)),
    usedDiskMib: guest < 0 ? 0 : Math.ceil(usedDiskMib(world, guest)),
    applications: guest < 0 ? [] : applicationsOf(world, guest),
    tasks: guest < 0 ? [] : tasksOf(world, guest),
    services: servicesOfServer(world, host).map((service) => serviceOf(world, service)),
  };
}

function applicationsOf(world: World, guest: number): MoveFound['applications'] {
  const { guestApp } = world;
  return world.guests.appsOf(guest).map((app) => {
    const needs = world.guests.needsOf(app);
    const key = guestApp.text('application', app);
    return {
      name: guestApp.text('name', app),
      application: key,
      state: PROCESS_STATES[guestApp.col.state[app]!]!,
      ports: needs.listens.map(({ protocol, address, port }) => ({ protocol, address, port })),
      paths: needs.paths.map(({ path }) => path),
      runtimes: needs.runtimes.map(({ runtime, version }) => ({ runtime, version })),
      dependsOn: [...needs.dependsOn],
      onlyOnce: world.guests.application(key)?.singleInstance ?? false,
      cpuMillicores: needs.cpuMillicores,
      memoryMib: Math.ceil(appMemoryMib(world, app)),
      memoryGrowthMibPerHour: needs.memoryGrowthMibPerHour,
      diskMib: Math.ceil(appDiskMib(world, app)),
      diskGrowthMibPerHour: needs.diskGrowthMibPerHour,
    };
  });
}

function tasksOf(world: World, guest: number): MoveFound['tasks'] {
  const { guestTask } = world;
  return world.guests.tasksOf(guest).map((task) => ({
    name: guestTask.text('name', task),
    cron: guestTask.text('cron', task),
    cpuMillicores: guestTask.col.cpuMillicores[task]!,
    memoryMib: guestTask.col.memoryMib[task]!,
  }));
}

function serviceOf(world: World, service: number): MoveFound['services'][number] {
  const { port, workers, deadlineUs } = world.service.col;
  return {
    service: textIdOf(world, 'service', service),
    port: port[service]!,
    workers: workers[service]!,
    deadlineUs: deadlineUs[service]!,
    calls: callWays(world, service, hostOfService(world, service)).map(
      ({ row, times, roundTripUs }) => ({ to: calledIn(world, row), times, roundTripUs }),
    ),
  };
}

/** What a row of calls goes to; empty when it is gone. */
export function calledIn(world: World, row: number): string {
  const host = world.serviceCall.ref('host', row);
  const vm = world.serviceCall.ref('vm', row);
  if (vm >= 0) return textIdOf(world, 'vm', vm);
  return host < 0 ? '' : textIdOf(world, 'host', host);
}
