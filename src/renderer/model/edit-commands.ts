/**
 * Which commands an editing act comes down to, by type alone: cheap enough to be asked for at every
 * change of the selection, so that an act the lab keeps to itself is offered as such and not
 * refused afterwards. The plans themselves are made when the act is carried out.
 */
import type { CommandType } from '../../shared/commands/index.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { movable } from './arrange-plan.ts';
import { actionsOf } from './row-actions.ts';
import type { RowAction } from './row-action.ts';

/** Acts that take a thing away, by their ids in its list of acts. */
const REMOVALS: readonly string[] = ['remove', 'deleteMachine'];

/** How rows are found; the topology store provides it. */
export interface EditRows {
  readonly get: (id: string) => TopologyRow | undefined;
  readonly children: (id: string) => readonly TopologyRow[];
}

/** The act that takes a thing away, where there is one that can be done now. */
export function removalOf(row: TopologyRow): RowAction | undefined {
  return actionsOf(row).find(({ id, unless }) => REMOVALS.includes(id) && unless === undefined);
}

/** Types of the commands that copies of things are made with. */
export function typesOfCopy(
  things: readonly TopologyRow[],
  rows: EditRows,
): ReadonlySet<CommandType> {
  return new Set(things.flatMap((row) => copyOf(row, rows)));
}

/** Types of the commands that take things away. */
export function typesOfRemoval(things: readonly TopologyRow[]): ReadonlySet<CommandType> {
  return new Set(
    things.flatMap((row) => {
      const does = removalOf(row)?.does;
      return does?.kind === 'command' ? does.command.type : [];
    }),
  );
}

/** Types of the commands that put things elsewhere. */
export function typesOfArrangement(things: readonly TopologyRow[]): ReadonlySet<CommandType> {
  return new Set(movable(things).map(({ kind }) => `${kind}.edit` as const));
}

function copyOf(row: TopologyRow, rows: EditRows): readonly CommandType[] {
  switch (row.kind) {
    case 'rack':
      return ['rack.add', ...rows.children(row.id).flatMap((inside) => copyOf(inside, rows))];
    case 'host':
      if (row.hypervisor === undefined) return ['host.add'];
      return [
        'host.add',
        row.hypervisor.kind === 'hosted' ? 'hypervisor.install' : 'hypervisor.set',
      ];
    case 'power':
    case 'switch':
    case 'storage':
      return [`${row.kind}.add`];
    case 'availabilitySet':
      return [
        'availabilitySet.add',
        ...windows(row.windows),
        ...row.members.flatMap((id) => {
          const member = rows.get(id);
          return member === undefined ? [] : copyOf(member, rows);
        }),
      ];
    case 'scaleSet':
      return [
        'scaleSet.add',
        ...(row.autoscale === undefined ? [] : (['autoscale.set'] as const)),
        ...(row.repairs?.state === 'suspended' ? (['scaleSet.repairs'] as const) : []),
        ...windows(row.windows),
      ];
    case 'vm':
      if (row.scaleSet !== undefined) return [];
      return ['vm.create', ...addresses(row, rows), ...windows(row.windows)];
    default:
      return [];
  }
}

/** A machine with a public address is copied with one of its own. */
function addresses(row: RowOf<'vm'>, rows: EditRows): readonly CommandType[] {
  const hasOne = row.nics.some((id) => {
    const nic = rows.get(id);
    return nic?.kind === 'nic' && nic.primary && nic.publicIp !== undefined;
  });
  return hasOne ? ['publicIp.add'] : [];
}

function windows(own: readonly unknown[] | undefined): readonly CommandType[] {
  return own === undefined ? [] : ['maintenance.configure'];
}
