/**
 * Deciders for the autoscaler of a scale set. Settings that would make a set swing for ever, or
 * that never come into force, are refused here, so that an evaluation never has to doubt them.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { durationUs, US_PER_HOUR, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import type { AutoscaleRule } from '../../../shared/commands/autoscale-commands.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { clockMinute, WEEKDAYS } from '../../../shared/model/calendar.ts';
import {
  AUTOSCALE_METRICS,
  AUTOSCALE_OPERATORS,
  FORECAST_MODES,
  METRIC_AGGREGATIONS,
  METRIC_STATISTICS,
  PROFILE_KINDS,
  SCALE_CHANGES,
  SCALE_DIRECTIONS,
} from '../../../shared/model/kinds.ts';
import { rulesOf, startAutoscale } from '../systems/autoscale.ts';
import { loadRows } from '../systems/autoscale-forecast.ts';
import { DEFAULT_PROFILE, profilesOf } from '../systems/autoscale-profiles.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { checkSchedule, datesOf, type Profile } from './autoscale-schedules.ts';
import { find, refuse, type Decided } from './decide-kit.ts';

type SetCommand = CommandOf<'autoscale.set'>;

const WINDOW_US = 5 * US_PER_MINUTE;
const WINDOW_MAX_US = 12 * US_PER_HOUR;
const COOLDOWN_US = 5 * US_PER_MINUTE;
const COOLDOWN_MIN_US = US_PER_MINUTE;
const COOLDOWN_MAX_US = 7 * 24 * US_PER_HOUR;
const WARM_UP_MAX_US = US_PER_HOUR;
const LOOK_AHEAD_US = 5 * US_PER_MINUTE;
const LOOK_AHEAD_MAX_US = US_PER_HOUR;
/** Name of a setting that was given none; the service demands one. */
const SETTING = 'autoscale';

/** The refusal for rules on one machine; undefined when the reference means none. */
function singleMachine(world: World, reference: string): Result<never> | undefined {
  const vm = find(world, 'vm', reference);
  if (!vm.ok) return undefined;
  const id = textIdOf(world, 'vm', vm.value);
  return refuse({
    code: 'autoscale.singleMachine',
    message:
      `${id} is one machine: it cannot become more by itself, and becoming larger would restart ` +
      'it each time.',
    hint: 'Resize it by hand (vm.resize), or make a scale set and give that the rules.',
    details: { vm: id },
  });
}

/** Looks at `autoscale.set`; its refusals stand with its schema in `shared/commands`. */
export function decideAutoscaleSet(world: World, command: SetCommand): Decided {
  const set = find(world, 'scaleSet', command.scaleSet);
  if (!set.ok) return singleMachine(world, command.scaleSet) ?? set;
  const slot = set.value;
  const alone = checkAlone(world, slot, command);
  if (!alone.ok) return alone;
  const profiles = command.profiles ?? [];
  const own = { name: 'default', ...command };
  for (const profile of [own, ...profiles]) {
    const range = checkRange(profile);
    if (!range.ok) return range;
    const rules = checkRules(profile.rules, profile === own ? undefined : profile.name);
    if (!rules.ok) return rules;
  }
  const whole = checkProfiles(world, command);
  if (!whole.ok) return whole;
  const ahead = checkForecast(command);
  if (!ahead.ok) return ahead;
  return ok(() => putSetting(world, slot, command));
}

/** A set has one setting (fact 86): another by name does not come beside it. */
function checkAlone(world: World, set: number, command: SetCommand): Result<void> {
  const present = world.scaleSet.text('settingName', set);
  const name = command.name ?? SETTING;
  if (world.scaleSet.col.autoscale[set] === 0 || command.name === undefined || present === name) {
    return ok(undefined);
  }
  const id = textIdOf(world, 'scaleSet', set);
  return refuse({
    code: 'autoscale.conflict',
    message:
      `${id} has the autoscale setting "${present}"; ` +
      `a second one, "${name}", cannot act on it.`,
    hint: `Give the setting the name "${present}" to replace it, or remove it first.`,
    details: { scaleSet: id, present, name },
  });
}

function checkRange(profile: {
  readonly name?: string | undefined;
  readonly minimum: number;
  readonly maximum: number;
  readonly default?: number | undefined;
}): Result<void> {
  const { minimum, maximum, default: wanted = minimum } = profile;
  if (minimum <= maximum && wanted >= minimum && wanted <= maximum) return ok(undefined);
  return refuse({
    code: 'autoscale.range',
    message: `Minimum ${minimum}, default ${wanted} and maximum ${maximum} are not in order.`,
    hint: 'Let the minimum be the smallest and the maximum the largest.',
    details: { minimum, maximum, default: wanted, profile: profile.name ?? 'default' },
  });
}

function checkRules(rules: readonly AutoscaleRule[], profile: string | undefined): Result<void> {
  const where = profile === undefined ? {} : { profile };
  for (const [index, rule] of rules.entries()) {
    const about = { rule: index + 1, ...where };
    const cooldown = durationUs(rule.cooldown, COOLDOWN_US);
    const window = durationUs(rule.window, WINDOW_US);
    if (cooldown < COOLDOWN_MIN_US || cooldown > COOLDOWN_MAX_US) {
      return badTime('autoscale.cooldown', about, 'A cooldown lasts from 1m to 7d, never 0.');
    }
    if (window < WINDOW_US || window > WINDOW_MAX_US) {
      return badTime('autoscale.window', about, 'A window lasts from 5m to 12h.');
    }
  }
  return checkContradiction(rules);
}

function badTime(code: string, details: { readonly rule: number }, rule: string): Result<never> {
  return refuse({
    code,
    message: `Rule ${details.rule} has a time the service does not take. ${rule}`,
    hint: 'Change that time.',
    details,
  });
}

/** A value that asks for more and for fewer instances at once makes the set swing for ever. */
function checkContradiction(rules: readonly AutoscaleRule[]): Result<void> {
  for (const out of rules.filter(({ direction }) => direction === 'out')) {
    for (const inward of rules.filter(({ direction }) => direction === 'in')) {
      const above = out.operator === '>' || out.operator === '>=';
      const below = inward.operator === '<' || inward.operator === '<=';
      const alike =
        out.metric === inward.metric &&
        (out.statistic ?? 'average') === (inward.statistic ?? 'average') &&
        (out.dividePerInstance ?? false) === (inward.dividePerInstance ?? false);
      if (!alike || !above || !below || inward.threshold <= out.threshold) continue;
      return refuse({
        code: 'autoscale.contradiction',
        message:
          `Between ${out.threshold} and ${inward.threshold} the rules ask for more ` +
          'and for fewer instances at once.',
        hint: 'Put the threshold for scaling in well below the one for scaling out.',
        details: { metric: out.metric, out: out.threshold, in: inward.threshold },
      });
    }
  }
  return ok(undefined);
}

function checkProfiles(world: World, command: SetCommand): Result<void> {
  const profiles = command.profiles ?? [];
  if (command.rules.length === 0 && profiles.length === 0) {
    return refuse({
      code: 'autoscale.rules',
      message: 'The setting has neither a rule nor a profile: it would never do anything.',
      hint: 'Add a rule, or a profile with limits of its own.',
      details: { rules: 0, profiles: 0 },
    });
  }
  const names = new Set(['default']);
  for (const profile of profiles) {
    if (names.has(profile.name)) {
      return refuse({
        code: 'autoscale.profile',
        message: `There are two profiles called "${profile.name}".`,
        hint: 'Give each a name of its own; the one without days or dates is called default.',
        details: { profile: profile.name },
      });
    }
    names.add(profile.name);
    const schedule = checkSchedule(world.calendarStartUs + world.nowUs, profile);
    if (!schedule.ok) return schedule;
  }
  return ok(undefined);
}

/** Forecasts are made from the average CPU alone, and only ever scale out (fact 96). */
function checkForecast(command: SetCommand): Result<void> {
  const lookAhead = durationUs(command.forecast?.lookAhead, LOOK_AHEAD_US);
  const warmUp = durationUs(command.warmUp, 0);
  if (warmUp > WARM_UP_MAX_US) {
    const message = `The warm-up is ${command.warmUp ?? ''}; at most 1h is taken.`;
    return badForecast('warmUp', message);
  }
  if (command.forecast === undefined || command.forecast.mode === 'disabled') return ok(undefined);
  if (lookAhead < LOOK_AHEAD_US || lookAhead > LOOK_AHEAD_MAX_US) {
    return badForecast('lookAhead', 'A forecast looks from 5m to 60m ahead.');
  }
  const rules = [...command.rules, ...(command.profiles ?? []).flatMap((one) => one.rules)];
  const usable = rules.some(
    (rule) =>
      rule.direction === 'out' &&
      rule.metric === 'cpu' &&
      (rule.statistic ?? 'average') === 'average' &&
      (rule.aggregation ?? 'average') === 'average',
  );
  if (usable) return ok(undefined);
  return badForecast('rules', 'A forecast needs a rule that scales out on the average CPU.');
}

function badForecast(field: string, message: string): Result<never> {
  return refuse({
    code: 'autoscale.forecast',
    message,
    hint: 'Change that, or leave it out.',
    details: { field },
  });
}

function putSetting(world: World, set: number, command: SetCommand): void {
  const { col } = world.scaleSet;
  // History outlives a change of the rules: it is the set's, not the setting's.
  clearSetting(world, set);
  col.autoscale[set] = 1;
  world.scaleSet.setText({ column: 'settingName', slot: set, text: command.name ?? SETTING });
  col.minimum[set] = command.minimum;
  col.maximum[set] = command.maximum;
  col.defaultCount[set] = command.default ?? command.minimum;
  col.warmUpUs[set] = durationUs(command.warmUp, 0);
  col.forecastMode[set] = FORECAST_MODES.indexOf(command.forecast?.mode ?? 'disabled');
  col.lookAheadUs[set] = durationUs(command.forecast?.lookAhead, LOOK_AHEAD_US);
  for (const rule of command.rules) addRule(world, { set, profile: DEFAULT_PROFILE, rule });
  for (const profile of command.profiles ?? []) addProfile(world, set, profile);
  startAutoscale(world, set);
}

function addProfile(world: World, set: number, profile: Profile): void {
  const slot = world.scaleProfile.allocate();
  const { col } = world.scaleProfile;
  const { recurrence, fixedDate } = profile;
  col.scaleSet[slot] = set + 1;
  world.scaleProfile.setText({ column: 'name', slot, text: profile.name });
  col.kind[slot] = PROFILE_KINDS.indexOf(fixedDate === undefined ? 'recurring' : 'fixedDate');
  col.minimum[slot] = profile.minimum;
  col.maximum[slot] = profile.maximum;
  col.defaultCount[slot] = profile.default ?? profile.minimum;
  const timeZone = recurrence?.timeZone ?? fixedDate?.timeZone ?? 'UTC';
  world.scaleProfile.setText({ column: 'timeZone', slot, text: timeZone });
  if (recurrence !== undefined) {
    for (const day of recurrence.days) col.days[slot]! |= 1 << WEEKDAYS.indexOf(day);
    col.atMinute[slot] = clockMinute(recurrence.at) ?? 0;
    const until = recurrence.until === undefined ? undefined : clockMinute(recurrence.until);
    col.untilMinute[slot] = until === undefined ? 0 : until + 1;
  }
  const dates = datesOf(profile);
  col.fromUs[slot] = dates?.fromUs ?? 0;
  col.toUs[slot] = dates?.toUs ?? 0;
  for (const rule of profile.rules) addRule(world, { set, profile: slot, rule });
}

function addRule(
  world: World,
  given: { readonly set: number; readonly profile: number; readonly rule: AutoscaleRule },
): void {
  const { set, profile, rule } = given;
  const row = world.scaleRule.allocate();
  const { col } = world.scaleRule;
  col.scaleSet[row] = set + 1;
  col.profile[row] = profile + 1;
  col.metric[row] = AUTOSCALE_METRICS.indexOf(rule.metric);
  col.operator[row] = AUTOSCALE_OPERATORS.indexOf(rule.operator);
  col.threshold[row] = rule.threshold;
  col.statistic[row] = METRIC_STATISTICS.indexOf(rule.statistic ?? 'average');
  col.aggregation[row] = METRIC_AGGREGATIONS.indexOf(rule.aggregation ?? 'average');
  col.dividePerInstance[row] = rule.dividePerInstance === true ? 1 : 0;
  col.windowUs[row] = durationUs(rule.window, WINDOW_US);
  col.direction[row] = SCALE_DIRECTIONS.indexOf(rule.direction);
  col.change[row] = SCALE_CHANGES.indexOf(rule.change ?? 'count');
  col.value[row] = rule.value ?? 1;
  col.cooldownUs[row] = durationUs(rule.cooldown, COOLDOWN_US);
}

/** Removes rules, profiles and samples, and makes pending evaluations void. */
function clearSetting(world: World, set: number): void {
  const { col } = world.scaleSet;
  for (const rule of rulesOf(world, set)) world.scaleRule.release(rule);
  for (const profile of profilesOf(world, set)) world.scaleProfile.release(profile);
  for (const row of world.scaleSample.slots()) {
    if (world.scaleSample.col.scaleSet[row] === set + 1) world.scaleSample.release(row);
  }
  col.autoscale[set] = 0;
  col.profile[set] = 0;
  col.cooldownUntilUs[set] = 0;
  col.lastOutcome[set] = 0;
  col.lastForecast[set] = 0;
  col.forecastMode[set] = 0;
  col.autoscaleSerial[set]! += 1;
  world.scaleSet.dirty.touch(set);
}

/** Everything an autoscaler has left, before its set goes. */
export function forgetAutoscale(world: World, set: number): void {
  clearSetting(world, set);
  for (const row of loadRows(world, set)) world.scaleLoad.release(row);
  world.scaleSet.col.loadTail[set] = 0;
}

/** Looks at `autoscale.clear`; its refusals stand with its schema in `shared/commands`. */
export function decideAutoscaleClear(world: World, command: CommandOf<'autoscale.clear'>): Decided {
  const set = find(world, 'scaleSet', command.scaleSet);
  if (!set.ok) return set;
  if (world.scaleSet.col.autoscale[set.value] === 0) {
    const id = textIdOf(world, 'scaleSet', set.value);
    return refuse({
      code: 'autoscale.none',
      message: `${id} has no autoscale rules.`,
      hint: 'Nothing needs to be taken away.',
      details: { scaleSet: id },
    });
  }
  return ok(() => forgetAutoscale(world, set.value));
}
