/**
 * Frontends, probes and rules of balancers written as a scenario, and the balancers a machine names
 * there. Who is in a pool stands behind all who share it, so one of them is enough.
 */
import { printDuration } from '../kernel/time.ts';
import type { RowOf } from '../views/topology-view.ts';
import { withoutEmpty, type RowSource } from './room-from-rows.ts';
import type { RowTable } from './row-table.ts';
import type {
  BalancerFrontendEntry,
  BalancerProbeEntry,
  BalancerRuleEntry,
} from './scenario-balancer-schema.ts';
import type { Scenario } from './scenario-schema.ts';

const PROBE_INTERVAL_US = 5_000_000;
const PROBE_THRESHOLD = 2;
const IDLE_TIMEOUT_US = 240_000_000;

type Parts = Pick<Scenario, 'balancerFrontends' | 'balancerProbes' | 'balancerRules'>;
type BalancerRow = RowOf<'balancer'>;

/** Balancers by themselves, without their rules. */
export function ownBalancers(table: RowTable): readonly BalancerRow[] {
  return table.of('balancer').filter(({ rule }) => rule === undefined);
}

/** The sections of what balancers have beside their own; empty ones are left out. */
export function balancerPartsFromRows({ table, references }: RowSource): Parts {
  const balancers = table.of('balancer');
  return withoutEmpty({
    balancerFrontends: balancers.flatMap(({ id, frontends = [] }) =>
      frontends.map(({ name, exposure, address, zone, subnet }): BalancerFrontendEntry => ({
        name,
        balancer: references.short(id),
        ...(exposure === 'public' ? {} : { exposure, address }),
        ...(zone === undefined ? {} : { zone: references.short(zone) }),
        ...(subnet === undefined ? {} : { subnet: references.short(subnet) }),
      })),
    ),
    balancerProbes: balancers.flatMap(({ id, probes = [] }) =>
      probes.map((probe): BalancerProbeEntry => {
        const { probeProtocol, probePort, probePath, probeIntervalUs, probeThreshold } = probe;
        const interval = printDuration(probeIntervalUs);
        return {
          name: probe.name,
          balancer: references.short(id),
          ...(probeProtocol === 'tcp' ? {} : { probeProtocol }),
          ...(probePort === undefined ? {} : { probePort }),
          ...(probePath === undefined || probePath === '/' ? {} : { probePath }),
          ...(probeIntervalUs === PROBE_INTERVAL_US ? {} : { probeInterval: interval }),
          ...(probeThreshold === PROBE_THRESHOLD ? {} : { probeThreshold }),
        };
      }),
    ),
    balancerRules: balancers.flatMap((row) =>
      row.rule === undefined ? [] : [ruleEntry(row, row.rule, references.short(row.rule.balancer))],
    ),
  });
}

function ruleEntry(
  row: BalancerRow,
  rule: NonNullable<BalancerRow['rule']>,
  balancer: string,
): BalancerRuleEntry {
  const { frontend, port, transport, pool, backendPort, probe } = rule;
  const { distribution, idleTimeoutUs, allDown } = row;
  const idleTimeout = printDuration(idleTimeoutUs);
  return {
    name: row.name,
    balancer,
    ...(frontend === undefined ? {} : { frontend }),
    port,
    ...(transport === 'tcp' ? {} : { transport }),
    ...(pool === undefined ? {} : { pool }),
    ...(backendPort === port ? {} : { backendPort }),
    ...(probe === undefined ? {} : { probe }),
    ...(distribution === 'default' ? {} : { distribution }),
    ...(idleTimeoutUs === IDLE_TIMEOUT_US ? {} : { idleTimeout }),
    ...(allDown === 'refuse' ? {} : { allDown }),
  };
}

/** The pool behind a balancer or rule, as a word that those who share it have in common. */
function poolOf({ id, rule }: BalancerRow): string {
  return rule === undefined ? id : `${rule.balancer} ${rule.pool ?? ''}`.trim();
}

/** Of balancers and rules with one pool the first stands for all. */
export function onePerPool(table: RowTable, ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.filter((id) => {
    const row = table.get('balancer', id);
    const pool = row === undefined ? id : poolOf(row);
    if (seen.has(pool)) return false;
    seen.add(pool);
    return true;
  });
}
