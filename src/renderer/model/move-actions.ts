/**
 * What can be done with the move of a server at each of its stages. The next step comes first; what
 * the engine would refuse at this stage is not offered.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { command, form, type RowAction } from './row-action.ts';

/** Acts on a move, the next step first. */
export function moveActions(row: RowOf<'move'>): RowAction[] {
  const move = row.id;
  const giveUp: RowAction = {
    id: 'cancelMove',
    icon: 'delete',
    does: command({ type: 'move.cancel', move }),
  };
  const goBack: RowAction = {
    id: 'rollBackMove',
    icon: 'restore',
    does: command({ type: 'move.rollBack', move }),
    harm: true,
  };
  switch (row.stage) {
    case 'inventory':
      return [{ id: 'mapMove', icon: 'machine', does: form('move.map', mappingOf(row)) }, giveUp];
    case 'mapped':
      return [
        { id: 'replicateMove', icon: 'copy', does: form('move.replicate', { move }) },
        { id: 'mapMove', icon: 'wrench', does: form('move.map', mappingOf(row)) },
        giveUp,
      ];
    case 'replicating':
      return [giveUp];
    case 'replicated':
      return [...testActions(row), giveUp];
    case 'cuttingOver':
      return [goBack];
    case 'moved':
      return [
        { id: 'finishMove', icon: 'done', does: command({ type: 'move.finish', move }) },
        goBack,
      ];
    default:
      return [];
  }
}

function testActions(row: RowOf<'move'>): RowAction[] {
  const move = row.id;
  const cutOver: RowAction = {
    id: 'cutOverMove',
    icon: 'arrowRight',
    does: form('move.cutOver', { move }),
  };
  if (row.test?.vm !== undefined) {
    return [
      { id: 'endTestMove', icon: 'check', does: command({ type: 'move.endTest', move }) },
      cutOver,
    ];
  }
  const test: RowAction = {
    id: 'testMove',
    icon: 'check',
    does: command({ type: 'move.test', move }),
  };
  return row.test?.result === 'passed' ? [cutOver, test] : [test, cutOver];
}

/** What a move becomes now, or what is suggested first, for the form that says it. */
function mappingOf(row: RowOf<'move'>): Record<string, string> {
  const { mapping, suggestions, found } = row;
  const [first] = suggestions;
  return {
    move: row.id,
    size: mapping?.size ?? first?.size ?? '',
    image: mapping?.image ?? found.installed,
    osDiskGib: String(mapping?.osDiskGib ?? found.diskGib),
    ...(mapping === undefined ? {} : { machine: mapping.machine, group: mapping.group }),
    ...(mapping?.subnet === undefined ? {} : { subnet: mapping.subnet }),
    ...(mapping?.securityGroup === undefined ? {} : { securityGroup: mapping.securityGroup }),
  };
}
