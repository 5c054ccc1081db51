/**
 * Whether notice is long enough for what is announced (docs/facts.md, fact 107). What happens when
 * it is over is not its matter.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { NOTICE_MINUTES, type AnnouncedType } from '../../../shared/model/scheduled-event-kinds.ts';
import { refuse } from './decide-kit.ts';

/** Refuses less than the least notice of a type, with `event.noticeTooShort`. */
export function checkNotice(type: AnnouncedType, noticeUs: number): Result<void> {
  const least = NOTICE_MINUTES[type];
  if (noticeUs >= least * US_PER_MINUTE) return ok(undefined);
  return refuse({
    code: 'event.noticeTooShort',
    message: `${type} needs ${least} minutes of notice; ${noticeUs / US_PER_MINUTE} were given.`,
    hint: `Give at least ${least} minutes.`,
    details: { eventType: type, leastMinutes: least, noticeUs },
  });
}
