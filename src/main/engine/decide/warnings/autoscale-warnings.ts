/**
 * What is allowed in an autoscale setting and rarely meant (rule ENG-WN2; docs/facts.md, facts 86
 * to 92). Each warning is worked out from the numbers of the setting alone, so that it is true
 * before anything was measured.
 */
import type { AutoscaleRule } from '../../../../shared/commands/autoscale-commands.ts';
import type { CommandOf } from '../../../../shared/commands/index.ts';
import { durationUs, printDuration, US_PER_MINUTE } from '../../../../shared/kernel/time.ts';
import type { Warning } from '../../../../shared/kernel/warning.ts';
import { printCalendar } from '../../../../shared/model/calendar.ts';
import type { World } from '../../world/world.ts';
import { datesOf } from '../autoscale-schedules.ts';
import { warn } from './warn.ts';

const WINDOW_US = 5 * US_PER_MINUTE;
const COOLDOWN_US = 5 * US_PER_MINUTE;
const HUNDREDTHS = 100;

/** The parts of a setting that are judged alike: the default profile and the others. */
interface Profile {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
  readonly rules: readonly AutoscaleRule[];
}

/** Warnings of `autoscale.set`. */
export function warnAutoscale(world: World, command: CommandOf<'autoscale.set'>): Warning[] {
  const profiles = [{ ...command, name: 'default' }, ...(command.profiles ?? [])].map(
    (profile): Profile => ({ ...profile, default: profile.default ?? profile.minimum }),
  );
  return [...profiles.flatMap((profile) => warnProfile(profile)), ...warnDates(world, command)];
}

function warnProfile(profile: Profile): Warning[] {
  const { name, minimum, maximum, rules } = profile;
  const found: Warning[] = rules.flatMap((rule, index) =>
    warnCooldown(rule, { profile: name, rule: index + 1 }),
  );
  if (rules.length > 0 && minimum === maximum) {
    found.push(
      warn({
        code: 'autoscale.fixedCount',
        message:
          `Minimum and maximum of profile "${name}" are both ${minimum}: ` +
          `its ${rules.length} rules never act.`,
        hint: 'Raise the maximum, or leave the rules out.',
        details: { profile: name, count: minimum, rules: rules.length },
      }),
    );
    return found;
  }
  return [...found, ...warnDirections(profile), ...warnZero(profile), ...warnFlapping(profile)];
}

/** The value of a rule still holds minutes from before its own last action. */
function warnCooldown(
  rule: AutoscaleRule,
  at: { readonly profile: string; readonly rule: number },
): Warning[] {
  const cooldownUs = durationUs(rule.cooldown, COOLDOWN_US);
  const windowUs = durationUs(rule.window, WINDOW_US);
  if (cooldownUs >= windowUs) return [];
  return [
    warn({
      code: 'autoscale.cooldownShort',
      message:
        `Rule ${at.rule} of profile "${at.profile}" may act again after ` +
        `${printDuration(cooldownUs)}, while it looks at ${printDuration(windowUs)}: it counts ` +
        'minutes from before its last action.',
      hint: `Make its cooldown at least ${printDuration(windowUs)}.`,
      details: { ...at, cooldownUs, windowUs },
    }),
  ];
}

/** A set that only grows, or only shrinks, stays at its limit. */
function warnDirections(profile: Profile): Warning[] {
  const { name, rules } = profile;
  const directions = new Set(rules.map(({ direction }) => direction));
  if (directions.size !== 1) return [];
  const out = directions.has('out');
  const limit = out ? profile.maximum : profile.minimum;
  return [
    warn({
      code: 'autoscale.oneWay',
      message:
        `Every rule of profile "${name}" scales ${out ? 'out' : 'in'}: ` +
        `in the end the set stays at ${limit}.`,
      hint: `Add a rule that scales ${out ? 'in' : 'out'}.`,
      details: { profile: name, direction: out ? 'out' : 'in', limit },
    }),
  ];
}

/** At no instance nothing is measured, so only the default leads back (fact 91). */
function warnZero(profile: Profile): Warning[] {
  const { name, minimum, rules } = profile;
  if (minimum > 0 || profile.default > 0 || rules.length === 0) return [];
  return [
    warn({
      code: 'autoscale.stuckAtZero',
      message:
        `Profile "${name}" may go down to 0 instances, where nothing is measured, and its ` +
        'default is 0 as well: it would never come back.',
      hint: 'Raise the minimum, or give it a default of 1 or more.',
      details: { profile: name, minimum, default: profile.default },
    }),
  ];
}

/**
 * Two rules on one metric of which the first step down would call the other one back: value × n ÷
 * n′, at the threshold for scaling in and the smallest count that can shrink (fact 92).
 */
function warnFlapping(profile: Profile): Warning[] {
  const { name, rules } = profile;
  const to = Math.max(1, profile.minimum);
  const from = to + 1;
  if (from > profile.maximum) return [];
  const found: Warning[] = [];
  for (const inward of rules.filter(({ direction }) => direction === 'in')) {
    const out = rules.find((rule) => rule.direction === 'out' && measuresAlike(rule, inward));
    if (out === undefined || !inward.operator.startsWith('<')) continue;
    const projected = (inward.threshold * from) / to;
    if (projected <= out.threshold) continue;
    const belowHundredths = Math.floor((out.threshold * to * HUNDREDTHS) / from);
    const details = {
      profile: name,
      metric: inward.metric,
      in: inward.threshold,
      out: out.threshold,
      from,
      to,
      projected: Math.round(projected * HUNDREDTHS) / HUNDREDTHS,
      below: belowHundredths / HUNDREDTHS,
    };
    found.push(
      warn({
        code: 'autoscale.flaps',
        message:
          `${inward.threshold} × ${from} / ${to} = ${details.projected} is above ` +
          `${out.threshold}: at ${from} instances scaling in is put off until the value is ` +
          `below ${details.below}.`,
        hint: `Scale in below ${details.below}, or scale out later.`,
        details,
      }),
    );
  }
  return found;
}

function measuresAlike(one: AutoscaleRule, other: AutoscaleRule): boolean {
  return (
    one.metric === other.metric &&
    one.operator.startsWith('>') &&
    (one.statistic ?? 'average') === (other.statistic ?? 'average') &&
    (one.dividePerInstance ?? false) === (other.dividePerInstance ?? false)
  );
}

/** A date that is over is refused; one that has begun is in force at once. */
function warnDates(world: World, command: CommandOf<'autoscale.set'>): Warning[] {
  const nowUs = world.calendarStartUs + world.nowUs;
  return (command.profiles ?? []).flatMap((profile) => {
    const dates = datesOf(profile);
    if (dates === undefined || dates.fromUs >= nowUs) return [];
    const from = printCalendar(dates.fromUs);
    const now = printCalendar(nowUs);
    return [
      warn({
        code: 'autoscale.alreadyBegun',
        message: `Profile "${profile.name}" began at ${from} UTC; it is ${now}: it is in force.`,
        hint: 'Choose a later beginning if it is not meant to be in force yet.',
        details: { profile: profile.name, from, now },
      }),
    ];
  });
}
