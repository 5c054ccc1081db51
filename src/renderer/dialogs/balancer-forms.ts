/**
 * Forms of what balancers have beside their own: frontends, named probes and rules. Frontends and
 * probes are offered of the balancer that was chosen; what contradicts is said by the engine.
 */
import {
  ALL_DOWN_BEHAVIOURS,
  DISTRIBUTIONS,
  FRONTEND_EXPOSURES,
  PROBE_PATHS,
  PROBE_PROTOCOLS,
  RULE_TRANSPORTS,
} from '../../shared/model/kinds.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { NAME, rowsOf, wordsOf, zones } from './form-choices.ts';
import {
  freeName,
  type FormChoice,
  type FormContext,
  type FormField,
  type FormSpec,
} from './form-spec.ts';

type Values = Readonly<Record<string, string>>;

/** Stands for the frontend, pool or probe of the balancer itself. */
const OWN = 'own';

/** Balancers by themselves; rules belong to one. */
function balancers(context: FormContext): RowOf<'balancer'>[] {
  return context.list('balancer').filter(({ rule }) => rule === undefined);
}

/** Offers balancers by themselves. */
export function ownBalancers(context: FormContext): FormChoice[] {
  return balancers(context).map((row) => ({ value: row.id, label: row.name }));
}

function rules(context: FormContext): FormChoice[] {
  const all = context.list('balancer').filter(({ rule }) => rule !== undefined);
  return all.map((row) => ({ value: row.id, label: row.name }));
}

const BALANCER: FormField = {
  name: 'balancer',
  label: 'balancer',
  kind: 'choice',
  required: true,
  choices: ownBalancers,
};

/** The balancer a form is about: the one chosen, or that of the rule chosen. */
function chosen(context: FormContext, values: Values): RowOf<'balancer'> | undefined {
  const rule = context.list('balancer').find(({ id }) => id === values['rule'])?.rule;
  const wanted = rule?.balancer ?? values['balancer'];
  return balancers(context).find(({ id }) => id === wanted);
}

function own(context: FormContext): FormChoice {
  return { value: OWN, label: context.words('rule.own') };
}

/** Where a rule listens and sends to, for making and for changing one. */
const RULE_FIELDS: readonly FormField[] = [
  {
    name: 'frontend',
    label: 'frontend',
    kind: 'choice',
    choices: (context, values) => [
      own(context),
      ...(chosen(context, values)?.frontends ?? []).map(({ name, address }) => ({
        value: name,
        label: name,
        note: address,
      })),
    ],
  },
  { name: 'port', label: 'frontendPort', kind: 'number', required: true },
  { name: 'backendPort', label: 'backendPort', kind: 'number', hint: 'backendPort' },
  {
    name: 'transport',
    label: 'transport',
    kind: 'choice',
    choices: () => RULE_TRANSPORTS.map((value) => ({ value, label: value.toUpperCase() })),
  },
  { name: 'pool', label: 'pool', kind: 'text', hint: 'pool' },
  {
    name: 'probe',
    label: 'namedProbe',
    kind: 'choice',
    choices: (context, values) => [
      own(context),
      ...(chosen(context, values)?.probes ?? []).map(({ name }) => ({ value: name, label: name })),
    ],
  },
  {
    name: 'distribution',
    label: 'distribution',
    kind: 'choice',
    choices: wordsOf('distribution', DISTRIBUTIONS),
  },
  {
    name: 'allDown',
    label: 'allDown',
    kind: 'choice',
    choices: wordsOf('allDown', ALL_DOWN_BEHAVIOURS),
  },
  { name: 'idleTimeout', label: 'idleTimeout', kind: 'text', hint: 'idleTimeout' },
];

/** What was chosen as the balancer's own is left out when a rule is made. */
function withoutOwn(command: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(command).filter(([, value]) => value !== OWN));
}

/** When a rule is changed, its own are asked for again, an empty pool among them. */
function backToOwn(command: Record<string, unknown>): Record<string, unknown> {
  const back = (['frontend', 'probe'] as const).filter((field) => command[field] === OWN);
  const pool = command['pool'] === undefined ? ['pool'] : [];
  return { ...withoutOwn(command), own: [...back, ...pool] };
}

/** All of them. */
export const balancerForms: readonly FormSpec[] = [
  {
    id: 'balancerFrontend.add',
    icon: 'globe',
    fields: [
      BALANCER,
      NAME,
      {
        name: 'exposure',
        label: 'exposure',
        kind: 'choice',
        choices: wordsOf('exposure', FRONTEND_EXPOSURES),
      },
      {
        name: 'subnet',
        label: 'subnet',
        kind: 'choice',
        when: (values) => values['exposure'] === 'private',
        choices: rowsOf('subnet'),
      },
      {
        name: 'address',
        label: 'privateAddress',
        kind: 'text',
        when: (values) => values['exposure'] === 'private',
      },
      { name: 'zone', label: 'zone', kind: 'choice', hint: 'balancerZone', choices: zones },
    ],
    begin: (context) => ({
      ...onlyBalancer(context),
      name: freeName(
        'frontend-',
        balancers(context).flatMap(({ frontends = [] }) => frontends),
      ),
      exposure: 'public',
    }),
  },
  {
    id: 'balancerProbe.set',
    icon: 'activity',
    fields: [
      BALANCER,
      NAME,
      {
        name: 'probeProtocol',
        label: 'probeProtocol',
        kind: 'choice',
        choices: wordsOf('probeProtocol', PROBE_PROTOCOLS),
      },
      {
        name: 'probePath',
        label: 'probePath',
        kind: 'choice',
        when: (values) => values['probeProtocol'] !== 'tcp',
        choices: (context) =>
          PROBE_PATHS.map(({ path, checks }) => ({
            value: path,
            label: context.words(`probePath.${checks}`),
          })),
      },
      { name: 'probePort', label: 'probePort', kind: 'number', hint: 'rulePort' },
      { name: 'probeInterval', label: 'probeInterval', kind: 'text', hint: 'duration' },
      { name: 'probeThreshold', label: 'probeThreshold', kind: 'number' },
    ],
    begin: (context) => ({
      ...onlyBalancer(context),
      name: freeName(
        'probe-',
        balancers(context).flatMap(({ probes = [] }) => probes),
      ),
      probeProtocol: 'http',
      probePath: '/health',
      probeInterval: '5s',
      probeThreshold: '2',
    }),
  },
  {
    id: 'balancerRule.add',
    icon: 'balancer',
    fields: [BALANCER, NAME, ...RULE_FIELDS],
    begin: (context) => ({
      ...onlyBalancer(context),
      name: freeName('rule-', context.list('balancer')),
      frontend: OWN,
      probe: OWN,
      transport: 'tcp',
      distribution: 'default',
      allDown: 'refuse',
    }),
    finish: withoutOwn,
  },
  {
    id: 'balancerRule.edit',
    icon: 'balancer',
    fields: [
      { name: 'rule', label: 'rule', kind: 'choice', required: true, choices: rules },
      ...RULE_FIELDS,
    ],
    begin: () => ({}),
    finish: backToOwn,
  },
];

/** The only balancer there is, where there is one. */
function onlyBalancer(context: FormContext): Record<string, string> {
  const [one, ...others] = balancers(context);
  return one === undefined || others.length > 0 ? {} : { balancer: one.id };
}

/** What a rule is now, for the form that changes it. */
export function ruleValues(row: RowOf<'balancer'>): Record<string, string> {
  const { rule } = row;
  if (rule === undefined) return {};
  return {
    rule: row.id,
    frontend: rule.frontend ?? OWN,
    port: String(rule.port),
    backendPort: String(rule.backendPort),
    transport: rule.transport,
    pool: rule.pool ?? '',
    probe: rule.probe ?? OWN,
    distribution: row.distribution,
    allDown: row.allDown,
  };
}
