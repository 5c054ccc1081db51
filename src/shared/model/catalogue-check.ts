/**
 * What a schema cannot say about a catalogue: names are unique, references meet, and every figure
 * stands on a source that can back it or carries an assumption.
 *
 * Run on every load, so that a catalogue somebody made by hand is held to the same rules as ours.
 * It returns all problems, because whoever writes a catalogue wants the whole list.
 */
import { checkApplications } from './application-check.ts';
import type { Catalogue } from './catalogue.ts';
import type { Evidenced, EvidenceTopic } from './catalogue-evidence.ts';

/** One thing wrong, and where: `sizes.Standard_B1s.io.cached`. */
export interface CatalogueProblem {
  readonly path: string;
  readonly message: string;
}

type Topics = Readonly<Record<string, EvidenceTopic>>;

/** One record of the catalogue as the checks see it. */
interface Entry {
  readonly list: string;
  readonly key: string;
  readonly record: Evidenced;
  readonly topics: Topics;
}

const SERIES: Topics = {
  premiumStorage: 'series.features',
  hostCaching: 'series.features',
  hyperVGenerations: 'series.features',
  acceleratedNetworking: 'series.features',
  ephemeralOsDisk: 'series.features',
  nestedVirtualization: 'series.features',
  liveMigration: 'series.features',
  memoryPreservingUpdates: 'series.features',
  quotaFamily: 'series.quota',
};
const SIZE: Topics = {
  vCpu: 'size.shape',
  memoryMib: 'size.shape',
  maxDataDisks: 'size.shape',
  tempDiskMib: 'size.shape',
  maxNics: 'size.network',
  networkMbps: 'size.network',
  linuxMicroUsdPerHour: 'size.linuxPrice',
  windowsMicroUsdPerHour: 'size.windowsPrice',
  acceleratedNetworking: 'series.features',
  credits: 'size.credits',
  io: 'size.io',
};
const GENERATION: Topics = { processor: 'generation', series: 'generation' };
const IMAGE: Topics = {
  alias: 'image.identity',
  publisher: 'image.identity',
  offer: 'image.identity',
  sku: 'image.identity',
  os: 'image.identity',
  architecture: 'image.identity',
  generation: 'image.identity',
  exactVersion: 'image.version',
  osDiskGib: 'image.disk',
  minVCpu: 'image.memory',
  minMemoryMib: 'image.memory',
  recommendedMemoryMib: 'image.memory',
  plan: 'image.plan',
};
const DISK_KIND: Topics = {
  ioUnitKib: 'disk.rule',
  hostCaching: 'disk.rule',
  osDisk: 'disk.rule',
  readLatencyUs: 'disk.rule',
  writeLatencyUs: 'disk.rule',
  microUsdPer10kTransactions: 'disk.price',
  provisioned: 'disk.rule',
  'provisioned.microUsdPerGibMonth': 'disk.price',
  'provisioned.microUsdPerIopsMonth': 'disk.price',
  'provisioned.microUsdPerMbyteMonth': 'disk.price',
};
const DISK_TIER: Topics = {
  sizeGib: 'disk.performance',
  iops: 'disk.performance',
  kbytesPerSecond: 'disk.performance',
  burst: 'disk.performance',
  performancePlus: 'disk.performance',
  microUsdPerMonth: 'disk.price',
};
const OPERATION: Topics = {
  handSteps: 'duration',
  minMs: 'duration',
  p25Ms: 'duration',
  medianMs: 'duration',
  p75Ms: 'duration',
  p90Ms: 'duration',
  maxMs: 'duration',
};
const SLA: Topics = {
  availabilityPpm: 'sla.promise',
  downtime: 'sla.promise',
  credits: 'sla.credit',
};
const HOST: Topics = {
  cores: 'host.shape',
  vCpuAvailable: 'host.shape',
  mhz: 'host.shape',
  mipsPerCore: 'host.shape',
  memoryMib: 'host.shape',
  diskGib: 'host.shape',
  heightUnits: 'host.shape',
  nicMbps: 'host.network',
  idleMilliwatt: 'host.power',
  fullMilliwatt: 'host.power',
  powerCurveMilliwatt: 'host.power',
};
const DEDICATED_HOST: Topics = {
  series: 'dedicatedHost.shape',
  cores: 'dedicatedHost.shape',
  vCpu: 'dedicatedHost.shape',
  memoryMib: 'dedicatedHost.shape',
  microUsdPerHour: 'dedicatedHost.price',
};
const PLANT: Topics = {
  ratingWatts: 'plant',
  outlets: 'plant',
  heightUnits: 'plant',
  batteryMinutes: 'plant',
  efficiencyBasisPoints: 'plant',
  ports: 'plant',
  portMbps: 'plant',
  uplinkPorts: 'plant',
  uplinkMbps: 'plant',
  watts: 'plant',
};
const DEFAULTS: Topics = {
  size: 'choice',
  image: 'choice',
  diskSku: 'choice',
  diskSkuWithoutPremium: 'choice',
  dataDiskGib: 'choice',
  hostModel: 'choice',
};
const RESPONSIBILITY: Topics = { version: 'responsibility', layers: 'responsibility' };
const COMPONENT: Topics = { mtbfHours: 'reliability', mttrHours: 'reliability' };
const CREDIT_RULE: Topics = { formula: 'size.credits' };
const CHARGE: Topics = { steps: 'charge' };
const WEB_PLAN: Topics = {
  vCpu: 'webPlan',
  memoryMib: 'webPlan',
  networkMbps: 'webPlan',
  maxInstances: 'webPlan',
  autoscale: 'webPlan',
  startSeconds: 'webPlan',
};
const NAMES: Topics = { azure: 'equivalents', aws: 'equivalents', gcp: 'equivalents' };

const RUNTIME: Topics = { sideBySide: 'application', diskMib: 'application' };
const APPLICATION: Topics = {
  cpuMillicores: 'application',
  memoryMib: 'application',
  memoryGrowthMibPerHour: 'application',
  diskMib: 'application',
  diskGrowthMibPerHour: 'application',
};

/** Everything wrong with a catalogue that fits the schema; empty when it is sound. */
export function checkCatalogue(catalogue: Catalogue): CatalogueProblem[] {
  const entries = entriesOf(catalogue);
  return [
    ...findRepeatedKeys(catalogue, entries),
    ...findBrokenReferences(catalogue),
    ...checkApplications(catalogue),
    ...findUnbackedFigures(catalogue, entries),
    ...findUnusedEvidence(catalogue, entries),
  ];
}

/** A list of the catalogue together with how its records are named and judged. */
interface ListView<T extends Evidenced> {
  readonly list: string;
  readonly records: readonly T[];
  readonly keyOf: (record: T) => string;
  readonly topics: Topics;
}

function entriesOfList<T extends Evidenced>(view: ListView<T>): Entry[] {
  const { list, records, keyOf, topics } = view;
  return records.map((record) => ({ list, key: keyOf(record), record, topics }));
}

function entriesOf(catalogue: Catalogue): Entry[] {
  const { responsibility, defaults } = catalogue;
  return [
    { list: 'defaults', key: '', record: defaults, topics: DEFAULTS },
    { list: 'responsibility', key: '', record: responsibility, topics: RESPONSIBILITY },
    ...entriesOfCompute(catalogue),
    ...entriesOfServices(catalogue),
    ...entriesOfPlant(catalogue),
    ...entriesOfApplications(catalogue),
  ];
}

function entriesOfCompute(catalogue: Catalogue): Entry[] {
  const { creditRules, series, sizes, hardwareGenerations, images, operations } = catalogue;
  return [
    ...entriesOfList({
      list: 'creditRules',
      records: creditRules,
      keyOf: (rule) => rule.percentOf,
      topics: CREDIT_RULE,
    }),
    ...entriesOfList({
      list: 'series',
      records: series,
      keyOf: (one) => one.id,
      topics: SERIES,
    }),
    ...entriesOfList({
      list: 'sizes',
      records: sizes,
      keyOf: (size) => size.name,
      topics: SIZE,
    }),
    ...entriesOfList({
      list: 'hardwareGenerations',
      records: hardwareGenerations,
      keyOf: (generation) => generation.id,
      topics: GENERATION,
    }),
    ...entriesOfList({
      list: 'images',
      records: images,
      keyOf: (image) => image.alias,
      topics: IMAGE,
    }),
    ...entriesOfList({
      list: 'operations',
      records: operations,
      keyOf: (one) => one.name,
      topics: OPERATION,
    }),
  ];
}

function entriesOfServices(catalogue: Catalogue): Entry[] {
  const { diskSkus, diskTiers, charges, slas, equivalents } = catalogue;
  return [
    ...entriesOfList({
      list: 'diskSkus',
      records: diskSkus,
      keyOf: (kind) => kind.sku,
      topics: DISK_KIND,
    }),
    ...entriesOfList({
      list: 'diskTiers',
      records: diskTiers,
      keyOf: (one) => one.tier,
      topics: DISK_TIER,
    }),
    ...entriesOfList({
      list: 'charges',
      records: charges,
      keyOf: (charge) => charge.id,
      topics: CHARGE,
    }),
    ...entriesOfList({
      list: 'webPlans',
      records: catalogue.webPlans ?? [],
      keyOf: (one) => one.tier,
      topics: WEB_PLAN,
    }),
    ...entriesOfList({ list: 'slas', records: slas, keyOf: (sla) => sla.id, topics: SLA }),
    ...entriesOfList({
      list: 'equivalents',
      records: equivalents,
      keyOf: (one) => one.id,
      topics: NAMES,
    }),
  ];
}

function entriesOfPlant(catalogue: Catalogue): Entry[] {
  const { hostModels, dedicatedHosts, pduModels, upsModels, switchModels } = catalogue;
  return [
    ...entriesOfList({
      list: 'hostModels',
      records: hostModels,
      keyOf: (host) => host.model,
      topics: HOST,
    }),
    ...entriesOfList({
      list: 'dedicatedHosts',
      records: dedicatedHosts,
      keyOf: (host) => host.sku,
      topics: DEDICATED_HOST,
    }),
    ...entriesOfList({
      list: 'pduModels',
      records: pduModels,
      keyOf: (pdu) => pdu.model,
      topics: PLANT,
    }),
    ...entriesOfList({
      list: 'upsModels',
      records: upsModels,
      keyOf: (ups) => ups.model,
      topics: PLANT,
    }),
    ...entriesOfList({
      list: 'components',
      records: catalogue.components ?? [],
      keyOf: (one) => one.kind,
      topics: COMPONENT,
    }),
    ...entriesOfList({
      list: 'switchModels',
      records: switchModels,
      keyOf: (one) => one.model,
      topics: PLANT,
    }),
  ];
}

function entriesOfApplications(catalogue: Catalogue): Entry[] {
  return [
    ...entriesOfList({
      list: 'runtimes',
      records: catalogue.runtimes ?? [],
      keyOf: (one) => one.key,
      topics: RUNTIME,
    }),
    ...entriesOfList({
      list: 'applications',
      records: catalogue.applications ?? [],
      keyOf: (one) => one.key,
      topics: APPLICATION,
    }),
  ];
}

function findRepeatedKeys(catalogue: Catalogue, entries: readonly Entry[]): CatalogueProblem[] {
  const seen = new Set<string>();
  const named = [
    ...entries.map((entry) => ({ list: entry.list, key: entry.key })),
    ...catalogue.sources.map((source) => ({ list: 'sources', key: source.id })),
    ...catalogue.assumptions.map((assumption) => ({ list: 'assumptions', key: assumption.id })),
  ];
  const problems: CatalogueProblem[] = [];
  for (const { list, key } of named) {
    // Names are looked up without regard to case, so two that differ only there are one.
    const path = `${list}.${key}`;
    const folded = path.toLowerCase();
    if (seen.has(folded)) problems.push({ path, message: 'the name stands twice' });
    seen.add(folded);
  }
  return problems;
}

function findBrokenReferences(catalogue: Catalogue): CatalogueProblem[] {
  const series = new Set<string>(catalogue.series.map((one) => one.id));
  const sizes = new Set<string>(catalogue.sizes.map((size) => size.name));
  const images = new Set<string>(catalogue.images.map((image) => image.alias));
  const hosts = new Set<string>(catalogue.hostModels.map((host) => host.model));
  const operations = new Set<string>(catalogue.operations.map((operation) => operation.name));
  const skus = new Set<string>(catalogue.diskSkus.map((kind) => kind.sku));
  const rules = new Set<string>(catalogue.creditRules.map((rule) => rule.percentOf));
  const problems: CatalogueProblem[] = [];
  function need(input: {
    known: ReadonlySet<string>;
    name: string | undefined;
    path: string;
  }): void {
    const { known, name, path } = input;
    if (name === undefined || known.has(name)) return;
    problems.push({ path, message: `"${name}" is not in the catalogue` });
  }
  const { defaults } = catalogue;
  need({ known: sizes, name: defaults.size, path: 'defaults.size' });
  need({ known: images, name: defaults.image, path: 'defaults.image' });
  need({ known: hosts, name: defaults.hostModel, path: 'defaults.hostModel' });
  need({ known: skus, name: defaults.diskSku, path: 'defaults.diskSku' });
  const plain = defaults.diskSkuWithoutPremium;
  need({ known: skus, name: plain, path: 'defaults.diskSkuWithoutPremium' });
  for (const size of catalogue.sizes) {
    need({ known: series, name: size.series, path: `sizes.${size.name}.series` });
    const path = `sizes.${size.name}.credits.percentOf`;
    need({ known: rules, name: size.credits?.percentOf, path });
  }
  for (const { id, series: runs, hostModel } of catalogue.hardwareGenerations) {
    for (const name of runs) {
      need({ known: series, name, path: `hardwareGenerations.${id}.series` });
    }
    need({ known: hosts, name: hostModel, path: `hardwareGenerations.${id}.hostModel` });
  }
  for (const image of catalogue.images) {
    need({ known: operations, name: image.boot, path: `images.${image.alias}.boot` });
  }
  for (const one of catalogue.switchModels) {
    need({ known: operations, name: one.boot, path: `switchModels.${one.model}.boot` });
  }
  for (const host of catalogue.dedicatedHosts) {
    need({ known: series, name: host.series, path: `dedicatedHosts.${host.sku}.series` });
  }
  const charges = new Set<string>(catalogue.charges.map((charge) => charge.id));
  for (const { tier, charge } of catalogue.webPlans ?? []) {
    need({ known: charges, name: charge, path: `webPlans.${tier}.charge` });
  }
  for (const tier of catalogue.diskTiers) {
    const kind = catalogue.diskSkus.find((one) => one.sku === tier.sku);
    if (kind !== undefined && kind.tierPrefix === tier.tier[0]) continue;
    const message = `no disk kind "${tier.sku}" has tiers that begin with "${tier.tier[0]}"`;
    problems.push({ path: `diskTiers.${tier.tier}.sku`, message });
  }
  return problems;
}

/** True when `path` is `mark` or lies below it. */
function isCovered(path: string, mark: string): boolean {
  return path === mark || path.startsWith(`${mark}.`);
}

/** Paths of all values below a value, a plain value being its own. */
function leavesOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [path];
  const parts: [string, unknown][] = Object.entries(value);
  return parts.flatMap(([key, part]) => leavesOf(part, path === '' ? key : `${path}.${key}`));
}

/** The topic of a figure: the longest prefix of its path that the table knows. */
function topicOf(path: string, topics: Topics): EvidenceTopic | undefined {
  let known = path;
  while (known !== '') {
    const topic = topics[known];
    if (topic !== undefined) return topic;
    known = known.slice(0, Math.max(0, known.lastIndexOf('.')));
  }
  return undefined;
}

function findUnbackedFigures(catalogue: Catalogue, entries: readonly Entry[]): CatalogueProblem[] {
  const backs = new Map(catalogue.sources.map((source) => [source.id, source.backs]));
  return entries.flatMap((entry) => {
    const { record, topics } = entry;
    const marks = Object.keys(record.assumed ?? {});
    const backed = new Set(record.sources.flatMap((id) => backs.get(id) ?? []));
    const fields: [string, unknown][] = Object.entries(record);
    // Most fields are backed as a whole: only the others are looked into, for this runs at start.
    const open = fields.filter(([field]) => !isBackedWhole({ field, topics, backed }));
    return open.flatMap(([field, value]) =>
      leavesOf(value, field).flatMap((leaf) => {
        const topic = topicOf(leaf, topics);
        if (topic === undefined || backed.has(topic)) return [];
        if (marks.some((mark) => isCovered(leaf, mark))) return [];
        const message = `no source here backs "${topic}" and the figure is not marked as assumed`;
        return [{ path: `${pathOf(entry)}.${leaf}`, message }];
      }),
    );
  });
}

function isBackedWhole(input: {
  readonly field: string;
  readonly topics: Topics;
  readonly backed: ReadonlySet<EvidenceTopic>;
}): boolean {
  const { field, topics, backed } = input;
  const topic = topics[field];
  if (topic === undefined) return true;
  if (!backed.has(topic)) return false;
  return !Object.keys(topics).some((path) => path.startsWith(`${field}.`));
}

function pathOf(entry: Entry): string {
  return entry.key === '' ? entry.list : `${entry.list}.${entry.key}`;
}

function findUnusedEvidence(catalogue: Catalogue, entries: readonly Entry[]): CatalogueProblem[] {
  const unusedSources = new Set(catalogue.sources.map((source) => source.id));
  const unusedAssumptions = new Set(catalogue.assumptions.map((assumption) => assumption.id));
  const sources = new Set(unusedSources);
  const assumptions = new Set(unusedAssumptions);
  const problems: CatalogueProblem[] = [];
  for (const entry of entries) {
    for (const id of entry.record.sources) {
      unusedSources.delete(id);
      if (sources.has(id)) continue;
      problems.push({ path: `${pathOf(entry)}.sources`, message: `there is no source "${id}"` });
    }
    const marks = Object.entries(entry.record.assumed ?? {});
    const leaves = marks.length === 0 ? [] : leavesOf(entry.record, '');
    for (const [mark, id] of marks) {
      unusedAssumptions.delete(id);
      const path = `${pathOf(entry)}.assumed.${mark}`;
      if (!assumptions.has(id)) problems.push({ path, message: `there is no assumption "${id}"` });
      if (leaves.some((leaf) => isCovered(leaf, mark))) continue;
      problems.push({ path, message: 'there is no figure at this path' });
    }
  }
  for (const id of unusedSources) {
    problems.push({ path: `sources.${id}`, message: 'no record names this source' });
  }
  for (const id of unusedAssumptions) {
    problems.push({ path: `assumptions.${id}`, message: 'no record uses this assumption' });
  }
  return problems;
}
