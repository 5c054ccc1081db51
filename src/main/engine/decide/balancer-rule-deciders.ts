/**
 * Deciders for the rules of balancers: which the service takes beside each other, and when one may
 * go (rules ENG-LR1 to ENG-LR4; docs/facts.md, facts 98 and 100). Frontends and probes are decided
 * in `balancer-part-deciders.ts`.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { durationUs } from '../../../shared/kernel/time.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  ALL_DOWN_BEHAVIOURS,
  DISTRIBUTIONS,
  FRONTEND_EXPOSURES,
  PROBE_PROTOCOLS,
  RULE_TRANSPORTS,
} from '../../../shared/model/kinds.ts';
import { changeRule, makeRule, type RulePlan } from '../systems/balancer-rules.ts';
import { ruleOf, rulesOf } from '../systems/pool-mates.ts';
import { wayOfMachineChanged } from '../systems/ways-outwards.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { findFrontend, findOwnBalancer, findProbe } from './balancer-part-deciders.ts';
import { checkFree, checkUnused, find, refuse, type Decided } from './decide-kit.ts';
import { checkBalancer, privateAnswer } from './probe-rules.ts';
import { dropBalancer, usersOfBalancer } from './balancer-removal.ts';

const IDLE_US = 240_000_000;

/** The rule a reference means. Refuses balancers, which are no rules. */
function findRule(world: World, reference: string): Result<number> {
  const found = find(world, 'balancer', reference);
  if (!found.ok) return found;
  const rule = ruleOf(world, found.value);
  if (rule >= 0) return ok(rule);
  const id = textIdOf(world, 'balancer', found.value);
  return refuse({
    code: 'balancer.notRule',
    message: `${id} is a balancer by itself, not a rule of one.`,
    hint: 'Edit or remove the balancer, or name one of its rules.',
    details: { balancer: id },
  });
}

/** What a rule is to be, with where it listens. */
interface Wanted extends RulePlan {
  readonly balancer: number;
  /** The rule that is being changed; below 0 for a new one. */
  readonly rule: number;
}

/** Looks at `balancerRule.add`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerRuleAdd(
  world: World,
  command: CommandOf<'balancerRule.add'>,
): Decided {
  const balancer = findOwnBalancer(world, command.balancer);
  if (!balancer.ok) return balancer;
  const group = nameOf(world, 'group', world.balancer.ref('group', balancer.value));
  const free = checkFree(world, { word: 'rule', name: command.name, group });
  if (!free.ok) return free;
  const wanted = planRule(world, { balancer: balancer.value, rule: -1, command });
  if (!wanted.ok) return wanted;
  return ok(() => {
    makeRule(world, balancer.value, { ...wanted.value, name: command.name });
    changedWays(world, balancer.value);
  });
}

type Shape = Omit<CommandOf<'balancerRule.edit'>, 'type' | 'rule'>;

/** Everything a rule needs. Refuses what it names and is not there, and what contradicts. */
function planRule(
  world: World,
  asked: { readonly balancer: number; readonly rule: number; readonly command: Shape },
): Result<Wanted> {
  const { balancer, rule, command } = asked;
  const before = beforeOf(world, rule);
  const own = new Set(command.own ?? []);
  const frontend = own.has('frontend')
    ? ok(-1)
    : findFrontend(world, balancer, command.frontend, before.frontend);
  if (!frontend.ok) return frontend;
  const probe = own.has('probe') ? ok(-1) : findProbe(world, balancer, command.probe, before.probe);
  if (!probe.ok) return probe;
  const port = command.port ?? before.port;
  const moved = command.port !== undefined && before.backendPort === before.port;
  const wanted: Wanted = {
    balancer,
    rule,
    frontend: frontend.value,
    probe: probe.value,
    pool: own.has('pool') ? '' : (command.pool ?? before.pool),
    port,
    // One that followed the port of the users goes on following it.
    backendPort: command.backendPort ?? (moved || rule < 0 ? port : before.backendPort),
    transport: position(RULE_TRANSPORTS, command.transport, before.transport),
    distribution: position(DISTRIBUTIONS, command.distribution, before.distribution),
    allDown: position(ALL_DOWN_BEHAVIOURS, command.allDown, before.allDown),
    idleTimeoutUs: durationUs(command.idleTimeout, before.idleTimeoutUs),
  };
  const apart = checkConflicts(world, wanted);
  if (!apart.ok) return apart;
  const fits = checkProbed(world, wanted, command.idleTimeout);
  return fits.ok ? ok(wanted) : fits;
}

function position<T>(list: readonly T[], value: T | undefined, before: number): number {
  return value === undefined ? before : list.indexOf(value);
}

/** What a rule was before; for a new one what one is when nothing is said. */
function beforeOf(world: World, rule: number): RulePlan {
  if (rule < 0) {
    return {
      frontend: -1,
      probe: -1,
      pool: '',
      port: 0,
      backendPort: 0,
      transport: 0,
      distribution: 0,
      allDown: 0,
      idleTimeoutUs: IDLE_US,
    };
  }
  const unit = world.balancerRule.ref('unit', rule);
  const { transport, distribution, allDown, idleTimeoutUs } = world.balancer.col;
  return {
    frontend: world.balancerRule.ref('frontend', rule),
    probe: world.balancerRule.ref('probe', rule),
    pool: world.balancerRule.text('pool', rule),
    port: world.balancerRule.col.port[rule]!,
    backendPort: world.balancerRule.col.backendPort[rule]!,
    transport: transport[unit]!,
    distribution: distribution[unit]!,
    allDown: allDown[unit]!,
    idleTimeoutUs: idleTimeoutUs[unit]!,
  };
}

/** The timeout, and the port a probe asks that has none of its own. */
function checkProbed(world: World, wanted: Wanted, idleTimeout: string | undefined): Result<void> {
  const { balancer, probe, backendPort } = wanted;
  const table = probe < 0 ? world.balancer.col : world.balancerProbe.col;
  const from = probe < 0 ? balancer : probe;
  const probePort = table.probePort[from]! || backendPort;
  const probeProtocol = PROBE_PROTOCOLS[table.probeProtocol[from]!]!;
  const command = { probeProtocol, probePort, idleTimeout };
  return checkBalancer(world, { slot: -1, sku: 'standard', command });
}

/** One place in which a rule, or the balancer itself, listens and sends to. */
export interface Listening {
  readonly balancer: number;
  readonly rule: number;
  readonly frontend: number;
  readonly port: number;
  readonly pool: string;
  readonly backendPort: number;
  readonly transport: number;
}

/**
 * Refuses two rules under one frontend, port and transport, and two that send to one port of one
 * pool: only with floating addresses, which are not modelled, could machines tell those apart.
 */
export function checkConflicts(world: World, wanted: Listening): Result<void> {
  for (const other of listeningOf(world, wanted)) {
    const { id, listening } = other;
    if (listening.transport !== wanted.transport) continue;
    const transport = RULE_TRANSPORTS[wanted.transport]!;
    if (listening.frontend === wanted.frontend && listening.port === wanted.port) {
      return refuse({
        code: 'balancerRule.conflict',
        message: `${id} takes ${transport} port ${wanted.port} of this frontend already.`,
        hint: 'Use another port, or another frontend.',
        details: { other: id, port: wanted.port, transport },
      });
    }
    if (listening.pool === wanted.pool && listening.backendPort === wanted.backendPort) {
      return refuse({
        code: 'balancerRule.backendConflict',
        message: `${id} sends to ${transport} port ${wanted.backendPort} of this pool already.`,
        hint: 'Send to another port of the machines, or use another pool.',
        details: { other: id, port: wanted.backendPort, transport },
      });
    }
  }
  return ok(undefined);
}

/** The other rules of a balancer, and the one it stands for itself while it has a service. */
function listeningOf(
  world: World,
  wanted: Listening,
): { readonly id: string; readonly listening: Listening }[] {
  const { balancer } = wanted;
  const { port, backendPort, unit } = world.balancerRule.col;
  const rules = rulesOf(world, balancer).filter((rule) => rule !== wanted.rule);
  const [service] = wanted.rule === SELF ? [] : world.pools.servicesOfBalancer(balancer);
  const own = service === undefined ? [] : [ownListening(world, balancer, service)];
  return [
    ...own,
    ...rules.map((rule) => ({
      id: textIdOf(world, 'balancer', unit[rule]! - 1),
      listening: {
        balancer,
        rule,
        frontend: world.balancerRule.ref('frontend', rule),
        port: port[rule]!,
        pool: world.balancerRule.text('pool', rule),
        backendPort: backendPort[rule]!,
        transport: world.balancer.col.transport[unit[rule]! - 1]!,
      },
    })),
  ];
}

/** Stands for the rule a balancer is by itself. */
export const SELF = -2;

function ownListening(
  world: World,
  balancer: number,
  service: number,
): { readonly id: string; readonly listening: Listening } {
  const port = world.service.col.port[service]!;
  const id = textIdOf(world, 'service', service);
  const where = { balancer, rule: SELF, frontend: -1, pool: '', transport: 0 };
  return { id, listening: { ...where, port, backendPort: port } };
}

/** Looks at `balancerRule.edit`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerRuleEdit(
  world: World,
  command: CommandOf<'balancerRule.edit'>,
): Decided {
  const rule = findRule(world, command.rule);
  if (!rule.ok) return rule;
  const balancer = world.balancerRule.ref('balancer', rule.value);
  const wanted = planRule(world, { balancer, rule: rule.value, command });
  if (!wanted.ok) return wanted;
  const unit = world.balancerRule.ref('unit', rule.value);
  const [service] = world.pools.servicesOfBalancer(unit);
  if (service !== undefined) {
    const fits = checkServicePort(world, {
      unit,
      backendPort: wanted.value.backendPort,
      port: world.service.col.port[service]!,
    });
    if (!fits.ok) return fits;
  }
  const named = checkAnswered(world, unit, wanted.value.frontend);
  if (!named.ok) return named;
  return ok(() => {
    changeRule(world, rule.value, wanted.value, world.decisionId);
    changedWays(world, balancer);
  });
}

/** Refuses a private frontend for a rule that a name answers with. */
function checkAnswered(world: World, unit: number, frontend: number): Result<void> {
  const { exposure } = world.balancerFrontend.col;
  const isPrivate = frontend >= 0 && FRONTEND_EXPOSURES[exposure[frontend]!] === 'private';
  const answers = [...world.dnsEndpoint.slots()].some(
    (row) => world.dnsEndpoint.ref('balancer', row) === unit,
  );
  return isPrivate && answers ? privateAnswer(textIdOf(world, 'balancer', unit)) : ok(undefined);
}

/** Refuses a service that listens on another port than the one its rule sends to. */
export function checkServicePort(
  world: World,
  at: { readonly unit: number; readonly backendPort: number; readonly port: number },
): Result<void> {
  const { unit, backendPort, port } = at;
  if (port === backendPort) return ok(undefined);
  const id = textIdOf(world, 'balancer', unit);
  return refuse({
    code: 'service.portMismatch',
    message: `${id} sends to port ${backendPort}, and its service listens on ${port}.`,
    hint: `Let the service listen on ${backendPort}, or the rule send to ${port}.`,
    details: { rule: id, backendPort, port },
  });
}

/** Machines may stand behind the balancer now that did not, or the other way round. */
function changedWays(world: World, balancer: number): void {
  for (const rule of rulesOf(world, balancer)) {
    for (const backend of world.pools.backendsOfBalancer(world.balancerRule.ref('unit', rule))) {
      wayOfMachineChanged(world, world.backend.ref('vm', backend));
    }
  }
  world.networks.invalidate();
}

/** Looks at `balancerRule.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideBalancerRuleRemove(
  world: World,
  command: CommandOf<'balancerRule.remove'>,
): Decided {
  const rule = findRule(world, command.rule);
  if (!rule.ok) return rule;
  const unit = world.balancerRule.ref('unit', rule.value);
  const unused = checkUnused(world, {
    code: 'balancer.inUse',
    id: textIdOf(world, 'balancer', unit),
    users: usersOfBalancer(world, unit),
  });
  if (!unused.ok) return unused;
  return ok(() => {
    world.balancer.dirty.touch(world.balancerRule.ref('balancer', rule.value));
    dropBalancer(world, unit);
    world.networks.invalidate();
  });
}
