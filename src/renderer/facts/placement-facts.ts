/**
 * Facts about what narrows placement: proximity groups, host groups, dedicated hosts and
 * reservations. The order is the order in which they matter.
 */
import { unreachable } from '../../shared/kernel/assert.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { linkFact, usageFact, type Fact, type FactTools } from './fact-kit.ts';

type PlacementRow = RowOf<'proximityGroup' | 'hostGroup' | 'dedicatedHost' | 'reservation'>;

/** Facts about anything that narrows placement. */
export function placementFacts(row: PlacementRow, tools: FactTools): Fact[] {
  switch (row.kind) {
    case 'proximityGroup':
      return proximityGroupFacts(row, tools);
    case 'hostGroup':
      return hostGroupFacts(row, tools);
    case 'dedicatedHost':
      return dedicatedHostFacts(row, tools);
    case 'reservation':
      return reservationFacts(row, tools);
    default:
      return unreachable(row);
  }
}

/** Facts about a proximity placement group. */
function proximityGroupFacts(row: RowOf<'proximityGroup'>, tools: FactTools): Fact[] {
  const { whole } = tools.figures;
  return [
    { key: 'colocation', value: tools.words(`colocation.${row.colocation}`), short: true },
    ...linkFact('datacenter', row.datacenter),
    { key: 'members', value: whole(row.members.length), short: true },
    ...(row.sizes.length === 0 ? [] : [{ key: 'sizes', value: row.sizes.join(', ') }]),
    ...linkFact('zone', row.zone),
    ...row.members.flatMap((id) => linkFact('machine', id)),
    { key: 'group', value: row.group },
  ];
}

/** Facts about a host group. */
function hostGroupFacts(row: RowOf<'hostGroup'>, tools: FactTools): Fact[] {
  const { whole } = tools.figures;
  const answer = tools.words(row.automaticPlacement ? 'answer.yes' : 'answer.no');
  return [
    { key: 'members', value: whole(row.machines.length), short: true },
    { key: 'automaticPlacement', value: answer },
    { key: 'faultDomains', value: whole(row.faultDomains) },
    ...linkFact('zone', row.zone),
    ...row.hosts.flatMap((id) => linkFact('dedicatedHost', id)),
    { key: 'group', value: row.group },
  ];
}

/** Facts about a dedicated host. */
function dedicatedHostFacts(row: RowOf<'dedicatedHost'>, tools: FactTools): Fact[] {
  const { whole, moneyPerHour } = tools.figures;
  return [
    ...linkFact('host', row.host),
    { key: 'members', value: whole(row.machines.length), short: true },
    { key: 'hostKind', value: row.sku },
    { key: 'series', value: row.series },
    { key: 'faultDomain', value: whole(row.faultDomain) },
    { key: 'price', value: moneyPerHour(row.microUsdPerHour) },
    ...linkFact('hostGroup', row.hostGroup),
    ...row.machines.flatMap((id) => linkFact('machine', id)),
  ];
}

/** Facts about a capacity reservation. */
function reservationFacts(row: RowOf<'reservation'>, tools: FactTools): Fact[] {
  const { whole, moneyPerHour } = tools.figures;
  const hourly = row.microUsdPerHour * row.quantity;
  return [
    usageFact({ tools, key: 'placesUsed', used: row.used, of: row.quantity, show: whole }),
    ...(row.overallocated === 0
      ? []
      : [{ key: 'overallocated', value: whole(row.overallocated), short: true }]),
    { key: 'size', value: row.size },
    ...linkFact('zone', row.zone),
    {
      key: 'price',
      value: moneyPerHour(hourly),
      formula: `${whole(row.quantity)} × ${moneyPerHour(row.microUsdPerHour)}`,
    },
    ...row.hosts.flatMap(({ host }) => linkFact('host', host)),
    ...row.machines.flatMap((id) => linkFact('machine', id)),
    { key: 'group', value: row.group },
  ];
}
