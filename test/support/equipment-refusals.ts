/**
 * What commands on scale sets are refused with for the data disks and the administrator that
 * instances come with, and for the ports a set opens, for the table of `refusals.test.ts`.
 */
import type { Command } from '../../src/shared/commands/index.ts';
import { accessRefusals } from './access-refusals.ts';

type Add = Extract<Command, { type: 'scaleSet.add' }>;
type Cases = Record<string, { setup?: Command[]; when: Command }>;

/** A size without premium storage, and an image it can start. */
const PLAIN = { size: 'A2_v2', image: 'Win2019Datacenter' };
const FIVE = Array.from({ length: 5 }, () => ({ sizeGib: 4 }));

function set(more: Partial<Add> = {}): Add {
  return {
    type: 'scaleSet.add',
    name: 'ss',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity: 1,
    ...more,
  };
}

/** Of `scaleSet.add`. */
export function equipmentRefusals(): Cases {
  const { 'vm.name': _name, ...access } = accessRefusals((more) => {
    const { image = 'Ubuntu2204', administrator, openPorts, securityGroup } = more;
    return set({ image, administrator, openPorts, securityGroup });
  });
  return {
    ...access,
    'disk.tooMany': { when: set({ dataDisks: FIVE }) },
    'tier.notFound': { when: set({ dataDisks: [{ sizeGib: 4, tier: 'P99' }] }) },
    'disk.tierTooSmall': { when: set({ dataDisks: [{ sizeGib: 300, tier: 'P10' }] }) },
    'disk.premiumSize': { when: set({ ...PLAIN, dataDisks: [{ sizeGib: 4, tier: 'P10' }] }) },
    'disk.cachingUnfit': {
      when: set({ size: 'B2s', dataDisks: [{ sizeGib: 4, caching: 'readOnly' }] }),
    },
  };
}

/** Of `scaleSet.update`: what instances come with does not fit the new model. */
export function updateRefusals(): Cases {
  const update = { type: 'scaleSet.update', scaleSet: 'ss' } as const;
  const windows = { image: 'Win2022DatacenterGen2' };
  return {
    'disk.tooMany': {
      setup: [set({ size: 'D4s_v5', dataDisks: FIVE })],
      when: { ...update, size: 'D2s_v5' },
    },
    'disk.premiumSize': {
      setup: [set({ dataDisks: [{ sizeGib: 4, tier: 'P10' }] })],
      when: { ...update, ...PLAIN },
    },
    'disk.cachingUnfit': {
      setup: [set({ dataDisks: [{ sizeGib: 4, caching: 'readOnly' }] })],
      when: { ...update, size: 'B2s' },
    },
    'administrator.name': {
      setup: [set({ ...windows, administrator: { name: 'Ada' } })],
      when: { ...update, image: 'Ubuntu2204' },
    },
    'administrator.windowsKey': {
      setup: [set({ administrator: { name: 'ada' } })],
      when: { ...update, ...windows },
    },
    'administrator.onDisk': {
      setup: [
        {
          type: 'image.upload',
          name: 'kept',
          base: 'Debian12',
          state: 'specialized',
          administrator: { name: 'ops' },
        },
        set({ administrator: { name: 'ada' } }),
      ],
      when: { ...update, image: 'kept' },
    },
  };
}

/** Of `scaleSet.policy`: a size of the mix does not take what instances come with. */
export function mixRefusals(): Cases {
  const policy = { type: 'scaleSet.policy', scaleSet: 'ss' } as const;
  return {
    'disk.tooMany': {
      setup: [set({ size: 'D4s_v5', dataDisks: FIVE })],
      when: { ...policy, mix: { sizes: ['D4s_v5', 'D2s_v5'] } },
    },
    'disk.premiumSize': {
      setup: [set({ image: PLAIN.image, dataDisks: [{ sizeGib: 4, tier: 'P10' }] })],
      when: { ...policy, mix: { sizes: ['D2s_v5', PLAIN.size] } },
    },
    'disk.cachingUnfit': {
      setup: [set({ dataDisks: [{ sizeGib: 4, caching: 'readOnly' }] })],
      when: { ...policy, mix: { sizes: ['D2s_v5', 'B2s'] } },
    },
  };
}
