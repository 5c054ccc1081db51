/**
 * An autoscale profile as the texts of its form, and as the words for when it is in force. What may
 * stand in a profile is decided by the command's schema and the engine.
 */
import type { AutoscaleProfile, AutoscaleRule } from '../../shared/commands/autoscale-commands.ts';
import { WEEKDAYS, type Weekday } from '../../shared/model/calendar.ts';

export type ProfileWhen = 'recurring' | 'fixedDate';

export interface ProfileTexts {
  name: string;
  minimum: string;
  maximum: string;
  when: ProfileWhen;
  days: Weekday[];
  at: string;
  until: string;
  from: string;
  to: string;
  timeZone: string;
  /** `same`: the rules of the default profile; `none`; `own`: those it has, kept as they are. */
  rules: 'same' | 'none' | 'own';
  ownRules: readonly AutoscaleRule[];
}

const OFFICE_DAYS: readonly Weekday[] = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

/** A profile to begin with: office hours. */
export function freshProfile(name: string): ProfileTexts {
  return {
    name,
    minimum: '4',
    maximum: '10',
    when: 'recurring',
    days: [...OFFICE_DAYS],
    at: '08:00',
    until: '18:00',
    from: '',
    to: '',
    timeZone: 'UTC',
    rules: 'same',
    ownRules: [],
  };
}

/** The texts of a profile that exists; `rules` are those of the default profile. */
export function profileTexts(
  profile: AutoscaleProfile,
  rules: readonly AutoscaleRule[],
): ProfileTexts {
  const { recurrence, fixedDate } = profile;
  const same = JSON.stringify(profile.rules) === JSON.stringify(rules);
  return {
    name: profile.name,
    minimum: String(profile.minimum),
    maximum: String(profile.maximum),
    when: fixedDate === undefined ? 'recurring' : 'fixedDate',
    days: [...(recurrence?.days ?? OFFICE_DAYS)],
    at: recurrence?.at ?? '08:00',
    until: recurrence?.until ?? '',
    from: fixedDate?.from ?? '',
    to: fixedDate?.to ?? '',
    timeZone: recurrence?.timeZone ?? fixedDate?.timeZone ?? 'UTC',
    rules: profile.rules.length === 0 ? 'none' : same ? 'same' : 'own',
    ownRules: profile.rules,
  };
}

/** The profile as the command wants it; numbers that are none stay texts, for the schema to say. */
export function profileDraft(
  texts: ProfileTexts,
  tools: { readonly rules: readonly unknown[]; readonly toNumber: (text: string) => unknown },
): Record<string, unknown> {
  const zone = texts.timeZone === 'UTC' ? {} : { timeZone: texts.timeZone };
  const rules = { same: tools.rules, none: [], own: texts.ownRules }[texts.rules];
  const until = texts.until.trim();
  return {
    name: texts.name.trim(),
    minimum: tools.toNumber(texts.minimum),
    maximum: tools.toNumber(texts.maximum),
    rules,
    ...(texts.when === 'recurring'
      ? {
          recurrence: {
            days: WEEKDAYS.filter((day) => texts.days.includes(day)),
            at: texts.at.trim(),
            ...(until === '' ? {} : { until }),
            ...zone,
          },
        }
      : { fixedDate: { from: texts.from.trim(), to: texts.to.trim(), ...zone } }),
  };
}

/** When a profile is in force, in the words of the language in force. */
export function profileWhen(
  profile: AutoscaleProfile,
  t: (key: string, values: Record<string, string>) => string,
): string {
  const { recurrence, fixedDate } = profile;
  const zone = recurrence?.timeZone ?? fixedDate?.timeZone ?? 'UTC';
  if (fixedDate !== undefined) {
    const from = fixedDate.from.replace('T', ' ');
    const to = fixedDate.to.replace('T', ' ');
    return t('profile.zone', { when: t('profile.fixedDate', { from, to }), zone });
  }
  if (recurrence === undefined) return '';
  const days = recurrence.days.map((day) => t(`weekdayShort.${day}`, {})).join(' ');
  const { at, until } = recurrence;
  const when =
    until === undefined
      ? t('profile.recurring', { days, at })
      : t('profile.recurringUntil', { days, at, until });
  return t('profile.zone', { when, zone });
}

interface Limited {
  readonly minimum: number;
  readonly maximum: number;
}

/** The limits of the profile in force. */
export function limitsInForce(
  autoscale: Limited & {
    readonly profile: string;
    readonly profiles: readonly (Limited & { readonly name: string })[];
  },
): Limited {
  return autoscale.profiles.find(({ name }) => name === autoscale.profile) ?? autoscale;
}
