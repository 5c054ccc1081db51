/**
 * Acts on images, galleries and terms, and those by which a machine becomes an image. Whether an
 * act is accepted is the engine's decision.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { command, form, removal, type RowAction } from './row-action.ts';

/** What can be done with what machines are made from. */
export function imageActions(
  row: RowOf<'managedImage' | 'gallery' | 'imageDefinition' | 'terms'>,
): RowAction[] {
  switch (row.kind) {
    case 'managedImage':
      return [
        {
          id: 'toGallery',
          icon: 'group',
          does: form('imageVersion.add', { managedImage: row.id }),
        },
        removal(row, { type: 'image.delete', managedImage: row.id }),
      ];
    case 'gallery':
      return [
        {
          id: 'addDefinition',
          icon: 'plus',
          does: form('imageDefinition.add', { gallery: row.id }),
        },
        removal(row, { type: 'gallery.remove', gallery: row.id }),
      ];
    case 'imageDefinition':
      return [
        {
          id: 'addVersion',
          icon: 'plus',
          does: form('imageVersion.add', { imageDefinition: row.id }),
        },
        {
          id: 'replicate',
          icon: 'globe',
          does: form('imageVersion.replicate', {
            imageDefinition: row.id,
            version: row.versions[0]?.version ?? '',
          }),
        },
        removal(row, { type: 'imageDefinition.remove', imageDefinition: row.id }),
      ];
    default:
      return [];
  }
}

/** The way of a machine to an image, step by step, and its copy. */
export function toImageActions(row: RowOf<'vm'>, busy: 'busy' | undefined): RowAction[] {
  const vm = row.id;
  const running = row.powerState === 'running';
  const rests = row.powerState === 'stopped' || row.powerState === 'deallocated';
  if (row.generalized === true) {
    return [
      { id: 'capture', icon: 'copy', does: form('vm.capture', { vm, name: `${row.name}-image` }) },
      { id: 'addVersion', icon: 'group', does: form('imageVersion.add', { vm }) },
    ];
  }
  return [
    {
      id: 'deprovision',
      icon: 'users',
      does: command({ type: 'vm.deprovision', vm }),
      unless: busy ?? (running ? undefined : 'notRunning'),
    },
    {
      id: 'generalize',
      icon: 'group',
      does: command({ type: 'vm.generalize', vm }),
      unless: busy ?? (rests ? undefined : 'notStopped'),
      harm: true,
    },
    { id: 'clone', icon: 'copy', does: form('vm.clone', { vm }), unless: busy },
  ];
}
