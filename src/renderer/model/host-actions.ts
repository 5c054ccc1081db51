/**
 * Acts on a host: making machines, and what it runs them with. Whether an act is possible is left
 * to the engine; here only what could never be is left out.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { command, form, type RowAction } from './row-action.ts';

/** What can be done with a host beside failing and removing it. */
export function hostActions(row: RowOf<'host'>): RowAction[] {
  const { hypervisor, id: host } = row;
  const create: RowAction = {
    id: 'createMachine',
    icon: 'plus',
    does: { kind: 'machine', host },
    unless: hypervisor === undefined ? 'noHypervisor' : undefined,
  };
  if (hypervisor === undefined) {
    return [
      create,
      {
        id: 'installHypervisor',
        icon: 'machine',
        does: form('hypervisor.install', { host, kind: 'hosted' }),
      },
      {
        id: 'inventoryMove',
        icon: 'arrowRight',
        does: form('move.inventory', { server: host, name: row.name }),
      },
    ];
  }
  const { memoryPolicy, memoryPercent, reserveCores, reserveMib } = hypervisor;
  const values = {
    host,
    vCpuPerCore: String(row.vCpuPerCore),
    memoryPolicy,
    memoryPercent: memoryPolicy === 'swap' ? String(memoryPercent) : '',
    reserveCores: String(reserveCores),
    reserveMib: String(reserveMib),
    cpuOverheadPercent: String(hypervisor.cpuOverheadPercent),
  };
  return [
    create,
    { id: 'setHypervisor', icon: 'wrench', does: form('hypervisor.set', values) },
    {
      id: 'removeHypervisor',
      icon: 'delete',
      does: command({ type: 'hypervisor.remove', host }),
      unless: row.vCpuCommitted > 0 ? 'hasMachines' : undefined,
    },
  ];
}
