/**
 * Deciders for the parts of balancers that rules are made of: frontends and named probes (rules
 * ENG-LR1, ENG-LR2 and ENG-LR5; docs/facts.md, facts 55 and 100). What a rule uses is not taken
 * from it.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { durationUs } from '../../../shared/kernel/time.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { BALANCER_SKUS, FRONTEND_EXPOSURES, PROBE_PROTOCOLS } from '../../../shared/model/kinds.ts';
import { freeAddress, freePublicAddress } from '../systems/address-leases.ts';
import { frontendsOf, probesOf, settleRule } from '../systems/balancer-rules.ts';
import { rulesOf } from '../systems/pool-mates.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { checkUnused, find, findOptional, refuse, type Decided } from './decide-kit.ts';
import { readAddress, subnetFull } from './interface-plan.ts';
import { checkBalancer, PROBE_INTERVAL_MIN_US } from './probe-rules.ts';
import { frontendZone } from './zone-checks.ts';

const PROBE_THRESHOLD = 2;

/** The balancer a reference means. Refuses rules, which belong to one. */
export function findOwnBalancer(world: World, reference: string): Result<number> {
  const found = find(world, 'balancer', reference);
  if (!found.ok || world.balancer.col.isRule[found.value] === 0) return found;
  const id = textIdOf(world, 'balancer', found.value);
  return refuse({
    code: 'balancer.isRule',
    message: `${id} is a rule of a balancer, not a balancer.`,
    hint: 'Name the balancer it belongs to; a rule is changed by balancerRule.edit.',
    details: { rule: id },
  });
}

/** A part of a balancer by its name. */
interface PartAsked {
  readonly table: 'balancerFrontend' | 'balancerProbe';
  readonly balancer: number;
  readonly name: string;
}

function partNamed(world: World, asked: PartAsked): number {
  const { table, balancer, name } = asked;
  const rows = table === 'balancerFrontend' ? frontendsOf : probesOf;
  return rows(world, balancer).find((row) => world[table].text('name', row) === name) ?? -1;
}

function findPart(world: World, asked: PartAsked): Result<number> {
  const row = partNamed(world, asked);
  if (row >= 0) return ok(row);
  const { table, balancer, name } = asked;
  const rows = (table === 'balancerFrontend' ? frontendsOf : probesOf)(world, balancer);
  const known = rows.map((one) => world[table].text('name', one));
  const what = table === 'balancerFrontend' ? 'frontend' : 'probe';
  const id = textIdOf(world, 'balancer', balancer);
  return refuse({
    code: `${table}.notFound`,
    message: `${id} has no ${what} "${name}" beside its own.`,
    hint: known.length === 0 ? `Add the ${what} first.` : `It has ${known.join(', ')}.`,
    details: { balancer: id, name, known },
  });
}

/** The frontend a rule names, or the one it had; below 0 for the balancer's own. */
export function findFrontend(
  world: World,
  balancer: number,
  name: string | undefined,
  before: number,
): Result<number> {
  return name === undefined
    ? ok(before)
    : findPart(world, { table: 'balancerFrontend', balancer, name });
}

/** The probe a rule names, or the one it had; below 0 for the balancer's own. */
export function findProbe(
  world: World,
  balancer: number,
  name: string | undefined,
  before: number,
): Result<number> {
  return name === undefined
    ? ok(before)
    : findPart(world, { table: 'balancerProbe', balancer, name });
}

/** Looks at `balancerFrontend.add`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerFrontendAdd(
  world: World,
  command: CommandOf<'balancerFrontend.add'>,
): Decided {
  const balancer = findOwnBalancer(world, command.balancer);
  if (!balancer.ok) return balancer;
  const { name } = command;
  const taken = partNamed(world, { table: 'balancerFrontend', balancer: balancer.value, name });
  if (taken >= 0) return nameTaken(world, balancer.value, name);
  const sku = BALANCER_SKUS[world.balancer.col.sku[balancer.value]!]!;
  const zone = frontendZone(world, sku, command.zone);
  if (!zone.ok) return zone;
  const subnet = findOptional(world, 'subnet', command.subnet);
  if (!subnet.ok) return subnet;
  const exposure = command.exposure ?? 'public';
  const address = addressFor(world, { exposure, subnet: subnet.value, text: command.address });
  if (!address.ok) return address;
  return ok(() => {
    const slot = world.balancerFrontend.allocate();
    world.balancerFrontend.setText({ column: 'name', slot, text: name });
    world.balancerFrontend.setRef({ column: 'balancer', slot, to: balancer.value });
    world.balancerFrontend.setRef({ column: 'zone', slot, to: zone.value });
    world.balancerFrontend.setRef({ column: 'subnet', slot, to: subnet.value });
    world.balancerFrontend.col.exposure[slot] = FRONTEND_EXPOSURES.indexOf(exposure);
    world.balancerFrontend.col.address[slot] = address.value;
    noteChange(world, balancer.value, subnet.value);
  });
}

function nameTaken(world: World, balancer: number, name: string): Result<never> {
  const id = textIdOf(world, 'balancer', balancer);
  return refuse({
    code: 'name.taken',
    message: `${id} has a frontend "${name}" already.`,
    hint: 'Choose another name.',
    details: { id, name },
  });
}

/** The address of a new frontend: a public one, or one of its subnet. */
function addressFor(
  world: World,
  asked: {
    readonly exposure: (typeof FRONTEND_EXPOSURES)[number];
    readonly subnet: number;
    readonly text: string | undefined;
  },
): Result<number> {
  const { exposure, subnet, text } = asked;
  const isPrivate = exposure === 'private';
  if (isPrivate !== subnet >= 0 || (!isPrivate && text !== undefined)) {
    return wrongSubnet(exposure);
  }
  if (!isPrivate) return ok(freePublicAddress(world));
  if (text !== undefined) return readAddress(world, text, { subnet, kept: -1 });
  const free = freeAddress(world, subnet);
  return free >= 0 ? ok(free) : subnetFull(world, subnet);
}

function wrongSubnet(exposure: (typeof FRONTEND_EXPOSURES)[number]): Result<never> {
  const isPrivate = exposure === 'private';
  return refuse({
    code: 'balancerFrontend.subnet',
    message: isPrivate
      ? 'A private frontend has an address of a subnet, and none was named.'
      : 'A public frontend gets a public address; it is in no subnet.',
    hint: isPrivate ? 'Name a subnet.' : 'Leave subnet and address out, or make it private.',
    details: { exposure },
  });
}

function noteChange(world: World, balancer: number, subnet: number): void {
  world.balancer.col.revision[balancer]! += 1;
  world.balancer.dirty.touch(balancer);
  if (subnet >= 0) world.subnet.dirty.touch(subnet);
  for (const rule of rulesOf(world, balancer)) {
    world.balancer.dirty.touch(world.balancerRule.ref('unit', rule));
  }
  world.networks.invalidate();
}

/** Looks at `balancerFrontend.edit`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerFrontendEdit(
  world: World,
  command: CommandOf<'balancerFrontend.edit'>,
): Decided {
  const balancer = findOwnBalancer(world, command.balancer);
  if (!balancer.ok) return balancer;
  const { name } = command;
  const row = findPart(world, { table: 'balancerFrontend', balancer: balancer.value, name });
  if (!row.ok) return row;
  const { col } = world.balancerFrontend;
  const subnet = world.balancerFrontend.ref('subnet', row.value);
  const exposure = FRONTEND_EXPOSURES[col.exposure[row.value]!]!;
  if (exposure !== 'private') return wrongSubnet(exposure);
  const address = readAddress(world, command.address, { subnet, kept: -1, keptBy: row.value });
  if (!address.ok) return address;
  return ok(() => {
    col.address[row.value] = address.value;
    noteChange(world, balancer.value, subnet);
  });
}

/** Looks at `balancerFrontend.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerFrontendRemove(
  world: World,
  command: CommandOf<'balancerFrontend.remove'>,
): Decided {
  return decidePartRemove(world, 'balancerFrontend', command);
}

/** Looks at `balancerProbe.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerProbeRemove(
  world: World,
  command: CommandOf<'balancerProbe.remove'>,
): Decided {
  return decidePartRemove(world, 'balancerProbe', command);
}

function decidePartRemove(
  world: World,
  table: PartAsked['table'],
  command: { readonly balancer: string; readonly name: string },
): Decided {
  const balancer = findOwnBalancer(world, command.balancer);
  if (!balancer.ok) return balancer;
  const row = findPart(world, { table, balancer: balancer.value, name: command.name });
  if (!row.ok) return row;
  const column = table === 'balancerFrontend' ? 'frontend' : 'probe';
  const users = rulesOf(world, balancer.value)
    .filter((rule) => world.balancerRule.ref(column, rule) === row.value)
    .map((rule) => ({ table: 'balancer' as const, slot: world.balancerRule.ref('unit', rule) }));
  const id = `${column} ${command.name} of ${textIdOf(world, 'balancer', balancer.value)}`;
  const unused = checkUnused(world, { code: `${table}.inUse`, id, users });
  if (!unused.ok) return unused;
  const { subnet } = world.balancerFrontend.col;
  return ok(() => {
    const around = table === 'balancerFrontend' ? subnet[row.value]! - 1 : -1;
    world[table].release(row.value);
    noteChange(world, balancer.value, around);
  });
}

/** Looks at `balancerProbe.set`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerProbeSet(
  world: World,
  command: CommandOf<'balancerProbe.set'>,
): Decided {
  const balancer = findOwnBalancer(world, command.balancer);
  if (!balancer.ok) return balancer;
  const sku = BALANCER_SKUS[world.balancer.col.sku[balancer.value]!]!;
  const fits = checkBalancer(world, { slot: -1, sku, command });
  if (!fits.ok) return fits;
  const { name } = command;
  const before = partNamed(world, { table: 'balancerProbe', balancer: balancer.value, name });
  const users = rulesOf(world, balancer.value).filter(
    (rule) => before >= 0 && world.balancerRule.ref('probe', rule) === before,
  );
  for (const rule of users) {
    const probePort = command.probePort || world.balancerRule.col.backendPort[rule]!;
    const asked = checkBalancer(world, { slot: -1, sku, command: { ...command, probePort } });
    if (!asked.ok) return asked;
  }
  return ok(() => {
    const slot = before >= 0 ? before : world.balancerProbe.allocate();
    const { col } = world.balancerProbe;
    world.balancerProbe.setText({ column: 'name', slot, text: name });
    world.balancerProbe.setRef({ column: 'balancer', slot, to: balancer.value });
    col.probeProtocol[slot] = PROBE_PROTOCOLS.indexOf(command.probeProtocol ?? 'tcp');
    col.probePort[slot] = command.probePort ?? 0;
    world.balancerProbe.setText({ column: 'probePath', slot, text: command.probePath ?? '' });
    col.probeIntervalUs[slot] = durationUs(command.probeInterval, PROBE_INTERVAL_MIN_US);
    col.probeThreshold[slot] = command.probeThreshold ?? PROBE_THRESHOLD;
    noteChange(world, balancer.value, -1);
    for (const rule of users) settleRule(world, rule);
  });
}
