/**
 * How a fault domain is recognised everywhere: a hue and a hatching, so that either is enough. The
 * map paints it, the grid beside the set shows it as a swatch. It knows tokens by name only.
 */

/** Token of each domain's hue; a set has at most three domains, a uniform scale set five. */
const HUES = ['fd-0', 'fd-1', 'fd-2', 'fd-3', 'fd-4'] as const;
export type DomainHue = (typeof HUES)[number];

/** Direction of the lines: rising, falling, upright, level, crossed. */
const HATCHINGS = ['rising', 'falling', 'upright', 'level', 'crossed'] as const;
export type Hatching = (typeof HATCHINGS)[number];

export interface DomainLook {
  readonly hue: DomainHue;
  readonly hatching: Hatching;
}

/** Looks of the domains in order; beyond the fifth they begin again. */
export function lookOfDomain(faultDomain: number): DomainLook {
  const index = faultDomain % HUES.length;
  return { hue: HUES[index] ?? 'fd-0', hatching: HATCHINGS[index] ?? 'rising' };
}

/** The lines of each hatching in a square of 12 units, for a swatch in the page. */
export const hatchPaths: Readonly<Record<Hatching, string>> = {
  rising: 'M-2 8 8 -2M2 12 12 2M8 14 14 8M-1 3 3 -1',
  falling: 'M4 -2 14 8M0 2 10 12M-2 8 4 14M9 -1 13 3',
  upright: 'M2.5 0V12M6 0V12M9.5 0V12',
  level: 'M0 2.5H12M0 6H12M0 9.5H12',
  crossed: 'M2.5 0V12M9.5 0V12M0 2.5H12M0 9.5H12',
};
