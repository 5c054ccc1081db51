/**
 * A moment of the calendar in files and commands: `2026-03-31T18:30`. The text is kept as written;
 * which zone it is in stands beside it, or it is UTC.
 */
import { z } from 'zod';
import { CALENDAR_PATTERN, parseCalendar } from './calendar.ts';

/** A moment that exists. */
export const calendarSchema = z
  .string()
  .regex(CALENDAR_PATTERN, { message: 'write a moment as 2026-03-31T18:30' })
  .superRefine((text, context) => {
    const parsed = parseCalendar(text);
    if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.error.message });
  });
