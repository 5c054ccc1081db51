/**
 * What did not get better when a server was moved as it is (rule ENG-LS14). Each point is worked
 * out from the room as it stands now, with the numbers it rests on, and disappears when somebody
 * mends it. It only reads.
 */
import type { MoveFound, Remain } from '../../../shared/views/move-view.ts';
import type { RemainKind } from '../../../shared/model/move-kinds.ts';
import { hourlyPrice } from '../../../shared/model/catalogue-pricing.ts';
import { diskOf, memoryOf, usedDiskMib, usedMemoryMib } from '../systems/guest-load.ts';
import { calledIn } from '../systems/move-found.ts';
import { callWays } from '../systems/service-calls.ts';
import { growthOf } from '../decide/move-deciders.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { machinePromise } from './promises.ts';
import type { Measured } from './move-advice.ts';

const WHOLE = 100;
const MILLICORES = 1_000;
const HOURS_PER_DAY = 24;
/** Cores that are faster by more than this are faster, in percent. */
const FASTER_PERCENT = 110;
/** A machine of which less is used is paid for idle, in percent. */
const IDLE_PERCENT = 50;

type Figures = Remain['figures'];

/** What a moved server leaves, from what was found on it and its machine. */
export function remainsOf(
  world: World,
  move: number,
  server: { readonly found: MoveFound; readonly measured: Measured },
): Remain[] {
  const vm = world.move.ref('target', move);
  if (vm < 0) return [];
  const { found, measured } = server;
  return [
    ...alone(world, vm),
    ...inside(world, vm, found),
    ...ways(world, vm, found),
    ...pays(world, vm, { found, measured }),
  ];
}

function one(kind: RemainKind, figures: Figures): Remain[] {
  return [{ kind, figures }];
}

/** Machines that share the work of this one: all members of its pools, itself included. */
function companions(world: World, vm: number): number {
  const pools = world.pools.backendsOfVm(vm).map((row) => world.backend.ref('balancer', row));
  const members = pools.flatMap((pool) =>
    world.pools.backendsOfBalancer(pool).map((row) => world.backend.ref('vm', row)),
  );
  return new Set([vm, ...members]).size;
}

function alone(world: World, vm: number): Remain[] {
  const host = world.vm.ref('host', vm);
  const inSet = world.vm.col.scaleSet[vm]! > 0;
  const promised = machinePromise(world, vm).share;
  if (companions(world, vm) > 1) return inSet ? [] : one('noScaling', { size: sizeOf(world, vm) });
  return [
    ...one('oneMachine', {
      machines: 1,
      host: host < 0 ? '' : textIdOf(world, 'host', host),
      applications: world.guests.inVm(vm) < 0 ? 0 : appsIn(world, vm).length,
    }),
    ...(promised === undefined ? [] : one('promise', { percent: promised * WHOLE })),
    ...(inSet ? [] : one('noScaling', { size: sizeOf(world, vm) })),
  ];
}

function sizeOf(world: World, vm: number): string {
  return world.vm.text('size', vm);
}

function appsIn(world: World, vm: number): readonly number[] {
  const guest = world.guests.inVm(vm);
  return guest < 0 ? [] : world.guests.appsOf(guest);
}

/** What came along inside the disk. */
function inside(world: World, vm: number, found: MoveFound): Remain[] {
  const guest = world.guests.inVm(vm);
  if (guest < 0) return [];
  const level = world.guest.col.patchLevel[guest]!;
  const apps = appsIn(world, vm);
  const once = apps.filter(
    (app) => world.guests.application(nameIn(world, app, 'application'))?.singleInstance === true,
  );
  return [
    ...(level > found.patchLevel
      ? []
      : one('patchLevel', { before: found.patchLevel, now: level })),
    ...(apps.length < 2 ? [] : one('oneSystem', { applications: apps.length })),
    ...oldRuntimes(world, guest),
    ...once.flatMap((app) => one('onlyOnce', { application: nameIn(world, app, 'name') })),
    ...growing(world, guest),
  ];
}

function nameIn(world: World, app: number, column: 'name' | 'application'): string {
  return world.guestApp.text(column, app);
}

function oldRuntimes(world: World, guest: number): Remain[] {
  return world.guests.runtimesOf(guest).flatMap((row) => {
    const runtime = world.guestRuntime.text('runtime', row);
    const version = world.guestRuntime.text('version', row);
    const known = world.catalogue.runtimes?.find(({ key }) => key === runtime)?.versions ?? [];
    const newest = known.at(-1);
    if (newest === undefined || newest === version) return [];
    return one('oldRuntime', { runtime, version, newest });
  });
}

function growing(world: World, guest: number): Remain[] {
  const perHour = growthOf(world, guest);
  const freeMib = diskOf(world, guest) - usedDiskMib(world, guest);
  const memory = world.guests.appsOf(guest).reduce((sum, app) => {
    return sum + world.guests.needsOf(app).memoryGrowthMibPerHour;
  }, 0);
  const freeMemory = memoryOf(world, guest) - usedMemoryMib(world, guest);
  const written = world.guests.appsOf(guest).reduce((sum, app) => {
    return sum + world.guestApp.col.writtenMib[app]!;
  }, 0);
  return [
    ...(memory === 0
      ? []
      : one('memoryGrows', { mibPerHour: memory, hoursLeft: Math.floor(freeMemory / memory) })),
    ...(perHour === 0
      ? []
      : one('diskGrows', {
          mibPerHour: perHour,
          daysLeft: Math.floor(freeMib / perHour / HOURS_PER_DAY),
        })),
    ...(perHour === 0 && written === 0
      ? []
      : one('localData', { writtenMib: Math.round(written), mibPerHour: perHour })),
  ];
}

/** Calls that are longer than they were, speed of one core, work that one worker does. */
function ways(world: World, vm: number, found: MoveFound): Remain[] {
  const host = world.vm.ref('host', vm);
  const mips = host < 0 ? 0 : world.host.col.mipsPerCore[host]!;
  const percent = Math.round((mips * WHOLE) / Math.max(1, found.mipsPerCore));
  const slow = host >= 0 && percent <= FASTER_PERCENT;
  return [
    ...(slow ? one('coreSpeed', { before: found.mipsPerCore, now: mips, percent }) : []),
    ...found.services.flatMap((was) => serviceWays(world, was)),
  ];
}

function serviceWays(world: World, was: MoveFound['services'][number]): Remain[] {
  const found = world.names.resolve(['service'], was.service);
  if (!found.ok) return [];
  const service = found.value.slot;
  const pool = world.service.ref('balancer', service);
  const [first] = world.pools.backendsOfBalancer(pool);
  const from = first === undefined ? -1 : world.vm.ref('host', world.backend.ref('vm', first));
  const longer = callWays(world, service, from).flatMap(({ row, times, roundTripUs }, index) => {
    const beforeUs = was.calls[index]?.roundTripUs ?? 0;
    if (roundTripUs <= beforeUs) return [];
    return one('longWay', {
      service: was.service,
      to: calledIn(world, row),
      times,
      beforeUs: times * beforeUs,
      nowUs: times * roundTripUs,
      deadlineUs: was.deadlineUs,
    });
  });
  const isSingle = world.service.col.workers[service] === 1;
  return [...longer, ...(isSingle ? one('singleWorker', { service: was.service }) : [])];
}

/** Copies nobody makes, hours nobody uses, licences that are paid by the hour. */
function pays(
  world: World,
  vm: number,
  server: { readonly found: MoveFound; readonly measured: Measured },
): Remain[] {
  const { found, measured } = server;
  const disks = world.cloud.disksOfVm(vm);
  const ids = new Set(disks.map((disk) => textIdOf(world, 'disk', disk)));
  const copies = [...world.snapshot.slots()].filter((row) =>
    ids.has(world.snapshot.text('disk', row)),
  ).length;
  const gib = disks.reduce((sum, disk) => sum + world.disk.col.sizeGib[disk]!, 0);
  const vCpu = world.vm.col.vCpu[vm]!;
  const usedPercent = Math.round((measured.meanMillicores * WHOLE) / (vCpu * MILLICORES));
  const month = world.vm.col.microUsdPerHour[vm]! * world.catalogue.monthHours;
  const idle = Math.round((month * (WHOLE - usedPercent)) / WHOLE);
  return [
    ...(copies > 0 ? [] : one('noCopy', { disks: disks.length, gib })),
    ...(usedPercent >= IDLE_PERCENT
      ? []
      : one('paidIdle', { usedPercent, vCpu, microUsdPerMonth: idle })),
    ...licence(world, vm, found),
  ];
}

/** The surcharge of a system that is not free, for a month. */
function licence(world: World, vm: number, found: MoveFound): Remain[] {
  const size = world.lookup.size(sizeOf(world, vm));
  if (found.os !== 'windows' || !size.ok) return [];
  const bare = hourlyPrice(size.value, 'linux');
  const whole = hourlyPrice(size.value, 'windows');
  if (!bare.ok || !whole.ok) return [];
  const month = (whole.value - bare.value) * world.catalogue.monthHours;
  return one('licence', { microUsdPerMonth: Math.round(month) });
}
