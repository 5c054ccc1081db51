/**
 * Deciders for the network: switches and links. Who has network is not decided here; settling finds
 * it from what is linked and what is cut.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { SWITCH_LAYERS } from '../../../shared/model/kinds.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  checkUnused,
  find,
  findAll,
  findGround,
  findOptional,
  refuse,
  rowsWhere,
  type Decided,
} from './decide-kit.ts';
import { findDevice, findPdu, plugIn, unplug } from './power-deciders.ts';

/** How a missing end of a link is refused. */
const LINK_END_NOT_FOUND = {
  code: 'link.endNotFound',
  hint: 'A link joins a host with a switch, or two switches.',
};
/** Draw of a switch when none is given (assumed). */
const SWITCH_WATTS = 150;
/** Speed of a link when none is given. */
const LINK_GBPS = 10;

/** Two ends of a link: a host or the lower switch, and the upper switch. */
interface Ends {
  readonly host: number;
  readonly lower: number;
  readonly upper: number;
}

function linkName(world: World, ends: Ends): string {
  const from =
    ends.host >= 0 ? nameOf(world, 'host', ends.host) : nameOf(world, 'switch', ends.lower);
  return `${from}--${nameOf(world, 'switch', ends.upper)}`;
}

/** Refuses when a link from a device of this name would get a name that another link has. */
export function checkLinkNames(
  world: World,
  from: string,
  uppers: readonly number[],
): Result<void> {
  for (const upper of uppers) {
    const name = `${from}--${nameOf(world, 'switch', upper)}`;
    const free = checkFree(world, { word: 'link', name });
    if (!free.ok) return free;
  }
  return ok(undefined);
}

/** The link between two devices, whichever way round it was drawn; -1 when there is none. */
function linkBetween(world: World, ends: Ends): number {
  const { host, lower, upper } = world.link.col;
  const links = world.plant.linksOfSwitch(ends.upper);
  const found = links.find((link) =>
    ends.host >= 0
      ? host[link] === ends.host + 1
      : (lower[link] === ends.lower + 1 && upper[link] === ends.upper + 1) ||
        (lower[link] === ends.upper + 1 && upper[link] === ends.lower + 1),
  );
  return found ?? -1;
}

/** Makes a link; for deciders that have checked everything. */
export function connect(world: World, ends: Ends, gbps = LINK_GBPS): void {
  const slot = world.link.allocate();
  world.link.setText({ column: 'name', slot, text: linkName(world, ends) });
  world.link.setRef({ column: 'host', slot, to: ends.host });
  world.link.setRef({ column: 'lower', slot, to: ends.lower });
  world.link.setRef({ column: 'upper', slot, to: ends.upper });
  world.link.col.gbps[slot] = gbps;
  world.names.add('link', slot);
  world.plant.invalidate();
  world.plantDirty = true;
}

/** Removes a link. */
export function disconnect(world: World, link: number): void {
  world.names.remove('link', link);
  world.link.release(link);
  world.plant.invalidate();
  world.plantDirty = true;
}

/** Looks at `switch.add`; its refusals stand with its schema in `shared/commands`. */
export function decideSwitchAdd(world: World, command: CommandOf<'switch.add'>): Decided {
  const free = checkFree(world, { word: 'switch', name: command.name });
  if (!free.ok) return free;
  const rack = findOptional(world, 'rack', command.rack);
  if (!rack.ok) return rack;
  const pdus: number[] = [];
  for (const reference of command.pdus ?? []) {
    const pdu = findPdu(world, reference);
    if (!pdu.ok) return pdu;
    if (!pdus.includes(pdu.value)) pdus.push(pdu.value);
  }
  const uplinks = findAll(world, 'switch', command.uplinks ?? []);
  if (!uplinks.ok) return uplinks;
  const named = checkLinkNames(world, command.name, uplinks.value);
  if (!named.ok) return named;
  const ground = findGround(world, command);
  if (!ground.ok) return ground;
  return ok(() => {
    const slot = world.switch.allocate();
    world.switch.setText({ column: 'name', slot, text: command.name });
    world.switch.col.layer[slot] = SWITCH_LAYERS.indexOf(command.layer);
    world.switch.setRef({ column: 'rack', slot, to: rack.value });
    world.switch.setRef({ column: 'place', slot, to: ground.value });
    world.switch.col.milliwatt[slot] = (command.watts ?? SWITCH_WATTS) * 1_000;
    world.switch.col.fresh[slot] = world.settingUp ? 0 : 1;
    world.names.add('switch', slot);
    world.racks.invalidate();
    for (const pdu of pdus) plugIn(world, { host: -1, switch: slot, pdu });
    for (const upper of uplinks.value) connect(world, { host: -1, lower: slot, upper });
    world.plant.invalidate();
    world.plantDirty = true;
  });
}

/** Looks at `switch.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideSwitchRemove(world: World, command: CommandOf<'switch.remove'>): Decided {
  const found = find(world, 'switch', command.switch);
  if (!found.ok) return found;
  const slot = found.value;
  const links = [...world.plant.linksOfSwitch(slot)];
  const users = rowsWhere(world, 'host', (host) =>
    links.some((link) => world.link.col.host[link] === host + 1),
  );
  const unused = checkUnused(world, {
    code: 'switch.inUse',
    id: textIdOf(world, 'switch', slot),
    users,
  });
  if (!unused.ok) return unused;
  return ok(() => {
    for (const link of links) disconnect(world, link);
    for (const cord of world.plant.cordsOfSwitch(slot)) unplug(world, cord);
    world.names.remove('switch', slot);
    world.switch.release(slot);
    world.racks.invalidate();
    world.plant.invalidate();
    world.plantDirty = true;
  });
}

/** Which way round a link goes: a host is always the lower end, else the lower layer is. */
function orderEnds(world: World, command: CommandOf<'link.add'>): Result<Ends> {
  const from = findDevice(world, command.from, LINK_END_NOT_FOUND);
  if (!from.ok) return from;
  const to = findDevice(world, command.to, LINK_END_NOT_FOUND);
  if (!to.ok) return to;
  const ends = [from.value, to.value];
  const hosts = ends.filter((end) => end.table === 'host');
  const switches = ends.filter((end) => end.table === 'switch');
  const [first, second] = switches;
  if (hosts.length === 1 && first !== undefined) {
    return ok({ host: hosts[0]?.slot ?? -1, lower: -1, upper: first.slot });
  }
  if (first === undefined || second === undefined || first.slot === second.slot) {
    return refuse({
      code: 'link.toItself',
      message:
        hosts.length === 2
          ? 'Two hosts cannot be linked directly.'
          : 'A switch cannot be linked with itself.',
      hint: 'Link a host with a switch, or two different switches.',
      details: { from: command.from, to: command.to },
    });
  }
  const { layer } = world.switch.col;
  const upward = layer[first.slot]! <= layer[second.slot]!;
  return ok({
    host: -1,
    lower: upward ? first.slot : second.slot,
    upper: upward ? second.slot : first.slot,
  });
}

/** Looks at `link.add`; its refusals stand with its schema in `shared/commands`. */
export function decideLinkAdd(world: World, command: CommandOf<'link.add'>): Decided {
  const ends = orderEnds(world, command);
  if (!ends.ok) return ends;
  const link = linkBetween(world, ends.value);
  if (link >= 0) {
    const id = textIdOf(world, 'link', link);
    return refuse({
      code: 'link.exists',
      message: `${id} joins these two already.`,
      hint: 'One link between two devices is enough here; link another pair.',
      details: { link: id },
    });
  }
  const named = checkFree(world, { word: 'link', name: linkName(world, ends.value) });
  if (!named.ok) return named;
  return ok(() => connect(world, ends.value, command.gbps ?? LINK_GBPS));
}

/** Looks at `link.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideLinkRemove(world: World, command: CommandOf<'link.remove'>): Decided {
  const link = find(world, 'link', command.link);
  if (!link.ok) return link;
  return ok(() => disconnect(world, link.value));
}
