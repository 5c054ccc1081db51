/**
 * Which of the rules that apply are said: the most specific first, never one that another says
 * better, two at most, and one of them good news where there is a rule for it.
 *
 * A rule is as specific as its condition asks for much: each call and each comparison in it counts.
 * It must not know what a rule says.
 */
import { parseExpression, type Expression } from '../../shared/lab/expression-parser.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';

type Rule = NonNullable<Lab['feedback']>[number];

/** Most messages shown at once. */
const SAID_MAX = 2;
/** Calls that name a check. */
const ABOUT_CHECKS = new Set(['passed', 'failed', 'score']);

interface Weighed {
  readonly rule: Rule;
  readonly weight: number;
  /** The checks its condition names. */
  readonly about: ReadonlySet<string>;
}

/** The rules to be said, best first. `applying` are those whose condition is met, in file order. */
export function rankFeedback(applying: readonly Rule[]): Rule[] {
  const weighed = applying.map(weigh);
  const ordered = weighed.toSorted((a, b) => b.weight - a.weight);
  const kept = ordered.filter((one, index) => !ordered.slice(0, index).some((a) => says(a, one)));
  const best = kept.slice(0, SAID_MAX);
  const praise = kept.find(({ rule }) => rule.tone === 'praise');
  const isPraised = praise === undefined || best.includes(praise);
  const said = isPraised ? best : [...best.slice(0, SAID_MAX - 1), praise];
  return said.map(({ rule }) => rule);
}

/** Whether one says all that the other is about, and of the same tone. */
function says(better: Weighed, other: Weighed): boolean {
  if (better.weight <= other.weight || other.about.size === 0) return false;
  if (better.rule.tone !== other.rule.tone) return false;
  return [...other.about].every((id) => better.about.has(id));
}

function weigh(rule: Rule): Weighed {
  const parsed = parseExpression(rule.when);
  const about = new Set<string>();
  const weight = parsed.ok ? weightOf(parsed.value, about) : 0;
  return { rule, weight, about };
}

function weightOf(expression: Expression, about: Set<string>): number {
  switch (expression.kind) {
    case 'value':
    case 'name':
      return 0;
    case 'not':
    case 'minus':
      return weightOf(expression.of, about);
    case 'call': {
      const [first] = expression.given;
      if (ABOUT_CHECKS.has(expression.name) && first?.kind === 'value')
        about.add(String(first.value));
      return expression.given.reduce((sum, one) => sum + weightOf(one, about), 1);
    }
    default: {
      const { operator, left, right } = expression;
      const sides = [weightOf(left, about), weightOf(right, about)] as const;
      // Either side is enough: it asks for no more than the smaller of them.
      if (operator === '||') return Math.min(...sides);
      const isComparison = ['==', '!=', '<', '<=', '>', '>='].includes(operator);
      return sides[0] + sides[1] + (isComparison ? 1 : 0);
    }
  }
}
