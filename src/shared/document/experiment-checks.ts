/**
 * Checks of a scenario's experiments that need more than their shape: names used once, bounds that
 * can be met, services that exist, selectors and commands that mean something. What a selector
 * finds is only known when it is tried: the room may have changed by then.
 */
import { commandSchema } from '../commands/index.ts';
import type { BoundOver } from '../model/experiment-shape.ts';
import { FAULT_RULES } from '../model/fault-kinds.ts';
import { parseSelector } from '../model/selector.ts';
import type { Experiment } from '../views/experiment-view.ts';
import type { Expansion } from './expansion.ts';
import type { ScenarioIssue, ValuePath } from './scenario-issue.ts';

const BOUND_LISTS = ['steadyState', 'abortWhen', 'during'] as const;
/** What one fault of many machines is aimed at instead of a selector. */
const SHARED_PROPERTY = /^(?:tag:[^=]{1,200}=|image:.)/;

/** Reports every experiment that could never be tried. */
export function checkExperiments(
  expansion: Expansion,
  experiments: readonly Experiment[] | undefined,
): void {
  const names = new Set<string>();
  experiments?.forEach((experiment, index) => {
    const path = ['experiments', index];
    if (names.has(experiment.name)) {
      expansion.report({
        code: 'scenario.duplicateName',
        path: [...path, 'name'],
        reason: `there is an experiment "${experiment.name}" already`,
        hint: 'Give each a name of its own.',
      });
    }
    names.add(experiment.name);
    for (const issue of problemsOf(experiment, path)) expansion.report(issue);
    for (const issue of unknownServices({ expansion, experiment, path })) expansion.report(issue);
  });
}

/** What is wrong with an experiment by itself, whatever room it is tried on. */
export function problemsOf(experiment: Experiment, path: ValuePath = []): ScenarioIssue[] {
  const bounds = BOUND_LISTS.flatMap((list) =>
    (experiment[list] ?? []).flatMap((bound, index) => boundProblem(bound, [...path, list, index])),
  );
  const faults = experiment.faults.flatMap((fault, index) =>
    faultProblem(fault, [...path, 'faults', index]),
  );
  const commands = (experiment.commands ?? []).flatMap(({ do: written }, index) =>
    commandProblem(written, [...path, 'commands', index, 'do']),
  );
  return [...bounds, ...faults, ...commands];
}

function boundProblem({ min, max }: BoundOver<number>, path: ValuePath): ScenarioIssue[] {
  if (min === undefined && max === undefined) {
    return [
      contradiction(path, {
        reason: 'it has neither min nor max, so it always holds',
        hint: 'Give the least value, the greatest, or both.',
      }),
    ];
  }
  if (min === undefined || max === undefined || min <= max) return [];
  return [
    contradiction([...path, 'max'], {
      reason: `max ${max} is below min ${min}, so it can never hold`,
      hint: 'Exchange the two.',
    }),
  ];
}

function faultProblem(fault: Experiment['faults'][number], path: ValuePath): ScenarioIssue[] {
  const { target, kind = 'cut', amount } = fault;
  const rule = FAULT_RULES[kind];
  if (amount !== undefined && rule.amount === undefined) {
    return [
      contradiction([...path, 'amount'], {
        reason: `${kind} has no figure`,
        hint: 'Leave amount out.',
      }),
    ];
  }
  if (SHARED_PROPERTY.test(target)) return [];
  const selector = parseSelector(target);
  if (!selector.ok) {
    const { message, hint } = selector.error;
    const reason = message.replace(/\.$/, '');
    return [{ code: 'scenario.wrongValue', path: [...path, 'target'], reason, hint: hint ?? '' }];
  }
  const { kind: word } = selector.value;
  if (rule.targets.includes(word)) return [];
  return [
    contradiction([...path, 'target'], {
      reason: `${kind} cannot be aimed at ${word}`,
      hint: `It can be aimed at ${rule.targets.join(', ')}.`,
    }),
  ];
}

function commandProblem(
  written: Readonly<Record<string, unknown>>,
  path: ValuePath,
): ScenarioIssue[] {
  const command = commandSchema.safeParse(written);
  if (command.success) return [];
  const [issue] = command.error.issues;
  return [
    {
      code: 'scenario.wrongValue',
      path,
      reason: `it is no command: ${issue?.message ?? 'its shape is unknown'}`,
      hint: 'Write it as in the actions of a scenario, with "type".',
    },
  ];
}

function unknownServices(input: {
  expansion: Expansion;
  experiment: Experiment;
  path: ValuePath;
}): ScenarioIssue[] {
  const { expansion, experiment, path } = input;
  return BOUND_LISTS.flatMap((list) =>
    (experiment[list] ?? []).flatMap(({ service }, index) => {
      if (service === undefined || expansion.names.has(['service'], service)) return [];
      const where = [...path, list, index, 'service'];
      return expansion.names.missing({ kinds: ['service'], reference: service, path: where });
    }),
  );
}

function contradiction(
  path: ValuePath,
  said: { readonly reason: string; readonly hint: string },
): ScenarioIssue {
  return { code: 'scenario.contradiction', path, ...said };
}
