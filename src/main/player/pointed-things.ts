/**
 * Selectors of a lab whose things a screen points at: what checks, hints and messages are about,
 * and what can be pointed at in an answer. What they mean in a room is asked of a bench.
 */
import type { Lab } from '../../shared/lab/lab-schema.ts';

/** Every such selector, once. */
export function selectorsOf({ checks, tasks, feedback = [] }: Lab): string[] {
  const asked = checks.flatMap((check) =>
    'answer' in check && check.answer.type === 'point' ? [check.answer.among] : [],
  );
  const points = [...checks, ...feedback, ...tasks.flatMap(({ hints = [] }) => hints)];
  return [...new Set([...asked, ...points.flatMap(({ point }) => point ?? [])])];
}
