/**
 * The forms of what narrows placement: proximity groups, dedicated hosts, reservations. What
 * excludes what is said by the engine when it is tried.
 */
import { NAME, only, rowsOf, sizes, zones } from './form-choices.ts';
import { freeName, type FormContext, type FormChoice, type FormSpec } from './form-spec.ts';

function hostKinds(context: FormContext): FormChoice[] {
  return (context.catalogue?.dedicatedHosts ?? []).map(({ sku, series }) => ({
    value: sku,
    label: sku,
    note: series,
  }));
}

const GROUP = { name: 'group', label: 'group', kind: 'choice', choices: rowsOf('group') } as const;
const ZONE = { name: 'zone', label: 'zone', kind: 'choice', choices: zones } as const;

/** All forms of placement. */
export const placementForms: readonly FormSpec[] = [
  {
    id: 'proximityGroup.add',
    icon: 'group',
    fields: [
      NAME,
      GROUP,
      { name: 'sizes', label: 'size', kind: 'choice', list: true, hint: 'intent', choices: sizes },
      { ...ZONE, hint: 'intentZone', when: (values) => (values['sizes'] ?? '') !== '' },
    ],
    begin: (context) => ({
      name: freeName('near-', context.list('proximityGroup')),
      group: only(context, 'group'),
    }),
  },
  {
    id: 'hostGroup.add',
    icon: 'group',
    fields: [
      NAME,
      GROUP,
      ZONE,
      { name: 'faultDomains', label: 'faultDomains', kind: 'number', hint: 'hostDomains' },
      {
        name: 'automaticPlacement',
        label: 'automaticPlacement',
        kind: 'choice',
        choices: (context) =>
          ['yes', 'no'].map((value) => ({ value, label: context.words(`answer.${value}`) })),
      },
    ],
    begin: (context) => ({
      name: freeName('hosts-', context.list('hostGroup')),
      group: only(context, 'group'),
      faultDomains: '1',
      automaticPlacement: 'yes',
    }),
    finish: ({ automaticPlacement, ...rest }) => ({
      ...rest,
      automaticPlacement: automaticPlacement === 'yes',
    }),
  },
  {
    id: 'dedicatedHost.add',
    icon: 'host',
    fields: [
      NAME,
      {
        name: 'hostGroup',
        label: 'hostGroup',
        kind: 'choice',
        required: true,
        choices: rowsOf('hostGroup'),
      },
      { name: 'sku', label: 'hostKind', kind: 'choice', required: true, choices: hostKinds },
      { name: 'host', label: 'host', kind: 'choice', hint: 'drawnHost', choices: rowsOf('host') },
    ],
    begin: (context) => ({
      name: freeName('dedicated-', context.list('dedicatedHost')),
      hostGroup: only(context, 'hostGroup'),
      sku: context.catalogue?.dedicatedHosts.find(({ series }) => series === 'Dsv5')?.sku ?? '',
    }),
  },
  {
    id: 'reservation.add',
    icon: 'lock',
    fields: [
      NAME,
      GROUP,
      { name: 'size', label: 'size', kind: 'choice', required: true, choices: sizes },
      { name: 'quantity', label: 'quantity', kind: 'number', required: true, hint: 'quantity' },
      ZONE,
    ],
    begin: (context) => ({
      name: freeName('reserved-', context.list('reservation')),
      group: only(context, 'group'),
      size: context.list('vm').at(-1)?.size ?? context.catalogue?.sizes[0]?.name ?? '',
      quantity: '2',
    }),
  },
  {
    id: 'reservation.edit',
    icon: 'lock',
    fields: [
      {
        name: 'reservation',
        label: 'reservation',
        kind: 'choice',
        required: true,
        choices: rowsOf('reservation'),
      },
      { name: 'quantity', label: 'quantity', kind: 'number', required: true, hint: 'quantity' },
    ],
    begin: (context) => ({ reservation: only(context, 'reservation') }),
  },
];
