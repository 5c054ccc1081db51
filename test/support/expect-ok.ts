/**
 * What a test does with a result that has to be a success: it takes the value and goes on. A
 * refusal fails the test with its own words.
 */
import type { Result } from '../../src/shared/kernel/result.ts';

/** The value of a success; a refusal fails the test with its words. */
export function expectOk<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}
