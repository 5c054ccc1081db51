/**
 * Goal: both languages are whole: same keys, same placeholders, nothing missing, nothing unused,
 * nothing left in English by mistake. Method: the two files are compared with each other, with
 * the closed lists of the model, and with every key that the sources of the screen mention.
 */
import { describe, expect, it } from 'vitest';
import en from '../../../src/renderer/locales/en.json';
import ptBr from '../../../src/renderer/locales/pt-BR.json';
import { CLOUDS } from '../../../src/renderer/glossary/cloud-names.ts';
import { GLOSSARY } from '../../../src/renderer/glossary/glossary-terms.ts';
import {
  COMPUTE_QUESTIONS,
  COMPUTE_SERVICES,
} from '../../../src/renderer/responsibility/compute-services.ts';
import { COURSE_FIGURES } from '../../../src/renderer/charts/course-figures.ts';
import { EDGES, PANELS } from '../../../src/renderer/stores/panel-layout.ts';
import { TOURS } from '../../../src/renderer/tours/tour-steps.ts';
import { DESIGN_BASES } from '../../../src/shared/views/design-view.ts';
import { FORM_IDS } from '../../../src/renderer/dialogs/form-spec.ts';
import { OUTLINE_GROUPS } from '../../../src/renderer/outline/outline-tree.ts';
import { PALETTE } from '../../../src/renderer/palette/palette-groups.ts';
import { HAPPENING_FILTERS } from '../../../src/renderer/timeline/happening-tone.ts';
import { commandTypes } from '../../../src/shared/commands/index.ts';
import { errorCodes } from '../../../src/shared/contract/error-codes.ts';
import { z } from 'zod';
import { EDITOR_PHRASES } from '../../../src/renderer/editor/editor-phrases.ts';
import { kindsOf } from '../../../src/shared/document/schema-fields.ts';
import { bareSchema } from '../../../src/shared/document/schema-walk.ts';
import { keySchema } from '../../../src/shared/lab/key-schema.ts';
import { FINDING_CODES } from '../../../src/shared/lab/lab-finding.ts';
import { warningCodes } from '../../../src/shared/model/warning-codes.ts';
import { HAPPENING_KINDS } from '../../../src/shared/events/happenings.ts';
import { WEEKDAYS } from '../../../src/shared/model/calendar.ts';
import { CROSSINGS } from '../../../src/shared/model/crossing-kinds.ts';
import { COST_SORTS } from '../../../src/shared/model/downtime-owners.ts';
import {
  ADMIN_STATES,
  ALL_DOWN_BEHAVIOURS,
  APP_FAULTS,
  AUTOSCALE_METRICS,
  AUTOSCALE_OUTCOMES,
  BACKUP_FAILURES,
  BALANCER_SKUS,
  DISK_CACHINGS,
  DISK_REDUNDANCIES,
  DISK_ROLES,
  DISTRIBUTIONS,
  DNS_ROUTINGS,
  EVICTION_POLICIES,
  FAILOVER_MODES,
  FAILURE_REASONS,
  FORECAST_MODES,
  HEALTH_SOURCES,
  HOST_SYSTEMS,
  INSTANCE_HEALTHS,
  METRIC_AGGREGATIONS,
  METRIC_STATISTICS,
  MIX_STRATEGIES,
  ORCHESTRATIONS,
  OUTBOUND_WAYS,
  PARTNER_MISSING,
  PLACE_KINDS,
  POWER_KINDS,
  POWER_STATES,
  PROBE_ANSWERS,
  PROBE_PATHS,
  PROBE_PROTOCOLS,
  PROVISIONING_STATES,
  QUORUM_RULES,
  READ_FROM,
  REPAIR_ACTIONS,
  REPLICATION_MODES,
  ROLLOUT_MARKS,
  ROLLOUT_STATES,
  SCALE_CHANGES,
  SCALE_DIRECTIONS,
  SCALE_IN_POLICIES,
  SESSION_PLACES,
  STALL_REASONS,
  SWITCH_LAYERS,
  UPGRADE_MODES,
  WITNESS_KINDS,
} from '../../../src/shared/model/kinds.ts';
import {
  DURABILITIES,
  WORK_LIMITS,
  WORK_MODES,
  WORK_SHAPES,
  WORKLOAD_KINDS,
  WORKLOAD_SOURCES,
} from '../../../src/shared/model/workload-kinds.ts';
import {
  ADDRESS_ALLOCATIONS,
  OUTBOUND_ORDER,
  RULE_ACCESSES,
  RULE_DIRECTIONS,
  RULE_PROTOCOLS,
  SUBNET_OUTBOUNDS,
} from '../../../src/shared/model/network-kinds.ts';
import { CLOCK_ACTS, ENVIRONMENT_KINDS } from '../../../src/shared/model/environment-kinds.ts';
import { IO_LIMITS } from '../../../src/shared/model/disk-io.ts';
import {
  MOVE_PHASES,
  MOVE_STAGES,
  MOVE_TESTS,
  REMAINS,
  SIZE_REASONS,
} from '../../../src/shared/model/move-kinds.ts';
import {
  SURVIVAL_ACTS,
  SURVIVAL_FATES,
  SURVIVAL_THINGS,
} from '../../../src/shared/model/survival.ts';
import { INVARIANT_RULES } from '../../../src/shared/lab/check-schema.ts';
import { LAB_MODES, labSchema } from '../../../src/shared/lab/lab-schema.ts';
import { checkViewSchema } from '../../../src/shared/lab/lab-view.ts';
import {
  HYPERVISOR_TYPES,
  MEMORY_POLICIES,
  PLACEMENT_RULES,
} from '../../../src/shared/model/hypervisor-kinds.ts';
import { COLLISION_KINDS, PATH_USES } from '../../../src/shared/model/guest-kinds.ts';
import {
  EVENT_SOURCES,
  EVENT_STATUSES,
  EVENT_TYPES,
  MAINTENANCE_MODES,
  MAINTENANCE_PHASES,
  WINDOW_SCOPES,
} from '../../../src/shared/model/scheduled-event-kinds.ts';
import { LAYERS, OWNERS, SERVICE_MODELS } from '../../../src/shared/model/responsibility.ts';
import { BOUND_MEASURES, PICKS } from '../../../src/shared/model/experiment-shape.ts';
import {
  EXPERIMENT_ROLES,
  EXPERIMENT_VERDICTS,
} from '../../../src/shared/views/experiment-view.ts';
import {
  HYPERVISOR_GENERATIONS,
  IDENTITY_BREAKS,
  IMAGE_STATES,
  OS_KINDS,
} from '../../../src/shared/model/image-kinds.ts';
import { FAULT_FAMILIES, FAULT_KINDS } from '../../../src/shared/model/fault-kinds.ts';
import { COLOCATION_STATES } from '../../../src/shared/views/placement-view.ts';
import { WAVE_STEPS } from '../../../src/shared/views/maintenance-view.ts';
import { OPENING_STEPS } from '../../../src/shared/views/opening-view.ts';
import { topologyRowSchema } from '../../../src/shared/views/topology-view.ts';
import { readTree } from '../../support/source-tree.ts';
import { theCatalogue } from '../../support/the-catalogue.ts';

/** Words that are the same in both languages, or symbols that are in none. */
const SAME_IN_BOTH = [
  /^column\.(?:id|rack)$/,
  /^course\.column$/,
  /^experiment\.(?:bound|aimed|fieldOf|targetHint)$/,
  /^commandName\.(?:cord)\b/,
  /^(?:resize\.line\.vCpu|disks\.rate)$/,
  /^(?:fact|field|kind|palette)\.(?:rack|cluster|pdu|switch|link|vCpu|datacenter|ups)(?:\.name)?$/,
  /^kind\.(?:cluster|rack|switch|datacenter|pdu)$/,
  /^field\.pdu$/,
  /^ruleProtocol\.(?:tcp|udp|icmp)$/,
  /^(?:map\.spoken|event\.what)$/,
  /^subject$/,
  /^sweep\.kind\.(?:pdu|rack|switch|datacenter)$/,
  /^happening\.autoscale\.evaluated$/,
  /^autoscale\.cpu$/,
  /^inspector\.sla$/,
  /^(?:instanceNote|spotPart)\.spot$/,
  /^dock\.console$/,
  /^glossary\.cloud\./,
  /^osKind\./,
  /^duty\.modelShort\.(?:iaas|paas|saas)$/,
  /^glossary\.name\.(?:bastion|overcommit|rpo|rto|sla|steal)$/,
];

/** Refusals that only the command line or the log can meet; the screen never shows them. */
const NEVER_ON_SCREEN = [
  /^(?:snapshot|keyframe|cli|catalogue|server|json|script|set|attempt|roster|marks|tick)\./,
  /^anchors\./,
  /^lab\.(?:bad(?:Expression|Selector|Steps)|guarded|invalid)$/,
  /^lab\.no(?:Draw|Solution|Value|thingMeasured)$/,
  /^lab\.(?:notSteady|nothingToCut|otherSeal|tooManyCases|unanswered|unreadable)$/,
];

function flatten(value: unknown, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  if (typeof value === 'string') return found.set(prefix, value);
  for (const [key, child] of Object.entries(value as Record<string, unknown>)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    for (const [below, text] of flatten(child, path)) found.set(below, text);
  }
  return found;
}

const english = flatten(en);
const portuguese = flatten(ptBr);
/** English refusals are the engine's own sentences; only translations of them stand in a file. */
const translated = new Map(
  [...portuguese].filter(([key]) => !key.startsWith('error.') && !key.startsWith('warning.')),
);

const sources = readTree()
  .filter((source) => source.path.startsWith('src/renderer/'))
  .map((source) => source.text)
  .join('\n');

/** Every text that could be a key, and every beginning of one that is completed at run time. */
const mentioned = new Set(
  [...sources.matchAll(/['"`]([a-zA-Z]+(?:\.[a-zA-Z0-9]+)+)['"`]/g)].map((match) => match[1] ?? ''),
);
const families = [...sources.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map(
  (match) => match[1] ?? '',
);

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').toSorted();
}

describe('the two languages', () => {
  it('have the same keys', () => {
    expect([...translated.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it('have the same placeholders, whatever their order', () => {
    const different = [...english].filter(([key, text]) => {
      const other = portuguese.get(key) ?? '';
      const forms = (value: string) => [...new Set(placeholders(value))].join();
      return forms(text) !== forms(other);
    });
    expect(different).toEqual([]);
  });

  it('differ, except where a word is the same in both', () => {
    const same = [...english.keys()].filter((key) => english.get(key) === portuguese.get(key));
    const unexplained = same.filter((key) => !SAME_IN_BOTH.some((rule) => rule.test(key)));
    expect(unexplained).toEqual([]);
  });

  it('have as many plural forms in one as in the other', () => {
    const different = [...english].filter(
      ([key, text]) => text.split('|').length !== (portuguese.get(key) ?? '').split('|').length,
    );
    expect(different).toEqual([]);
  });

  it('leave no word empty', () => {
    const empty = [...english, ...portuguese].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });
});

/** Everything that the closed lists of the model can ask for. */
const rowKinds = topologyRowSchema.options.map((option) => option.shape.kind.value);
const wordless = new Set(['place', 'power', 'switch']);
/** What a file says of itself, and what only the key's text shows. */
const UNSHOWN = new Set(['$schema', 'format', 'formatVersion', 'sealed', 'salt', 'check', 'lab']);

const wanted = [
  ...OPENING_STEPS.map((step) => `acts.${step}`),
  ...HAPPENING_KINDS.map((kind) => `happening.${kind}`),
  ...TOURS.flatMap(({ id, steps }) => [
    ...['title', 'about', 'after'].map((word) => `tour.${id}.${word}`),
    ...steps.flatMap((step) => [`tour.${id}.${step.id}.title`, `tour.${id}.${step.id}.text`]),
  ]),
  ...COURSE_FIGURES.flatMap((name) => [`course.figure.${name}`, `course.unit.${name}`]),
  ...DESIGN_BASES.flatMap((name) => [`designs.basis.${name}`, `designs.note.${name}`]),
  ...PANELS.flatMap((panel) => [
    `panel.${panel}`,
    `panel.place.${panel}`,
    ...EDGES.map((edge) => `do.place.${panel}.${edge}`),
  ]),
  ...EDGES.map((edge) => `panel.to.${edge}`),
  ...['left', 'right'].map((panel) => `panel.length.${panel}`),
  ...FINDING_CODES.map((code) => `finding.${code}`),
  ...EDITOR_PHRASES.map((phrase) => `editor.phrase.${phrase}`),
  ...[...namesIn(labSchema), ...namesIn(keySchema)].map((name) => `author.field.${name}`),
  ...[...wordsIn(labSchema)].map((word) => `author.word.${word}`),
  ...[...PICKS, ...INVARIANT_RULES].map((word) => `author.word.${word}`),
  ...['praise', 'almost', 'misconception', 'info'].map((tone) => `author.word.${tone}`),
  ...['nudge', 'concept', 'step', 'solution'].map((level) => `author.word.${level}`),
  ...['off', 'done', 'full'].map((shown) => `author.word.${shown}`),
  ...commandTypes.flatMap((type) => [`command.${type}`, `commandName.${type}`]),
  ...FORM_IDS.map((id) => `formPurpose.${id}`),
  ...FAILURE_REASONS.map((reason) => `ledger.${reason}`),
  ...rowKinds.filter((kind) => !wordless.has(kind)).map((kind) => `kind.${kind}`),
  ...[...PLACE_KINDS, ...POWER_KINDS, ...SWITCH_LAYERS].map((kind) => `kind.${kind}`),
  ...PROVISIONING_STATES.map((state) => `provisioning.${state}`),
  ...HOST_SYSTEMS.map((system) => `system.${system}`),
  ...DISK_ROLES.map((role) => `role.${role}`),
  ...DISK_CACHINGS.map((caching) => `caching.${caching}`),
  ...IO_LIMITS.map((limit) => `disks.limit.${limit}`),
  ...SURVIVAL_ACTS.flatMap((act) => [`survival.act.${act}`, `survival.bill.${act}`]),
  ...SURVIVAL_THINGS.map((thing) => `survival.thing.${thing}`),
  ...SURVIVAL_FATES.map((fate) => `survival.fate.${fate}`),
  ...FAULT_KINDS.map((kind) => `faultKind.${kind}`),
  ...EVENT_TYPES.map((type) => `eventType.${type}`),
  ...EVENT_STATUSES.map((status) => `eventStatus.${status}`),
  ...EVENT_SOURCES.map((source) => `eventSource.${source}`),
  ...MAINTENANCE_MODES.map((mode) => `mode.${mode}`),
  ...FAULT_FAMILIES.map((family) => `faultFamily.${family}`),
  ...DISK_REDUNDANCIES.map((redundancy) => `redundancy.${redundancy}`),
  ...COLOCATION_STATES.map((state) => `colocation.${state}`),
  ...APP_FAULTS.map((fault) => `application.${fault}`),
  ...ADMIN_STATES.map((state) => `admin.${state}`),
  ...BALANCER_SKUS.map((sku) => `sku.${sku}`),
  ...DISTRIBUTIONS.map((mode) => `distribution.${mode}`),
  ...OUTBOUND_WAYS.map((way) => `outbound.${way}`),
  ...ENVIRONMENT_KINDS.map((kind) => `environment.${kind}`),
  ...CLOCK_ACTS.map((act) => `clockAct.${act}`),
  ...['regular', 'spot'].map((priority) => `copyPriority.${priority}`),
  ...MOVE_STAGES.flatMap((stage) => [`moveStage.${stage}`, `moveNext.${stage}`]),
  ...MOVE_PHASES.filter((phase) => phase !== 'idle').map((phase) => `movePhase.${phase}`),
  ...MOVE_TESTS.filter((result) => result !== 'none').map((result) => `moveTest.${result}`),
  ...SIZE_REASONS.map((reason) => `sizeReason.${reason}`),
  ...REMAINS.flatMap((kind) => [`remain.${kind}`, `remainTitle.${kind}`]),
  ...HYPERVISOR_TYPES.flatMap((type) => [`hypervisorType.${type}`, `nestKind.${type}`]),
  ...HYPERVISOR_GENERATIONS.map((generation) => `firmware.${generation}`),
  ...MEMORY_POLICIES.map((policy) => `memoryPolicy.${policy}`),
  ...PLACEMENT_RULES.map((rule) => `placement.${rule}`),
  ...SUBNET_OUTBOUNDS.map((way) => `subnetOutbound.${way}`),
  ...OUTBOUND_ORDER.flatMap((step) => [`outboundStep.${step}`, `hop.outbound.${step}`]),
  ...ADDRESS_ALLOCATIONS.map((one) => `allocation.${one}`),
  ...RULE_DIRECTIONS.map((one) => `trafficDirection.${one}`),
  ...RULE_ACCESSES.flatMap((one) => [`ruleAccess.${one}`, `hop.rule.${one}`]),
  ...RULE_PROTOCOLS.map((one) => `ruleProtocol.${one}`),
  ...['rule', 'noWayOut', 'noPublicAddress'].map((by) => `blockedBy.${by}`),
  ...['AllocationFailed', 'ZonalAllocationFailed', 'QuotaExceeded', 'SubnetIsFull'].map(
    (code) => `instanceShortage.${code}`,
  ),
  ...['network', 'peering', 'internet'].map((way) => `hop.route.${way}`),
  ...['frontend', 'frontendDown', 'noMembers', 'private', 'noRule'].map(
    (one) => `hop.balancer.${one}`,
  ),
  ...[...POWER_STATES.filter((state) => state !== 'running'), 'silent'].map(
    (state) => `hop.machineNot.${state}`,
  ),
  ...['system', 'itself', 'application', 'nothing', 'crashed'].map((who) => `hop.listening.${who}`),
  ...DNS_ROUTINGS.map((routing) => `routing.${routing}`),
  ...PROBE_ANSWERS.map((answer) => `probeAnswer.${answer}`),
  ...PROBE_PROTOCOLS.map((protocol) => `probeProtocol.${protocol}`),
  ...PROBE_PATHS.flatMap(({ checks }) => [`probePath.${checks}`, `probeDepth.${checks}`]),
  ...['system', 'connection', 'unknown'].map((depth) => `probeDepth.${depth}`),
  ...['portClosed', 'pathUnknown', 'noHttpThere'].map((kind) => `probeWarning.${kind}`),
  ...ALL_DOWN_BEHAVIOURS.map((behaviour) => `allDown.${behaviour}`),
  ...ORCHESTRATIONS.map((name) => `orchestration.${name}`),
  ...SCALE_IN_POLICIES.flatMap((name) => [`scaleIn.${name}`, `scaleInSaid.${name}`]),
  ...AUTOSCALE_OUTCOMES.map((outcome) => `autoscale.${outcome}`),
  ...WINDOW_SCOPES.map((scope) => `windowScope.${scope}`),
  ...WAVE_STEPS.filter((step) => step !== 'now').map((step) => `wave.${step}`),
  ...MAINTENANCE_PHASES.filter((phase) => phase !== 'none').map((phase) => `wave.${phase}`),
  ...AUTOSCALE_METRICS.flatMap((metric) => [
    `ruleMetric.${metric}`,
    `rule.${metric}`,
    `autoscale.${metric}`,
    `autoscale.${metric}Stat`,
  ]),
  ...SCALE_CHANGES.flatMap((change) => [
    `ruleUnit.${change}`,
    ...SCALE_DIRECTIONS.map((direction) => `ruleChange.${change}.${direction}`),
  ]),
  ...UPGRADE_MODES.flatMap((mode) => [`upgradeMode.${mode}`, `upgradeSaid.${mode}`]),
  ...ROLLOUT_STATES.filter((state) => state !== 'none').map((state) => `rolloutState.${state}`),
  ...ROLLOUT_MARKS.filter((mark) => mark !== 'none').map((mark) => `rolloutMark.${mark}`),
  ...HEALTH_SOURCES.map((source) => `healthSource.${source}`),
  ...INSTANCE_HEALTHS.filter((one) => one !== 'healthy').map((one) => `health.${one}`),
  ...['off', ...REPAIR_ACTIONS].flatMap((name) => [`repairAction.${name}`, `repairSaid.${name}`]),
  ...MIX_STRATEGIES.map((strategy) => `mixStrategy.${strategy}`),
  ...EVICTION_POLICIES.map((policy) => `spot.${policy}`),
  ...['unhealthy', 'unhealthyUpgraded'].map((rule) => `rolloutRule.${rule}`),
  ...COLLISION_KINDS.map((kind) => `collision.${kind}`),
  ...IMAGE_STATES.map((state) => `imageState.${state}`),
  ...OS_KINDS.map((os) => `osKind.${os}`),
  ...IDENTITY_BREAKS.map((one) => `identity.breaks.${one}`),
  ...PATH_USES.map((use) => `guest.use.${use}`),
  ...(theCatalogue().applications ?? []).map(({ key }) => `catalogueApp.${key}`),
  ...STALL_REASONS.map((reason) => `stalled.${reason}`),
  ...BACKUP_FAILURES.map((reason) => `backupFailure.${reason}`),
  ...REPLICATION_MODES.map((mode) => `replication.${mode}`),
  ...PARTNER_MISSING.map((choice) => `partnerMissing.${choice}`),
  ...QUORUM_RULES.map((rule) => `quorum.${rule}`),
  ...WITNESS_KINDS.map((kind) => `witness.${kind}`),
  ...FAILOVER_MODES.map((mode) => `failover.${mode}`),
  ...READ_FROM.map((place) => `readFrom.${place}`),
  ...SESSION_PLACES.map((place) => `keptIn.${place}`),
  ...WORKLOAD_KINDS.map((kind) => `workKind.${kind}`),
  ...WORK_SHAPES.map((shape) => `workShape.${shape}`),
  ...['no', 'yes'].map((one) => `workLease.${one}`),
  ...WORKLOAD_SOURCES.flatMap((source) => [`workSource.${source}`, `work.how.${source}`]),
  ...WORK_MODES.map((mode) => `workMode.${mode}`),
  ...WORK_LIMITS.map((limit) => `workLimit.${limit}`),
  ...DURABILITIES.map((one) => `durability.${one}`),
  ...['late', 'refused', 'lost', 'duplicates', 'overruns', 'writesLost'].map(
    (one) => `work.${one}`,
  ),
  ...['throughput', 'p50', 'p95', 'p99', 'how.time'].map((one) => `work.${one}`),
  ...['no', 'yes'].map((word) => `force.${word}`),
  ...METRIC_STATISTICS.map((one) => `metricStatistic.${one}`),
  ...METRIC_AGGREGATIONS.map((one) => `metricAggregation.${one}`),
  ...FORECAST_MODES.map((mode) => `forecastMode.${mode}`),
  ...WEEKDAYS.flatMap((day) => [`weekday.${day}`, `weekdayShort.${day}`]),
  ...COST_SORTS.map((kind) => `cost.kind.${kind}`),
  ...CROSSINGS.map((crossing) => `crossing.${crossing}`),
  ...CLOUDS.map((cloud) => `glossary.cloud.${cloud}`),
  ...GLOSSARY.flatMap(({ id, differs }) => [
    `glossary.name.${id}`,
    `glossary.what.${id}`,
    ...(differs === true ? [`glossary.differs.${id}`] : []),
  ]),
  ...LAYERS.map((layer) => `duty.layerName.${layer}`),
  ...OWNERS.map((owner) => `duty.owner.${owner}`),
  ...SERVICE_MODELS.flatMap((model) => [`duty.modelName.${model}`, `duty.modelShort.${model}`]),
  ...COMPUTE_SERVICES.flatMap((service) => [
    `duty.service.${service}`,
    ...COMPUTE_QUESTIONS.map((question) => `duty.answer.${service}.${question}`),
  ]),
  ...COMPUTE_QUESTIONS.map((question) => `duty.question.${question}`),
  ...LAB_MODES.flatMap((mode) => [`lab.mode.${mode}`, `lab.modeNote.${mode}`]),
  ...checkViewSchema.shape.state.options.map((state) => `lab.state.${state}`),
  ...['nudge', 'concept', 'step', 'solution'].map((level) => `lab.hintLevel.${level}`),
  ...['tried', 'answered', 'finished'].map((reason) => `lab.closed.${reason}`),
  ...['praise', 'almost', 'misconception', 'info'].map((tone) => `lab.tone.${tone}`),
  ...['open', 'done', 'waiting'].map((state) => `lab.task.${state}`),
  ...PICKS.flatMap((pick) => [`experiment.pick.${pick}`, `experiment.pickName.${pick}`]),
  ...BOUND_MEASURES.map((measure) => `experiment.measure.${measure}`),
  ...EXPERIMENT_ROLES.flatMap((role) => [`experiment.role.${role}`, `experiment.roleSaid.${role}`]),
  ...EXPERIMENT_VERDICTS.map((verdict) => `experiment.verdict.${verdict}`),
  ...OUTLINE_GROUPS.map((group) => `outline.${group}`),
  ...HAPPENING_FILTERS.map((filter) => `events.${filter}`),
  ...PALETTE.flatMap((group) => [
    `paletteGroup.${group.id}`,
    ...group.items.flatMap((item) => [`palette.${item.id}.name`, `palette.${item.id}.use`]),
  ]),
];

/** Schemas inside a schema, of whatever kind. */
function partsOf(schema: z.core.$ZodType): z.core.$ZodType[] {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodObject) return 'en' in bare.shape ? [] : Object.values(bare.shape);
  if (bare instanceof z.ZodArray) return [bare.element];
  if (bare instanceof z.ZodRecord) return [bare.valueType];
  return bare instanceof z.ZodUnion ? [...bare.options] : [];
}

/** Names of all fields a form shows. */
function namesIn(schema: z.core.$ZodType): Set<string> {
  const bare = bareSchema(schema);
  const own = bare instanceof z.ZodObject && !('en' in bare.shape) ? Object.keys(bare.shape) : [];
  const names = [...own, ...partsOf(bare).flatMap((part) => [...namesIn(part)])];
  return new Set(names.filter((name) => !UNSHOWN.has(name)));
}

/** Words that say which kind something is, and those of short closed lists. */
function wordsIn(schema: z.core.$ZodType): Set<string> {
  const bare = bareSchema(schema);
  const own = kindsOf(bare);
  return new Set([...own, ...partsOf(bare).flatMap((part) => [...wordsIn(part)])]);
}

/** True when the screen asks for a key, whole or put together from a beginning and a word. */
function isAsked(key: string): boolean {
  if (mentioned.has(key) || sources.includes(`'${key}'`)) return true;
  // The forms of the glossary lens are read whole.
  if (wanted.includes(key) || key.startsWith('cloudNames.')) return true;
  const last = key.slice(key.lastIndexOf('.') + 1);
  const word = families.some((family) => `${family}${last}` === key);
  return word && sources.includes(`'${last}'`);
}

describe('the words of the screen', () => {
  it('are all in use', () => {
    expect([...english.keys()].filter((key) => !isAsked(key))).toEqual([]);
  });

  it('are all there', () => {
    const calls = [...sources.matchAll(/\b(?:t|has)\(\s*'([^']+)'/g)].map((m) => m[1] ?? '');
    expect(calls.length).toBeGreaterThan(150);
    expect(calls.filter((key) => !english.has(key))).toEqual([]);
  });
});

describe('everything the model can say has words', () => {
  it.each(wanted)('%s', (key) => {
    expect(english.has(key)).toBe(true);
  });

  it('has every state that a row can be in', () => {
    const words = [...sources.matchAll(/word: '(\w+)'/g)].map((match) => `state.${match[1] ?? ''}`);
    expect(words.length).toBeGreaterThan(30);
    expect(words.filter((key) => !english.has(key))).toEqual([]);
  });

  it('has the form of every act and the reason of every act that cannot be done', () => {
    const ids = [...sources.matchAll(/\{\s*id: '(\w+)',\s*icon: '\w+',\s*does/g)];
    expect(ids.length).toBeGreaterThan(15);
    const missing = ids.filter((match) => !english.has(`action.${match[1] ?? ''}`));
    expect(missing.map((match) => match[1])).toEqual([]);
  });

  it('translates every refusal that a person can meet', () => {
    const codes = Object.keys(errorCodes).filter(
      (code) => !NEVER_ON_SCREEN.some((pattern) => pattern.test(code)),
    );
    expect(codes.filter((code) => !portuguese.has(`error.${code}.title`))).toEqual([]);
    const odd = Object.keys(warningCodes);
    expect(odd.filter((code) => !portuguese.has(`warning.${code}.title`))).toEqual([]);
    expect(odd.filter((code) => !portuguese.has(`warning.${code}.hint`))).toEqual([]);
  });
});
