/**
 * What the form of policies and the form of the model begin with: what a set has now, so that a
 * person changes one thing and leaves the others. It reads rows and sends nothing.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';

type Values = Record<string, string>;

/** Values of the form of policies. */
export function policyValues(set: RowOf<'scaleSet'>): Values {
  const rolling = set.upgrade.mode === 'rolling' ? set.upgrade : undefined;
  return {
    scaleSet: set.id,
    health: set.health,
    scaleIn: set.scaleIn,
    'upgrade.mode': set.upgrade.mode,
    'upgrade.batchPercent': String(rolling?.batchPercent ?? 20),
    'upgrade.maxUnhealthyPercent': String(rolling?.maxUnhealthyPercent ?? 20),
    'upgrade.maxUnhealthyUpgradedPercent': String(rolling?.maxUnhealthyUpgradedPercent ?? 20),
    'upgrade.pause': rolling?.pause ?? '0s',
    'upgrade.prioritizeUnhealthy': String(rolling?.prioritizeUnhealthy ?? false),
    'upgrade.maxSurge': String(rolling?.maxSurge ?? false),
    'upgrade.rollback': String(rolling?.rollback ?? false),
    'repairs.action': set.repairs === undefined ? 'off' : (set.repairs.action ?? 'replace'),
    'repairs.grace': set.repairs?.grace ?? '10m',
    terminateNotice: set.terminateNotice ?? 'off',
    automaticImageUpgrade: String(set.automaticImage !== undefined),
    ...(set.mix === undefined
      ? {}
      : {
          'mix.sizes': set.mix.sizes.map(({ size }) => size).join(', '),
          'mix.strategy': set.mix.strategy,
        }),
    ...(set.orchestration === 'uniform' ? { overprovision: String(set.overprovision) } : {}),
  };
}

/** Values of the form of the model. */
export function modelValues(set: RowOf<'scaleSet'>): Values {
  return {
    scaleSet: set.id,
    size: set.size,
    image: set.image,
    'build.version': set.build?.version ?? '',
    'build.faulty': String(set.build?.faulty ?? false),
  };
}
