/**
 * Which decider answers for which command on traffic: balancers, services and their load, names,
 * and applications that are broken on purpose. It decides nothing itself.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import * as applications from './application-deciders.ts';
import * as balancers from './balancer-deciders.ts';
import * as parts from './balancer-part-deciders.ts';
import * as rules from './balancer-rule-deciders.ts';
import type { Decided } from './decide-kit.ts';
import * as dns from './dns-deciders.ts';
import * as work from './work-deciders.ts';

const FAMILIES = [
  'balancer',
  'service',
  'load',
  'dnsProfile',
  'application',
  'balancerFrontend',
  'balancerProbe',
  'balancerRule',
] as const;

export type TrafficCommand = Extract<Command, { type: `${(typeof FAMILIES)[number]}.${string}` }>;

/** True for the commands this file answers for. */
export function isTrafficCommand(command: Command): command is TrafficCommand {
  return FAMILIES.some((family) => command.type.startsWith(`${family}.`));
}

/** Looks at a command on traffic; see `decide`. */
export function decideTraffic(world: World, command: TrafficCommand): Decided {
  switch (command.type) {
    case 'balancer.add':
      return balancers.decideBalancerAdd(world, command);
    case 'balancer.edit':
      return balancers.decideBalancerEdit(world, command);
    case 'balancer.remove':
      return balancers.decideBalancerRemove(world, command);
    case 'balancer.join':
      return balancers.decideBalancerJoin(world, command);
    case 'balancer.leave':
      return balancers.decideBalancerLeave(world, command);
    case 'balancer.admit':
      return balancers.decideBalancerAdmit(world, command);
    case 'service.add':
      return work.decideServiceAdd(world, command);
    case 'service.remove':
      return work.decideServiceRemove(world, command);
    case 'load.set':
      return work.decideLoadSet(world, command);
    case 'dnsProfile.add':
      return dns.decideDnsProfileAdd(world, command);
    case 'dnsProfile.edit':
      return dns.decideDnsProfileEdit(world, command);
    case 'dnsProfile.switch':
      return dns.decideDnsProfileSwitch(world, command);
    case 'dnsProfile.remove':
      return dns.decideDnsProfileRemove(world, command);
    case 'application.break':
      return applications.decideApplicationBreak(world, command);
    case 'application.restore':
      return applications.decideApplicationRestore(world, command);
    default:
      return decideParts(world, command);
  }
}

type PartCommand = Extract<Command, { type: `balancer${'Frontend' | 'Probe' | 'Rule'}.${string}` }>;

function decideParts(world: World, command: PartCommand): Decided {
  switch (command.type) {
    case 'balancerFrontend.add':
      return parts.decideBalancerFrontendAdd(world, command);
    case 'balancerFrontend.edit':
      return parts.decideBalancerFrontendEdit(world, command);
    case 'balancerFrontend.remove':
      return parts.decideBalancerFrontendRemove(world, command);
    case 'balancerProbe.set':
      return parts.decideBalancerProbeSet(world, command);
    case 'balancerProbe.remove':
      return parts.decideBalancerProbeRemove(world, command);
    case 'balancerRule.add':
      return rules.decideBalancerRuleAdd(world, command);
    case 'balancerRule.edit':
      return rules.decideBalancerRuleEdit(world, command);
    case 'balancerRule.remove':
      return rules.decideBalancerRuleRemove(world, command);
    default:
      return unreachable(command);
  }
}
