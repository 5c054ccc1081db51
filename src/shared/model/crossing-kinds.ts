/**
 * Borders that bytes between machines can cross, and what each costs: the charge of the catalogue
 * and how often it is paid for one GB. A position in the list is stored in columns, so entries are
 * only ever appended.
 */
export const CROSSINGS = ['peering', 'globalPeering', 'region', 'zone'] as const;
export type Crossing = (typeof CROSSINGS)[number];

/**
 * Over a peering both networks pay, one for what leaves and one for what comes; to another region
 * only what leaves is paid for (docs/facts.md, D16).
 */
export const CROSSING_CHARGES: Readonly<
  Record<Crossing, { readonly charge: string; readonly times: number }>
> = {
  peering: { charge: 'peeringTraffic', times: 2 },
  globalPeering: { charge: 'globalPeeringTraffic', times: 2 },
  region: { charge: 'interRegionTraffic', times: 1 },
  zone: { charge: 'zoneTraffic', times: 1 },
};
