/**
 * Deciders for moving a server up to its copy: looking at it, saying what it becomes, replicating,
 * giving up (rules ENG-LS5 to ENG-LS7). Trying, changing over and going back have their own file.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { MIB_PER_GIB } from '../../../shared/kernel/units.ts';
import { durationUs, US_PER_HOUR } from '../../../shared/kernel/time.ts';
import {
  CHURN_TIMES,
  COPY_EVERY_US,
  LINE_MBPS,
  MOVE_STAGES,
} from '../../../shared/model/move-kinds.ts';
import type { Image } from '../../../shared/model/catalogue-compute.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { usedDiskMib, usedMemoryMib } from '../systems/guest-load.ts';
import { ensureGuest } from '../systems/guest-records.ts';
import { arrived, mibPerUs, startPass } from '../systems/move-copy.ts';
import { moveOfServer, noteServerUse, touchMove } from '../systems/move-marks.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  find,
  findGroup,
  findOptional,
  refuse,
  tagsText,
  type Decided,
} from './decide-kit.ts';
import { findRunningSystem } from './guest-find.ts';
import { checkSource } from './image-plan.ts';
import { checkSourceUp, findMoveAt, installedOn } from './move-plan.ts';
import { checkLargest } from './prepared-disk.ts';

const MAPPED = MOVE_STAGES.indexOf('mapped');
const REPLICATING = MOVE_STAGES.indexOf('replicating');

/** Looks at `move.inventory`; its refusals stand with its schema in `shared/commands`. */
export function decideMoveInventory(world: World, command: CommandOf<'move.inventory'>): Decided {
  const free = checkFree(world, { word: 'move', name: command.name });
  if (!free.ok) return free;
  const server = find(world, 'host', command.server);
  if (!server.ok) return server;
  const host = server.value;
  const id = textIdOf(world, 'host', host);
  const other = moveOfServer(world, host);
  if (other >= 0) {
    const move = textIdOf(world, 'move', other);
    return refuse({
      code: 'move.underWay',
      message: `${id} is looked at by ${move} already.`,
      hint: 'Go on with that one, or give it up first (move.cancel).',
      details: { server: id, move },
    });
  }
  const system = findRunningSystem(world, id);
  if (!system.ok) return system;
  return ok(() => {
    const slot = world.move.allocate();
    const guest = ensureGuest(world, { table: 'host', slot: host }, true);
    world.move.setText({ column: 'name', slot, text: command.name });
    world.move.setText({ column: 'serverName', slot, text: id });
    world.move.setRef({ column: 'server', slot, to: host });
    world.move.col.seenFromUs[slot] = world.nowUs;
    world.move.col.usedBefore[slot] = usedNow(world, guest);
    world.names.add('move', slot);
    noteServerUse(world, guest);
    world.host.dirty.touch(host);
  });
}

/** What the processor of a system was given until now. */
function usedNow(world: World, guest: number): number {
  const { usedMillicoreUs, usedAtUs, grantedMillicores } = world.guest.col;
  const openUs = world.nowUs - usedAtUs[guest]!;
  return usedMillicoreUs[guest]! + openUs * grantedMillicores[guest]!;
}

/** Looks at `move.map`; its refusals stand with its schema in `shared/commands`. */
export function decideMoveMap(world: World, command: CommandOf<'move.map'>): Decided {
  const found = findMoveAt(world, command.move, ['inventory', 'mapped']);
  if (!found.ok) return found;
  const move = found.value;
  const host = world.move.ref('server', move);
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const machine = command.machine ?? world.host.text('name', host);
  const groupName = world.group.text('name', group.value);
  const free = checkFree(world, { word: 'vm', name: machine, group: groupName });
  if (!free.ok) return free;
  const alias = checkImage(world, host, command.image);
  if (!alias.ok) return alias;
  const fits = checkSize(world, move, { size: command.size, image: alias.value });
  if (!fits.ok) return fits;
  const osDiskGib = command.osDiskGib ?? world.host.col.diskGib[host]!;
  const disk = checkDisk(world, move, { osDiskGib, image: alias.value });
  if (!disk.ok) return disk;
  const places = findPlaces(world, command);
  if (!places.ok) return places;
  return ok(() => {
    const { move: table } = world;
    const texts = {
      size: fits.value,
      image: alias.value.alias,
      machineName: machine,
      group: textIdOf(world, 'group', group.value),
      tags: tagsText(command.tags),
      ...places.value,
    };
    table.setText({ column: 'size', slot: move, text: texts.size });
    table.setText({ column: 'image', slot: move, text: texts.image });
    table.setText({ column: 'machineName', slot: move, text: texts.machineName });
    table.setText({ column: 'group', slot: move, text: texts.group });
    table.setText({ column: 'tags', slot: move, text: texts.tags });
    table.setText({ column: 'subnet', slot: move, text: texts.subnet });
    table.setText({ column: 'securityGroup', slot: move, text: texts.securityGroup });
    table.setText({ column: 'storage', slot: move, text: texts.storage });
    table.col.osDiskGib[move] = osDiskGib;
    table.col.stage[move] = MAPPED;
    touchMove(world, move);
  });
}

/** Ids of where the machine is to stand; empty where nothing was said. */
function findPlaces(
  world: World,
  command: CommandOf<'move.map'>,
): Result<Record<'subnet' | 'securityGroup' | 'storage', string>> {
  const subnet = findOptional(world, 'subnet', command.subnet);
  if (!subnet.ok) return subnet;
  const securityGroup = findOptional(world, 'securityGroup', command.securityGroup);
  if (!securityGroup.ok) return securityGroup;
  const storage = findOptional(world, 'storage', command.storage);
  if (!storage.ok) return storage;
  return ok({
    subnet: subnet.value < 0 ? '' : textIdOf(world, 'subnet', subnet.value),
    securityGroup:
      securityGroup.value < 0 ? '' : textIdOf(world, 'securityGroup', securityGroup.value),
    storage: storage.value < 0 ? '' : textIdOf(world, 'storage', storage.value),
  });
}

/** A disk is copied as it is: system, kind of processor and firmware stay what they are. */
function checkImage(world: World, host: number, asked: string | undefined): Result<Image> {
  const installed = world.lookup.image(installedOn(world, host));
  if (!installed.ok) return installed;
  const wanted = asked === undefined ? installed : world.lookup.image(asked);
  if (!wanted.ok) return wanted;
  const { image } = wanted.value;
  const has = installed.value.image;
  const differs = (['os', 'architecture', 'generation'] as const).filter(
    (field) => image[field] !== has[field],
  );
  if (differs.length === 0) return ok(image);
  const server = textIdOf(world, 'host', host);
  const told = differs.map((field) => `${field} ${has[field]}, not ${image[field]}`);
  return refuse({
    code: 'move.imageMismatch',
    message: `The disk of ${server} is copied as it is: ${told.join('; ')}.`,
    hint: `Choose an image like ${has.alias}, or install anew instead of moving.`,
    details: { server, installed: has.alias, image: image.alias, differs },
  });
}

/** Refuses a size that cannot start the disk, or in which what was measured finds no memory. */
function checkSize(
  world: World,
  move: number,
  asked: { readonly size: string; readonly image: Image },
): Result<string> {
  const size = world.lookup.size(asked.size);
  if (!size.ok) return size;
  const alias = asked.image.alias;
  const bootable = checkSource(
    world,
    { ...NOTHING, image: asked.image, base: alias, reference: alias, exact: alias },
    size.value,
  );
  if (!bootable.ok) return bootable;
  const host = world.move.ref('server', move);
  const guest = world.guests.onHost(host);
  const usedMib = Math.ceil(
    Math.max(world.move.col.peakMemoryMib[move]!, guest < 0 ? 0 : usedMemoryMib(world, guest)),
  );
  if (usedMib <= size.value.memoryMib) return ok(size.value.name);
  return refuse({
    code: 'move.memoryShort',
    message:
      `${textIdOf(world, 'host', host)} used ${usedMib} MiB; ${size.value.name} has ` +
      `${size.value.memoryMib} MiB, so not everything would start.`,
    hint: 'Choose a larger size; the inventory suggests some.',
    details: {
      server: textIdOf(world, 'host', host),
      usedMib,
      size: size.value.name,
      memoryMib: size.value.memoryMib,
    },
  });
}

const NOTHING = {
  contents: '',
  baseline: '',
  identity: '',
  computerName: '',
  administrator: '',
  dataDisksGib: [],
  noAgent: false,
  isMedium: false,
} as const;

/** Refuses a disk that does not hold what is on the server, or that the service does not make. */
function checkDisk(
  world: World,
  move: number,
  asked: { readonly osDiskGib: number; readonly image: Image },
): Result<void> {
  const { osDiskGib, image } = asked;
  const id = textIdOf(world, 'move', move);
  const largest = checkLargest(id, osDiskGib, image.generation);
  if (!largest.ok) return largest;
  const guest = world.guests.onHost(world.move.ref('server', move));
  const usedMib = Math.ceil(usedDiskMib(world, guest));
  if (usedMib <= osDiskGib * MIB_PER_GIB) return ok(undefined);
  return refuse({
    code: 'image.diskTooSmall',
    message: `What is on it takes ${usedMib} MiB; its disk has ${osDiskGib} GiB.`,
    hint: 'Give it a larger disk.',
    details: { image: id, usedMib, osDiskGib },
  });
}

/** Looks at `move.replicate`; its refusals stand with its schema in `shared/commands`. */
export function decideMoveReplicate(world: World, command: CommandOf<'move.replicate'>): Decided {
  const found = findMoveAt(world, command.move, ['mapped']);
  if (!found.ok) return found;
  const move = found.value;
  const up = checkSourceUp(world, move);
  if (!up.ok) return up;
  const host = world.move.ref('server', move);
  const guest = world.guests.onHost(host);
  const mbps = Math.min(command.mbps ?? LINE_MBPS, world.host.col.nicMbps[host]!);
  const churn = command.churnMibPerHour ?? CHURN_TIMES * growthOf(world, guest);
  const carried = mibPerUs(mbps) * US_PER_HOUR;
  if (churn >= carried) {
    const carriedMib = Math.floor(carried);
    return refuse({
      code: 'move.neverDone',
      message:
        `${Math.ceil(churn)} MiB change in an hour and the line carries ${carriedMib} MiB: the ` +
        'copy would never catch up.',
      hint: 'Take a faster line, or move what writes so much separately.',
      details: { move: textIdOf(world, 'move', move), churnMibPerHour: churn, carriedMib, mbps },
    });
  }
  return ok(() => {
    const { col } = world.move;
    col.mbps[move] = mbps;
    col.churnMibPerHour[move] = churn;
    col.everyUs[move] = Math.max(1, durationUs(command.every, COPY_EVERY_US));
    col.cause[move] = world.decisionId;
    col.stage[move] = REPLICATING;
    const mib = usedDiskMib(world, guest);
    if (world.settingUp) {
      // A file begins with its first copy made.
      col.passMib[move] = mib;
      col.passFromUs[move] = world.nowUs;
      arrived(world, move);
    } else startPass(world, move, { phase: 'initial', mib });
  });
}

/** What the applications of a system write to its disk, in MiB an hour. */
export function growthOf(world: World, guest: number): number {
  const apps = world.guests.appsOf(guest);
  return apps.reduce((sum, app) => sum + world.guests.needsOf(app).diskGrowthMibPerHour, 0);
}

/** Looks at `move.cancel`; its refusals stand with its schema in `shared/commands`. */
export function decideMoveCancel(world: World, command: CommandOf<'move.cancel'>): Decided {
  const before = ['inventory', 'mapped', 'replicating', 'replicated'] as const;
  const found = findMoveAt(world, command.move, before);
  if (!found.ok) return found;
  const quiet = checkNoTest(world, found.value);
  if (!quiet.ok) return quiet;
  return ok(() => {
    world.host.dirty.touch(world.move.ref('server', found.value));
    world.names.remove('move', found.value);
    world.move.release(found.value);
  });
}

/** Refuses with `move.testUnderWay` while the machine of a test is there. */
export function checkNoTest(world: World, move: number): Result<void> {
  const vm = world.move.ref('testVm', move);
  if (vm < 0) return ok(undefined);
  const id = textIdOf(world, 'move', move);
  const machine = textIdOf(world, 'vm', vm);
  return refuse({
    code: 'move.testUnderWay',
    message: `${machine} still stands for the test of ${id}, and costs as any machine does.`,
    hint: 'End the test (move.endTest), and wait until its machine is deleted.',
    details: { move: id, vm: machine },
  });
}
