/**
 * The part of the contract about the course of a run and the designs tried so far. Both are worked
 * out from the run and from copies of it; asking changes nothing.
 */
import { z } from 'zod';
import { courseViewSchema } from '../views/course-view.ts';
import { designsViewSchema } from '../views/design-view.ts';
import { call } from './define.ts';

const service = z.string().max(200).optional();

export const courseCalls = {
  /**
   * The course of the present branch up to now, as far as it is known. With `fill` what nobody
   * looked at is first worked out on a copy, which may take long and can be given up.
   */
  'branches.course': call({
    input: z.strictObject({ service, fill: z.boolean().optional() }),
    output: courseViewSchema,
  }),
  /** What each branch costs and how available it is, from copies run to their ends. */
  'branches.designs': call({ input: z.strictObject({ service }), output: designsViewSchema }),
} as const;
