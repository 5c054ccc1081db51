/**
 * Frontends, named probes and rules of a balancer as its row shows them (rules ENG-LR1 to ENG-LR4).
 * A balancer with nothing beside its own shows nothing here.
 */
import { printAddress } from '../../../shared/model/ip-addresses.ts';
import {
  FRONTEND_EXPOSURES,
  PROBE_PROTOCOLS,
  RULE_TRANSPORTS,
} from '../../../shared/model/kinds.ts';
import type {
  BalancerFrontendRow,
  NamedProbeRow,
} from '../../../shared/views/balancer-parts-view.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { frontendsOf, probesOf } from '../systems/balancer-rules.ts';
import { ruleOf, rulesOf } from '../systems/pool-mates.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { idOf, some } from './row-parts.ts';

type Parts = Pick<RowOf<'balancer'>, 'frontends' | 'probes' | 'rules' | 'rule'>;

/** What the row of a balancer, or of a rule of one, says beyond the balancer by itself. */
export function balancerParts(world: World, slot: number): Parts {
  const rule = ruleOf(world, slot);
  if (rule >= 0) return { rule: rulePart(world, rule) };
  const frontends = frontendsOf(world, slot).map((row) => frontendPart(world, row));
  const probes = probesOf(world, slot).map((row) => probePart(world, row));
  const rules = rulesOf(world, slot).map((row) =>
    textIdOf(world, 'balancer', world.balancerRule.ref('unit', row)),
  );
  return {
    ...some('frontends', frontends.length === 0 ? undefined : frontends),
    ...some('probes', probes.length === 0 ? undefined : probes),
    ...some('rules', rules.length === 0 ? undefined : rules),
  };
}

function frontendPart(world: World, row: number): BalancerFrontendRow {
  const { exposure, address, zone, subnet } = world.balancerFrontend.col;
  return {
    name: world.balancerFrontend.text('name', row),
    exposure: FRONTEND_EXPOSURES[exposure[row]!]!,
    address: printAddress(address[row]!),
    ...some('zone', idOf(world, 'place', zone[row]!)),
    ...some('subnet', idOf(world, 'subnet', subnet[row]!)),
  };
}

function probePart(world: World, row: number): NamedProbeRow {
  const { probeProtocol, probePort, probeIntervalUs, probeThreshold } = world.balancerProbe.col;
  const protocol = PROBE_PROTOCOLS[probeProtocol[row]!]!;
  const path = world.balancerProbe.text('probePath', row);
  return {
    name: world.balancerProbe.text('name', row),
    probeProtocol: protocol,
    ...some('probePort', probePort[row] === 0 ? undefined : probePort[row]!),
    ...some('probePath', protocol === 'tcp' ? undefined : path || '/'),
    probeIntervalUs: probeIntervalUs[row]!,
    probeThreshold: probeThreshold[row]!,
  };
}

function rulePart(world: World, rule: number): NonNullable<Parts['rule']> {
  const table = world.balancerRule;
  const { transport, isInternal } = world.balancer.col;
  const unit = table.ref('unit', rule);
  const frontend = table.ref('frontend', rule);
  const probe = table.ref('probe', rule);
  const pool = table.text('pool', rule);
  return {
    balancer: textIdOf(world, 'balancer', table.ref('balancer', rule)),
    ...some('frontend', frontend < 0 ? undefined : world.balancerFrontend.text('name', frontend)),
    exposure: FRONTEND_EXPOSURES[isInternal[unit]!]!,
    port: table.col.port[rule]!,
    transport: RULE_TRANSPORTS[transport[unit]!]!,
    ...some('pool', pool === '' ? undefined : pool),
    backendPort: table.col.backendPort[rule]!,
    ...some('probe', probe < 0 ? undefined : world.balancerProbe.text('name', probe)),
  };
}
