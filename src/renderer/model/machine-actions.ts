/**
 * Acts on a machine: its state first, then what runs on it and where it belongs.
 * Whether an act is accepted is the engine's decision.
 */
import { maintenanceActions } from './maintenance-actions.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { command, form, type RowAction } from './row-action.ts';
import { toImageActions } from './image-actions.ts';
import { nestedActions } from './nested-actions.ts';
import { instanceActions } from './scale-set-actions.ts';

/** What can be done with a machine, most useful first. */
export function machineActions(row: RowOf<'vm'>): RowAction[] {
  const busy = row.operation === 'none' ? undefined : 'busy';
  return [...stateActions(row, busy), ...workActions(row, busy)];
}

function stateActions(row: RowOf<'vm'>, busy: 'busy' | undefined): RowAction[] {
  const vm = row.id;
  const running = row.powerState === 'running';
  const unless = busy ?? (running ? undefined : 'notRunning');
  const deallocated = row.powerState === 'deallocated' ? 'alreadyDeallocated' : undefined;
  const start: RowAction = {
    id: 'start',
    icon: 'power',
    does: command({ type: 'vm.start', vm }),
    unless:
      busy ?? (running ? 'alreadyRunning' : row.generalized === true ? 'generalized' : undefined),
  };
  const stop: RowAction = {
    id: 'stop',
    icon: 'powerOff',
    does: command({ type: 'vm.stop', vm, by: 'api' }),
    unless,
  };
  const reapply: RowAction = {
    id: 'reapply',
    icon: 'restore',
    does: command({ type: 'vm.reapply', vm }),
    unless: busy,
  };
  return [
    running ? stop : start,
    { id: 'restart', icon: 'restart', does: command({ type: 'vm.restart', vm }), unless },
    {
      id: 'shutDown',
      icon: 'stop',
      does: command({ type: 'vm.stop', vm, by: 'guest' }),
      unless,
    },
    {
      id: 'deallocate',
      icon: 'unlink',
      does: command({ type: 'vm.deallocate', vm }),
      unless: busy ?? deallocated,
    },
    {
      id: 'redeploy',
      icon: 'restart',
      does: command({ type: 'vm.redeploy', vm }),
      unless: busy ?? deallocated,
    },
    ...(row.provisioningState === 'Failed' ? [reapply] : []),
    ...(row.scaleSet === undefined ? serviceActions(row, busy) : []),
    ...((row.scaleSet ?? row.availabilitySet) === undefined
      ? maintenanceActions(row, { vm: row.id })
      : []),
    ...nestedActions(row),
    ...(row.scaleSet === undefined ? toImageActions(row, busy) : []),
  ];
}

function workActions(row: RowOf<'vm'>, busy: 'busy' | undefined): RowAction[] {
  const vm = row.id;
  const own: RowAction[] = [
    { id: 'recreate', icon: 'copy', does: form('vm.recreate', { vm }), unless: busy },
    { id: 'deployBuild', icon: 'wrench', does: form('build.deploy', { vm }) },
    {
      id: 'migrate',
      icon: 'arrowRight',
      does: form('vm.migrate', { vm }),
      unless: busy ?? (row.powerState === 'running' ? undefined : 'notRunning'),
    },
    { id: 'openPort', icon: 'shield', does: form('vm.openPort', { vm, ports: '443' }) },
  ];
  const broken: RowAction = {
    id: 'breakApplication',
    icon: 'cut',
    does: form('application.break', { vm }),
    unless: row.powerState === 'running' ? undefined : 'notRunning',
    harm: true,
  };
  const mended: RowAction = {
    id: 'mendApplication',
    icon: 'restore',
    does: command({ type: 'application.restore', vm }),
  };
  return [
    ...(row.scaleSet === undefined ? own : instanceActions(row, busy)),
    row.application === undefined ? broken : mended,
    { id: 'joinBalancer', icon: 'link', does: form('balancer.join', { vm }) },
    {
      id: 'deleteMachine',
      icon: 'delete',
      does: command({ type: 'vm.delete', vm }),
      unless: busy,
      harm: true,
    },
  ];
}

/** What the service does with a machine of its own: another size, a fresh system, eviction. */
function serviceActions(row: RowOf<'vm'>, busy: 'busy' | undefined): RowAction[] {
  const vm = row.id;
  const notRunning = row.powerState === 'running' ? undefined : 'notRunning';
  const evict: RowAction = {
    id: 'evict',
    icon: 'unlink',
    does: command({ type: 'vm.evict', vm }),
    unless: row.powerState === 'deallocated' ? 'alreadyDeallocated' : undefined,
    harm: true,
  };
  return [
    { id: 'resize', icon: 'cpu', does: { kind: 'resize', vm }, unless: busy },
    {
      id: 'reimage',
      icon: 'disk',
      does: command({ type: 'vm.reimage', vm }),
      unless: busy ?? notRunning,
      harm: true,
    },
    { id: 'tags', icon: 'lock', does: form('tag.set', { resource: vm, tags: tagWords(row.tags) }) },
    ...(row.spotOf === undefined ? [] : [evict]),
  ];
}

/** Tags as a person types them: `owner=ann, tier=web`. */
export function tagWords(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
