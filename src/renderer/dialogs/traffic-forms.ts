/**
 * The forms of traffic: balancers with their probes, services, load, names, and an application that
 * is broken on purpose. The order of the fields is the order in which a person decides.
 */
import {
  ALL_DOWN_BEHAVIOURS,
  APP_FAULTS,
  BALANCER_SKUS,
  DISTRIBUTIONS,
  DNS_ROUTINGS,
  OUTBOUND_WAYS,
  PROBE_PATHS,
  PROBE_PROTOCOLS,
} from '../../shared/model/kinds.ts';
import { NAME, only, rowsOf, wordsOf, zones } from './form-choices.ts';
import { ownBalancers } from './balancer-forms.ts';
import { freeName, type FormField, type FormSpec } from './form-spec.ts';

/** A TCP probe asks for no path. */
function asksForPath(values: Readonly<Record<string, string>>): boolean {
  const protocol = values['probeProtocol'] ?? '';
  return protocol === 'http' || protocol === 'https';
}

/** How a balancer asks, whom it asks and how it picks, for making and for changing one. */
const PROBE_FIELDS: readonly FormField[] = [
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
    when: asksForPath,
    choices: (context) =>
      PROBE_PATHS.map(({ path, checks }) => ({
        value: path,
        label: context.words(`probePath.${checks}`),
      })),
  },
  { name: 'probePort', label: 'probePort', kind: 'number', hint: 'probePort' },
  { name: 'probeInterval', label: 'probeInterval', kind: 'text', hint: 'duration' },
  { name: 'probeThreshold', label: 'probeThreshold', kind: 'number' },
  {
    name: 'allDown',
    label: 'allDown',
    kind: 'choice',
    choices: wordsOf('allDown', ALL_DOWN_BEHAVIOURS),
  },
  {
    name: 'distribution',
    label: 'distribution',
    kind: 'choice',
    choices: wordsOf('distribution', DISTRIBUTIONS),
  },
  { name: 'idleTimeout', label: 'idleTimeout', kind: 'text', hint: 'idleTimeout' },
  {
    name: 'outbound',
    label: 'outbound',
    kind: 'choice',
    choices: wordsOf('outbound', OUTBOUND_WAYS),
  },
];

const balancerForms: readonly FormSpec[] = [
  {
    id: 'balancer.add',
    icon: 'balancer',
    fields: [
      NAME,
      { name: 'group', label: 'group', kind: 'choice', choices: rowsOf('group') },
      { name: 'sku', label: 'sku', kind: 'choice', choices: wordsOf('sku', BALANCER_SKUS) },
      { name: 'zone', label: 'zone', kind: 'choice', hint: 'balancerZone', choices: zones },
      ...PROBE_FIELDS,
    ],
    begin: (context) => ({
      name: freeName('lb-', context.list('balancer')),
      group: only(context, 'group'),
      sku: 'standard',
      probeProtocol: 'http',
      probePath: '/health',
      distribution: 'default',
      allDown: 'refuse',
      probeInterval: '5s',
      probeThreshold: '2',
    }),
  },
  {
    id: 'balancer.edit',
    icon: 'balancer',
    fields: [
      {
        name: 'balancer',
        label: 'balancer',
        kind: 'choice',
        required: true,
        choices: ownBalancers,
      },
      ...PROBE_FIELDS,
    ],
    begin: (context) => ({ balancer: only(context, 'balancer') }),
  },
  {
    id: 'balancer.join',
    icon: 'link',
    fields: [
      { name: 'vm', label: 'machine', kind: 'choice', required: true, choices: rowsOf('vm') },
      {
        name: 'balancer',
        label: 'balancer',
        kind: 'choice',
        required: true,
        choices: rowsOf('balancer'),
      },
    ],
    begin: (context) => ({ balancer: only(context, 'balancer') }),
  },
  {
    id: 'service.add',
    icon: 'users',
    fields: [
      NAME,
      {
        name: 'balancer',
        label: 'balancer',
        kind: 'choice',
        required: true,
        choices: rowsOf('balancer'),
      },
      { name: 'group', label: 'group', kind: 'choice', choices: rowsOf('group') },
      { name: 'workers', label: 'workers', kind: 'number' },
      { name: 'serviceTime', label: 'serviceTime', kind: 'text', hint: 'duration' },
      { name: 'deadline', label: 'deadline', kind: 'text', hint: 'duration' },
      { name: 'port', label: 'port', kind: 'number' },
      { name: 'outboundCalls', label: 'outboundCalls', kind: 'number', hint: 'outboundCalls' },
      { name: 'clients', label: 'clients', kind: 'number', hint: 'clients' },
      {
        name: 'largestClientShare',
        label: 'largestClientShare',
        kind: 'number',
        hint: 'largestClientShare',
        when: (values) => (values['clients'] ?? '') !== '',
      },
      {
        name: 'need',
        label: 'need',
        kind: 'choice',
        hint: 'need',
        choices: rowsOf('vm', 'balancer', 'service'),
      },
    ],
    finish: ({ need, ...rest }) =>
      need === undefined ? rest : { ...rest, dependsOn: [{ on: need }] },
    begin: (context) => ({
      name: freeName('service-', context.list('service')),
      balancer: only(context, 'balancer'),
      group: only(context, 'group'),
      workers: '4',
      serviceTime: '100ms',
      deadline: '2s',
    }),
  },
  {
    id: 'load.set',
    icon: 'activity',
    fields: [
      {
        name: 'service',
        label: 'service',
        kind: 'choice',
        required: true,
        choices: rowsOf('service'),
      },
      {
        name: 'perSecond',
        label: 'perSecond',
        kind: 'number',
        unit: '/s',
        required: true,
        hint: 'load',
      },
    ],
    begin: (context) => ({ service: only(context, 'service') }),
    finish: ({ perSecond, ...rest }) => ({ ...rest, curve: { points: [{ at: '0s', perSecond }] } }),
  },
];

/** How a name chooses and how soon it notices, for making and for changing one. */
const NAME_FIELDS: readonly FormField[] = [
  {
    name: 'routing',
    label: 'routing',
    kind: 'choice',
    choices: wordsOf('routing', DNS_ROUTINGS),
  },
  { name: 'ttl', label: 'ttl', kind: 'text', hint: 'duration' },
  { name: 'probeInterval', label: 'checkInterval', kind: 'text', hint: 'duration' },
  { name: 'toleratedFailures', label: 'toleratedFailures', kind: 'number' },
];

const nameForms: readonly FormSpec[] = [
  {
    id: 'dnsProfile.add',
    icon: 'link',
    fields: [
      NAME,
      { name: 'group', label: 'group', kind: 'choice', choices: rowsOf('group') },
      {
        name: 'service',
        label: 'service',
        kind: 'choice',
        required: true,
        choices: rowsOf('service'),
      },
      {
        name: 'first',
        label: 'firstAnswer',
        kind: 'choice',
        required: true,
        choices: rowsOf('balancer'),
      },
      { name: 'second', label: 'secondAnswer', kind: 'choice', choices: rowsOf('balancer') },
      ...NAME_FIELDS,
    ],
    begin: (context) => ({
      name: freeName('name-', context.list('dnsProfile')),
      group: only(context, 'group'),
      service: only(context, 'service'),
      routing: 'priority',
      ttl: '60s',
      probeInterval: '30s',
      toleratedFailures: '3',
    }),
    finish: ({ first, second, ...rest }) => ({
      ...rest,
      endpoints: [first, second]
        .filter((balancer) => balancer !== undefined)
        .map((balancer) => ({ balancer })),
    }),
  },
  {
    id: 'dnsProfile.edit',
    icon: 'link',
    fields: [
      {
        name: 'dnsProfile',
        label: 'dnsProfile',
        kind: 'choice',
        required: true,
        choices: rowsOf('dnsProfile'),
      },
      ...NAME_FIELDS,
    ],
    begin: (context) => ({ dnsProfile: only(context, 'dnsProfile') }),
  },
];

const applicationForms: readonly FormSpec[] = [
  {
    id: 'application.break',
    icon: 'cut',
    fields: [
      { name: 'vm', label: 'machine', kind: 'choice', required: true, choices: rowsOf('vm') },
      {
        name: 'as',
        label: 'appFault',
        kind: 'choice',
        required: true,
        choices: wordsOf('application', APP_FAULTS),
      },
    ],
    begin: (context) => ({ vm: only(context, 'vm'), as: 'hung' }),
  },
];

/** All forms of traffic. */
export const trafficForms: readonly FormSpec[] = [
  ...balancerForms,
  ...nameForms,
  ...applicationForms,
];
