/**
 * What can be built, in the order in which a room comes into being: place, power, network,
 * compute, machines, traffic. The order itself is meant to teach.
 */
import type { FormId } from '../dialogs/form-spec.ts';
import type { FormValues } from '../stores/use-dialogs.ts';
import type { IconName } from '../ui/icon-names.ts';

export interface PaletteItem {
  /** Key below `palette.` for its words. */
  readonly id: string;
  readonly icon: IconName;
  /** The form it opens; `machine` and `images` have dialogs of their own. */
  readonly opens: FormId | 'machine' | 'images';
  readonly values?: FormValues;
}

export interface PaletteGroup {
  /** Key below `paletteGroup.`. */
  readonly id: string;
  readonly items: readonly PaletteItem[];
}

export const PALETTE: readonly PaletteGroup[] = [
  {
    id: 'place',
    items: [
      { id: 'place', icon: 'place', opens: 'place.add' },
      { id: 'rack', icon: 'rack', opens: 'rack.add' },
      { id: 'cluster', icon: 'group', opens: 'cluster.add' },
      { id: 'storage', icon: 'disk', opens: 'storage.add' },
    ],
  },
  {
    id: 'power',
    items: [
      { id: 'utility', icon: 'feed', opens: 'power.add', values: { kind: 'utility' } },
      { id: 'ups', icon: 'battery', opens: 'power.add', values: { kind: 'ups' } },
      { id: 'feed', icon: 'feed', opens: 'power.add', values: { kind: 'feed' } },
      { id: 'pdu', icon: 'pdu', opens: 'power.add', values: { kind: 'pdu' } },
      { id: 'cord', icon: 'cable', opens: 'cord.add' },
    ],
  },
  {
    id: 'network',
    items: [
      { id: 'switch', icon: 'switch', opens: 'switch.add' },
      { id: 'link', icon: 'cable', opens: 'link.add' },
    ],
  },
  {
    id: 'compute',
    items: [{ id: 'host', icon: 'host', opens: 'host.add' }],
  },
  {
    id: 'machines',
    items: [
      { id: 'machine', icon: 'machine', opens: 'machine' },
      { id: 'images', icon: 'group', opens: 'images' },
      { id: 'group', icon: 'group', opens: 'group.add' },
      { id: 'availabilitySet', icon: 'group', opens: 'availabilitySet.add' },
      { id: 'scaleSet', icon: 'group', opens: 'scaleSet.add' },
      { id: 'disk', icon: 'disk', opens: 'disk.create' },
      { id: 'quota', icon: 'lock', opens: 'quota.set' },
    ],
  },
  {
    id: 'work',
    items: [
      { id: 'workload', icon: 'cpu', opens: 'workload.add' },
      { id: 'webApp', icon: 'globe', opens: 'webApp.add' },
    ],
  },
  {
    id: 'placement',
    items: [
      { id: 'proximityGroup', icon: 'group', opens: 'proximityGroup.add' },
      { id: 'hostGroup', icon: 'group', opens: 'hostGroup.add' },
      { id: 'dedicatedHost', icon: 'host', opens: 'dedicatedHost.add' },
      { id: 'reservation', icon: 'lock', opens: 'reservation.add' },
    ],
  },
  {
    id: 'traffic',
    items: [
      { id: 'balancer', icon: 'balancer', opens: 'balancer.add' },
      { id: 'rule', icon: 'balancer', opens: 'balancerRule.add' },
      { id: 'service', icon: 'users', opens: 'service.add' },
      { id: 'join', icon: 'link', opens: 'balancer.join' },
      { id: 'dnsProfile', icon: 'link', opens: 'dnsProfile.add' },
      { id: 'load', icon: 'activity', opens: 'load.set' },
    ],
  },
  {
    id: 'virtualNetwork',
    items: [
      { id: 'network', icon: 'network', opens: 'network.add' },
      { id: 'subnet', icon: 'network', opens: 'subnet.add' },
      { id: 'securityGroup', icon: 'shield', opens: 'securityGroup.add' },
      { id: 'publicIp', icon: 'globe', opens: 'publicIp.add' },
    ],
  },
  {
    id: 'state',
    items: [{ id: 'store', icon: 'disk', opens: 'store.add' }],
  },
  {
    id: 'faults',
    items: [
      { id: 'fault', icon: 'cut', opens: 'fault.inject' },
      { id: 'platform', icon: 'wrench', opens: 'platform.set' },
      { id: 'reliability', icon: 'activity', opens: 'reliability.add' },
      { id: 'event', icon: 'clock', opens: 'event.schedule' },
      { id: 'hook', icon: 'wrench', opens: 'hook.add' },
    ],
  },
];
