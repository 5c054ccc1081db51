/**
 * The policies of a scale set as a scenario states them: what is at its default is left out, so
 * that a file says what its author would have said. Read again, it gives the same policies.
 */
import type {
  InstanceMix,
  RepairPolicy,
  SpotPolicy,
  UpgradePolicy,
} from '../commands/scale-set-policy-commands.ts';
import type { RowOf } from '../views/topology-view.ts';
import type { ScaleSetEntry } from './scenario-work-schema.ts';

/** Defaults of the rolling policy (docs/facts.md, fact 70). */
const PERCENT = 20;

type Policies = Pick<
  ScaleSetEntry,
  | 'build'
  | 'health'
  | 'upgrade'
  | 'repairs'
  | 'overprovision'
  | 'spot'
  | 'singlePlacementGroup'
  | 'terminateNotice'
  | 'mix'
  | 'automaticImageUpgrade'
  | 'dataDisks'
  | 'administrator'
>;
/** Grace period of automatic repairs (docs/facts.md, fact 79). */
const GRACE = '10m';

/** Model and policies of a set, from its row. */
export function scaleSetPolicies(set: RowOf<'scaleSet'>): Policies {
  return {
    ...(set.build === undefined ? {} : { build: set.build }),
    ...(set.health === 'none' ? {} : { health: set.health }),
    ...(set.upgrade.mode === 'manual' ? {} : { upgrade: upgradeOf(set.upgrade) }),
    ...(set.repairs === undefined ? {} : { repairs: repairsOf(set.repairs) }),
    ...(set.overprovision === (set.orchestration === 'uniform')
      ? {}
      : { overprovision: set.overprovision }),
    ...(set.singlePlacementGroup === (set.orchestration === 'uniform')
      ? {}
      : { singlePlacementGroup: set.singlePlacementGroup }),
    ...(set.terminateNotice === undefined ? {} : { terminateNotice: set.terminateNotice }),
    ...(set.spot === undefined ? {} : { spot: spotOf(set.spot) }),
    ...(set.mix === undefined ? {} : { mix: mixOf(set.mix) }),
    ...(set.automaticImage === undefined ? {} : { automaticImageUpgrade: true }),
    ...(set.dataDisks === undefined ? {} : { dataDisks: set.dataDisks.map(diskOf) }),
    ...(set.administrator === undefined ? {} : { administrator: set.administrator }),
  };
}

function mixOf(mix: NonNullable<RowOf<'scaleSet'>['mix']>): InstanceMix {
  const { strategy } = mix;
  const sizes = mix.sizes.map(({ size }) => size);
  return strategy === 'lowestPrice' ? { sizes } : { sizes, strategy };
}

function repairsOf(policy: RepairPolicy): RepairPolicy {
  const { action = 'replace', grace = GRACE } = policy;
  return {
    ...(action === 'replace' ? {} : { action }),
    ...(grace === GRACE ? {} : { grace }),
  };
}

function spotOf(policy: SpotPolicy): SpotPolicy {
  const { base = 0, regularPercent = 0, eviction = 'deallocate', restore } = policy;
  return {
    ...(base === 0 ? {} : { base }),
    ...(regularPercent === 0 ? {} : { regularPercent }),
    ...(eviction === 'deallocate' ? {} : { eviction }),
    ...(restore === undefined ? {} : { restore }),
  };
}

function upgradeOf(policy: UpgradePolicy): UpgradePolicy {
  return {
    mode: policy.mode,
    ...percent('batchPercent', policy.batchPercent),
    ...percent('maxUnhealthyPercent', policy.maxUnhealthyPercent),
    ...percent('maxUnhealthyUpgradedPercent', policy.maxUnhealthyUpgradedPercent),
    ...(policy.pause === undefined || policy.pause === '0s' ? {} : { pause: policy.pause }),
    ...(policy.prioritizeUnhealthy === true ? { prioritizeUnhealthy: true } : {}),
    ...(policy.maxSurge === true ? { maxSurge: true } : {}),
    ...(policy.rollback === true ? { rollback: true } : {}),
  };
}

function percent<K extends keyof UpgradePolicy>(
  field: K,
  value: number | undefined,
): Partial<Record<K, number>> {
  if (value === undefined || value === PERCENT) return {};
  // An object with exactly this one field.
  return { [field]: value } as Record<K, number>;
}

type SetDisk = NonNullable<RowOf<'scaleSet'>['dataDisks']>[number];

/** A data disk of each instance; that none is cached goes without saying. */
function diskOf({ sizeGib, tier, caching }: SetDisk): NonNullable<Policies['dataDisks']>[number] {
  return { sizeGib, tier, ...(caching === 'none' ? {} : { caching }) };
}
