/**
 * Acts on the hypervisor in a machine, and on what runs inside: installing one, making a machine
 * there, changing and removing it. Whether its size allows any of it is left to the engine, which
 * says why not.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { command, form, type RowAction } from './row-action.ts';

/** What can be done with machines inside a machine; nothing for instances and inner ones. */
export function nestedActions(row: RowOf<'vm'>): RowAction[] {
  if (row.scaleSet !== undefined || row.inside !== undefined) return [];
  const { hypervisor, id: host } = row;
  const unless = row.powerState === 'running' ? undefined : 'notRunning';
  if (hypervisor === undefined) {
    const does = form('hypervisor.install', { host, kind: 'bareMetal' });
    return [{ id: 'installHypervisor', icon: 'machine', does, unless }];
  }
  const values = {
    host,
    vCpuPerCore: String(hypervisor.vCpuPerCore),
    reserveCores: String(hypervisor.reserveCores),
    reserveMib: String(hypervisor.reserveMib),
    cpuOverheadPercent: String(hypervisor.cpuOverheadPercent),
  };
  return [
    { id: 'createInside', icon: 'plus', does: { kind: 'machine', host }, unless },
    { id: 'setHypervisor', icon: 'wrench', does: form('hypervisor.set', values) },
    {
      id: 'removeHypervisor',
      icon: 'delete',
      does: command({ type: 'hypervisor.remove', host }),
      unless: hypervisor.machines.length > 0 ? 'hasMachines' : unless,
    },
  ];
}
