/**
 * What the deciders of moves share: which move is meant and how far it is, the disk of a server as
 * the source of a machine, and the place of that machine. It changes nothing.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { MOVE_STAGES, SERVER_IMAGE, type MoveStage } from '../../../shared/model/move-kinds.ts';
import { HOST_STATES } from '../../../shared/model/kinds.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { contentsOf, printContents } from '../systems/image-contents.ts';
import { imageOfBase, type ImageSource } from '../systems/image-source.ts';
import { servicesOfServer } from '../systems/own-server.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { find, refuse } from './decide-kit.ts';
import { planPlacement, type PlacedPlan } from './machine-plan.ts';
import { checkOffer } from './offer-rules.ts';

const HOST_UP = HOST_STATES.indexOf('up');

/** What comes after each stage. */
const NEXT: Readonly<Record<MoveStage, string>> = {
  inventory: 'Say what it becomes (move.map).',
  mapped: 'Copy it (move.replicate).',
  replicating: 'Wait until the first copy is complete.',
  replicated: 'Try it (move.test) or change over (move.cutOver).',
  cuttingOver: 'Wait until it serves, or go back (move.rollBack).',
  moved: 'Finish it (move.finish) or go back (move.rollBack).',
  finished: 'Nothing is left to do.',
};

/** The stage of a move. */
export function stageOf(world: World, move: number): MoveStage {
  return MOVE_STAGES[world.move.col.stage[move]!]!;
}

/** A move at one of some stages. Refuses with `move.finished` or `move.wrongStage`. */
export function findMoveAt(
  world: World,
  reference: string,
  wanted: readonly MoveStage[],
): Result<number> {
  const found = find(world, 'move', reference);
  if (!found.ok) return found;
  const stage = stageOf(world, found.value);
  if (wanted.includes(stage)) return found;
  const id = textIdOf(world, 'move', found.value);
  if (stage === 'finished') {
    return refuse({
      code: 'move.finished',
      message: `${id} is finished: its server is empty, and there is nothing to go back to.`,
      hint: 'Move the machine by other means, or begin with another server.',
      details: { move: id },
    });
  }
  return refuse({
    code: 'move.wrongStage',
    message: `${id} stands at "${stage}"; this is done at "${wanted.join('" or "')}".`,
    hint: NEXT[stage],
    details: { move: id, stage, wanted },
  });
}

/** Refuses with `move.sourceDown` where the server of a move cannot be read. */
export function checkSourceUp(world: World, move: number): Result<void> {
  const host = world.move.ref('server', move);
  const { state, connected } = world.host.col;
  if (state[host] === HOST_UP && connected[host] === 1) return ok(undefined);
  const server = textIdOf(world, 'host', host);
  return refuse({
    code: 'move.sourceDown',
    message: `${server} is ${HOST_STATES[state[host]!]!} or has no network: nothing can be read.`,
    hint: 'Bring the server back first; a copy without its last changes is not what users had.',
    details: { move: textIdOf(world, 'move', move), server },
  });
}

/** Alias of the image that is installed on a server. */
export function installedOn(world: World, host: number): string {
  const said = world.host.text('installed', host);
  return said === '' ? SERVER_IMAGE : said;
}

/** The disk of a server as it is now, as the source of a machine. */
function sourceOfServer(world: World, move: number): ImageSource {
  const host = world.move.ref('server', move);
  const alias = world.move.text('image', move);
  const contents = printContents(contentsOf(world, world.guests.onHost(host)));
  const listed = world.lookup.image(alias);
  return {
    reference: alias,
    exact: listed.ok ? listed.value.exactUrn : alias,
    image: imageOfBase(world, alias),
    base: alias,
    contents,
    baseline: contents,
    identity: '',
    computerName: '',
    administrator: '',
    dataDisksGib: [],
    noAgent: false,
    isMedium: false,
  };
}

/** The machine of a move under some name, and a place for it. Refuses as `vm.create` does. */
export function planMachineOf(
  world: World,
  move: number,
  as: { readonly name: string; readonly balancers: boolean; readonly subnet: boolean },
): Result<PlacedPlan> {
  const host = world.move.ref('server', move);
  const { osDiskGib } = world.move.col;
  const pools = as.balancers ? balancersOf(world, host) : [];
  function said(column: 'group' | 'subnet' | 'securityGroup' | 'storage'): string {
    return world.move.text(column, move);
  }
  const command: CommandOf<'vm.create'> = {
    type: 'vm.create',
    name: as.name,
    group: said('group'),
    size: world.move.text('size', move),
    image: world.move.text('image', move),
    osDisk: { sizeGib: osDiskGib[move]! },
    balancers: pools,
    ...(as.subnet && said('subnet') !== '' ? { subnet: said('subnet') } : {}),
    ...(as.subnet && said('securityGroup') !== '' ? { securityGroup: said('securityGroup') } : {}),
    ...(said('storage') === '' ? {} : { storage: said('storage') }),
  };
  const offered = checkOffer(world, command);
  if (!offered.ok) return offered;
  const placed = planPlacement(world, command, {
    replaces: false,
    source: sourceOfServer(world, move),
  });
  if (!placed.ok) return placed;
  const tags = world.move.text('tags', move);
  return ok({ ...placed.value, plan: { ...placed.value.plan, tags } });
}

/** Balancers behind which the services of a server go. */
function balancersOf(world: World, host: number): string[] {
  const { balancer } = world.service.col;
  const slots = servicesOfServer(world, host).map((service) => balancer[service]! - 1);
  return [...new Set(slots)].map((slot) => textIdOf(world, 'balancer', slot));
}
