/**
 * What a scale set's row shows of its autoscaler: the whole setting, as a command would give it,
 * and where it stands. Defaults are left out, so that a file made from it stays short.
 */
import { printDuration, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import type { AutoscaleRule } from '../../../shared/commands/autoscale-commands.ts';
import {
  clockText,
  minutesAhead,
  printCalendar,
  timeZone,
  WEEKDAYS,
} from '../../../shared/model/calendar.ts';
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
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { rulesOf } from '../systems/autoscale.ts';
import { DEFAULT_PROFILE, profileName, profilesOf } from '../systems/autoscale-profiles.ts';
import type { World } from '../world/world.ts';

type Autoscale = NonNullable<RowOf<'scaleSet'>['autoscale']>;
type Profile = Autoscale['profiles'][number];

const FIXED_DATE = PROFILE_KINDS.indexOf('fixedDate');
const DISABLED = FORECAST_MODES.indexOf('disabled');

/** The autoscaler of a set; undefined when it has none. */
export function autoscaleOf(world: World, set: number): Autoscale | undefined {
  const { col } = world.scaleSet;
  if (col.autoscale[set] === 0) return undefined;
  const mode = col.forecastMode[set]!;
  return {
    name: world.scaleSet.text('settingName', set),
    minimum: col.minimum[set]!,
    maximum: col.maximum[set]!,
    default: col.defaultCount[set]!,
    rules: rulesOf(world, set, DEFAULT_PROFILE).map((rule) => ruleOf(world, rule)),
    profiles: profilesOf(world, set).map((profile) => profileOf(world, set, profile)),
    ...(col.warmUpUs[set] === 0 ? {} : { warmUp: printDuration(col.warmUpUs[set]!) }),
    ...(mode === DISABLED
      ? {}
      : {
          forecast: {
            mode: FORECAST_MODES[mode]!,
            lookAhead: printDuration(col.lookAheadUs[set]!),
          },
        }),
    cooldownUntilUs: col.cooldownUntilUs[set]!,
    profile: profileName(world, col.profile[set]! - 1),
  };
}

function ruleOf(world: World, rule: number): AutoscaleRule {
  const { col } = world.scaleRule;
  const statistic = METRIC_STATISTICS[col.statistic[rule]!]!;
  const aggregation = METRIC_AGGREGATIONS[col.aggregation[rule]!]!;
  return {
    metric: AUTOSCALE_METRICS[col.metric[rule]!]!,
    operator: AUTOSCALE_OPERATORS[col.operator[rule]!]!,
    threshold: col.threshold[rule]!,
    ...(statistic === 'average' ? {} : { statistic }),
    ...(aggregation === 'average' ? {} : { aggregation }),
    ...(col.dividePerInstance[rule] === 0 ? {} : { dividePerInstance: true }),
    window: printDuration(col.windowUs[rule]!),
    direction: SCALE_DIRECTIONS[col.direction[rule]!]!,
    change: SCALE_CHANGES[col.change[rule]!]!,
    value: col.value[rule]!,
    cooldown: printDuration(col.cooldownUs[rule]!),
  };
}

function profileOf(world: World, set: number, profile: number): Profile {
  const { col } = world.scaleProfile;
  return {
    name: world.scaleProfile.text('name', profile),
    minimum: col.minimum[profile]!,
    maximum: col.maximum[profile]!,
    default: col.defaultCount[profile]!,
    rules: rulesOf(world, set, profile).map((rule) => ruleOf(world, rule)),
    ...(col.kind[profile] === FIXED_DATE
      ? { fixedDate: fixedDateOf(world, profile) }
      : { recurrence: recurrenceOf(world, profile) }),
  };
}

function recurrenceOf(world: World, profile: number): NonNullable<Profile['recurrence']> {
  const { days, atMinute, untilMinute } = world.scaleProfile.col;
  const timeZoneName = world.scaleProfile.text('timeZone', profile);
  const until = untilMinute[profile]!;
  return {
    days: WEEKDAYS.filter((_, day) => ((days[profile]! >> day) & 1) === 1),
    at: clockText(atMinute[profile]!),
    ...(until === 0 ? {} : { until: clockText(until - 1) }),
    ...(timeZoneName === 'UTC' ? {} : { timeZone: timeZoneName }),
  };
}

function fixedDateOf(world: World, profile: number): NonNullable<Profile['fixedDate']> {
  const { fromUs, toUs } = world.scaleProfile.col;
  const name = world.scaleProfile.text('timeZone', profile);
  const zone = timeZone(name);
  function local(utcUs: number): string {
    const ahead = zone === undefined ? 0 : minutesAhead(zone, utcUs);
    return printCalendar(utcUs + ahead * US_PER_MINUTE);
  }
  return {
    from: local(fromUs[profile]!),
    to: local(toUs[profile]!),
    ...(name === 'UTC' ? {} : { timeZone: name }),
  };
}
