/**
 * Moves of servers written as a scenario: up to the first copy, which begins complete. What comes
 * after a change-over is no beginning; it is named among the losses.
 */
import { bareName } from '../kernel/ids.ts';
import { printDuration } from '../kernel/time.ts';
import { COPY_EVERY_US, LINE_MBPS } from '../model/move-kinds.ts';
import type { RowOf } from '../views/topology-view.ts';
import type { RowSource } from './room-from-rows.ts';
import type { RowTable } from './row-table.ts';
import type { MoveEntry } from './scenario-move-schema.ts';
import type { Scenario } from './scenario-schema.ts';

type Row = RowOf<'move'>;

const BEFORE: readonly Row['stage'][] = ['inventory', 'mapped', 'replicating', 'replicated'];

/** The section of moves; left out when there are none. */
export function movesFromRows(source: RowSource): Pick<Scenario, 'moves'> {
  const moves = source.table
    .of('move')
    .filter(({ stage }) => BEFORE.includes(stage))
    .map((row) => entryOf(source, row));
  return moves.length === 0 ? {} : { moves };
}

/** A machine that was made since has the name the server would get, so there is no beginning. */
function isNameTaken(table: RowTable, { mapping }: Row): boolean {
  if (mapping === undefined) return false;
  const { group, machine } = mapping;
  return table.get('vm', `vm:${bareName(group)}/${machine}`) !== undefined;
}

function entryOf(source: RowSource, row: Row): MoveEntry {
  const { references } = source;
  const { mapping, copy, found } = isNameTaken(source.table, row)
    ? { ...row, mapping: undefined, copy: undefined }
    : row;
  return {
    name: row.name,
    server: references.short(row.server),
    ...(mapping === undefined
      ? {}
      : {
          map: {
            size: mapping.size,
            machine: mapping.machine,
            ...(mapping.image === found.installed ? {} : { image: mapping.image }),
            group: references.short(mapping.group),
            ...(mapping.subnet === undefined ? {} : { subnet: references.short(mapping.subnet) }),
            ...(mapping.securityGroup === undefined
              ? {}
              : { securityGroup: references.short(mapping.securityGroup) }),
            ...(mapping.storage === undefined
              ? {}
              : { storage: references.short(mapping.storage) }),
            ...(mapping.osDiskGib === found.diskGib ? {} : { osDiskGib: mapping.osDiskGib }),
            ...(Object.keys(mapping.tags).length === 0 ? {} : { tags: { ...mapping.tags } }),
          },
        }),
    ...(copy === undefined
      ? {}
      : {
          replicate: {
            ...(copy.mbps === LINE_MBPS ? {} : { mbps: copy.mbps }),
            churnMibPerHour: copy.churnMibPerHour,
            ...(copy.everyUs === COPY_EVERY_US ? {} : { every: printDuration(copy.everyUs) }),
          },
        }),
  };
}

/** What a scenario cannot take along of moves, a list of names each. */
export function moveLosses(table: RowTable): {
  over: string[];
  copying: string[];
  seen: string[];
  tests: string[];
  taken: string[];
} {
  const moves = table.of('move');
  return {
    over: moves.filter(({ stage }) => !BEFORE.includes(stage)).map(({ id }) => id),
    copying: moves.filter(({ stage }) => stage === 'replicating').map(({ id }) => id),
    seen: moves.filter(({ stage }) => BEFORE.includes(stage)).map(({ id }) => id),
    tests: moves.filter(({ test }) => test !== undefined).map(({ id }) => id),
    taken: moves
      .filter((row) => BEFORE.includes(row.stage) && isNameTaken(table, row))
      .map(({ id }) => id),
  };
}
