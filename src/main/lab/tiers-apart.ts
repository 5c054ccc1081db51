/**
 * Tiers that stand apart: machines of two tiers share no host, rack, set or whatever a lab names.
 *
 * What two tiers share takes both with it, and a set shared by both spreads neither. Which tier a
 * machine belongs to is told by a field of it, mostly a tag; machines of no tier, and machines that
 * have none of what must not be shared, stand in nobody's way.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { CheckOf, SharedThing } from '../../shared/lab/check-schema.ts';
import { fieldOf, printed } from '../../shared/model/selector.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { itemsOutcome, type CheckOutcome, type ItemOutcome } from './check-outcome.ts';

/** What tells the tier where a lab says nothing. */
const TIER_FIELD = 'tags.tier';

type Machine = RowOf<'vm'>;

/** Judges the machines meant; fewer than two tiers are not apart. */
export function tiersApart(
  check: CheckOf<'invariant'>,
  room: { readonly rows: readonly TopologyRow[]; readonly of: readonly TopologyRow[] },
): Result<CheckOutcome> {
  const path = (check.tier ?? TIER_FIELD).split('.');
  const hosts = new Map(
    room.rows.flatMap((row) => (row.kind === 'host' ? [[row.id, row] as const] : [])),
  );
  const places = placesOf(room.rows, { hosts, what: check.apart ?? 'host' });
  const tiers = new Set<string>();
  const tiersIn = new Map<string, Set<string>>();
  for (const row of room.of) {
    const tier = fieldOf(row, path);
    if (row.kind !== 'vm' || tier === undefined) continue;
    tiers.add(printed(tier));
    for (const place of places(row)) {
      const known = tiersIn.get(place) ?? new Set<string>();
      tiersIn.set(place, known.add(printed(tier)));
    }
  }
  const shared = [...tiersIn]
    .filter(([, of]) => of.size > 1)
    .map(([name, of]): ItemOutcome => {
      return { name, share: 0, note: [...of].sort().join(', ') };
    });
  const [first] = shared;
  const evidence = {
    tiers: tiers.size,
    places: tiersIn.size,
    shared: shared.length,
    ...(first === undefined ? {} : { place: first.name, together: first.note ?? '' }),
  };
  const apart = tiersIn.size === 0 ? 1 : 1 - shared.length / tiersIn.size;
  const share = tiers.size < 2 ? 0 : apart;
  return ok(itemsOutcome(shared, { isPartial: check.partial === true, share, evidence }));
}

/** Where a machine stands, or what it belongs to. */
function placesOf(
  rows: readonly TopologyRow[],
  given: {
    readonly hosts: ReadonlyMap<string, RowOf<'host'>>;
    readonly what: SharedThing;
  },
): (machine: Machine) => string[] {
  const { hosts, what } = given;
  const subnets = new Map(
    rows.flatMap((row) => (row.kind === 'nic' ? [[row.id, row.subnet] as const] : [])),
  );
  return (machine) => {
    const host = machine.host === undefined ? undefined : hosts.get(machine.host);
    switch (what) {
      case 'host':
        return present(machine.host);
      case 'rack':
        return present(host?.rack);
      case 'subnet':
        return machine.nics.flatMap((nic) => present(subnets.get(nic)));
      case 'image':
        return present(machine.exactImage);
      default:
        return present(machine[what]);
    }
  };
}

function present(id: string | undefined): string[] {
  return id === undefined || id === '' ? [] : [id];
}
