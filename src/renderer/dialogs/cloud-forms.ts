/**
 * The forms of what lives on the room: groups, sets, balancers, services and load. The order of the
 * fields is the order in which a person decides.
 */
import { ORCHESTRATIONS, SCALE_IN_POLICIES } from '../../shared/model/kinds.ts';
import { NAME, only, rowsOf, sizes, wordsOf, zones, zoneSpreads } from './form-choices.ts';
import { trafficForms } from './traffic-forms.ts';
import { freeName, type FormField, type FormSpec } from './form-spec.ts';
import { MIX_FIELDS, SPOT_FIELDS, withSpot } from './spot-fields.ts';

const availabilityForms: readonly FormSpec[] = [
  {
    id: 'group.add',
    icon: 'group',
    fields: [NAME, { name: 'location', label: 'location', kind: 'text' }],
    begin: (context) => ({ name: freeName('group-', context.list('group')) }),
  },
  {
    id: 'availabilitySet.add',
    icon: 'group',
    fields: [
      NAME,
      { name: 'group', label: 'group', kind: 'choice', choices: rowsOf('group') },
      { name: 'faultDomains', label: 'faultDomains', kind: 'number', hint: 'faultDomains' },
      { name: 'updateDomains', label: 'updateDomains', kind: 'number', hint: 'updateDomains' },
    ],
    begin: (context) => ({
      name: freeName('set-', context.list('availabilitySet')),
      group: only(context, 'group'),
      faultDomains: '3',
      updateDomains: '5',
    }),
  },
  {
    id: 'vm.recreate',
    icon: 'copy',
    fields: [
      { name: 'vm', label: 'machine', kind: 'choice', required: true, choices: rowsOf('vm') },
      {
        name: 'availabilitySet',
        label: 'availabilitySet',
        kind: 'choice',
        hint: 'recreate',
        choices: rowsOf('availabilitySet'),
      },
      { name: 'zone', label: 'zone', kind: 'choice', hint: 'recreateZone', choices: zones },
    ],
    begin: (context) => ({ availabilitySet: only(context, 'availabilitySet') }),
  },
];

/** Where the interfaces of instances are; without a subnet in the network everybody shares. */
const SET_NETWORK_FIELDS: readonly FormField[] = [
  { name: 'subnet', label: 'subnet', kind: 'choice', hint: 'setSubnet', choices: rowsOf('subnet') },
  {
    name: 'securityGroup',
    label: 'securityGroup',
    kind: 'choice',
    choices: rowsOf('securityGroup'),
  },
];

/** What each instance comes with beside its system. */
const SET_EQUIPMENT_FIELDS: readonly FormField[] = [
  { name: 'dataDisks', label: 'setDataDisks', kind: 'text', hint: 'setDataDisks', unit: 'GiB' },
  { name: 'administrator', label: 'administrator', kind: 'text' },
  { name: 'openPorts', label: 'openPorts', kind: 'text', hint: 'setOpenPorts' },
];

/** Disks as sizes in a row and a user as a name, in the shape of the command. */
function withEquipment(command: Record<string, unknown>): Record<string, unknown> {
  const { dataDisks, administrator, ...rest } = command;
  const sizes = typeof dataDisks === 'string' ? dataDisks.split(/[\s,;]+/).filter(Boolean) : [];
  return {
    ...rest,
    ...(sizes.length === 0 ? {} : { dataDisks: sizes.map((gib) => ({ sizeGib: Number(gib) })) }),
    ...(administrator === undefined ? {} : { administrator: { name: administrator } }),
  };
}

const scaleForms: readonly FormSpec[] = [
  {
    id: 'scaleSet.add',
    icon: 'group',
    fields: [
      NAME,
      { name: 'group', label: 'group', kind: 'choice', choices: rowsOf('group') },
      {
        name: 'size',
        label: 'size',
        kind: 'choice',
        required: true,
        choices: sizes,
      },
      {
        name: 'image',
        label: 'image',
        kind: 'choice',
        required: true,
        choices: (context) =>
          (context.catalogue?.images ?? []).map(({ alias }) => ({ value: alias, label: alias })),
      },
      { name: 'capacity', label: 'instances', kind: 'number', required: true },
      {
        name: 'orchestration',
        label: 'orchestration',
        kind: 'choice',
        choices: wordsOf('orchestration', ORCHESTRATIONS),
      },
      { name: 'faultDomains', label: 'faultDomains', kind: 'number', hint: 'scaleDomains' },
      {
        name: 'zones',
        label: 'zones',
        kind: 'choice',
        hint: 'scaleZones',
        choices: zoneSpreads,
      },
      {
        name: 'scaleIn',
        label: 'scaleIn',
        kind: 'choice',
        choices: wordsOf('scaleIn', SCALE_IN_POLICIES),
      },
      {
        name: 'balancers',
        label: 'balancer',
        kind: 'choice',
        list: true,
        choices: rowsOf('balancer'),
      },
      ...SET_NETWORK_FIELDS,
      ...SET_EQUIPMENT_FIELDS,
      ...MIX_FIELDS,
      ...SPOT_FIELDS,
    ],
    finish: ({ zones: chosen, ...rest }) =>
      withEquipment(
        withSpot(typeof chosen === 'string' ? { ...rest, zones: chosen.split(' ') } : rest),
      ),
    begin: (context) => {
      const like = context.list('vm').at(-1);
      return {
        name: freeName('scale-', context.list('scaleSet')),
        group: only(context, 'group'),
        size: like?.size ?? context.catalogue?.sizes[0]?.name ?? '',
        image: like?.image ?? context.catalogue?.images[0]?.alias ?? '',
        capacity: '2',
        orchestration: 'flexible',
        scaleIn: 'default',
      };
    },
  },
  {
    id: 'scaleSet.scale',
    icon: 'plus',
    fields: [
      {
        name: 'scaleSet',
        label: 'scaleSet',
        kind: 'choice',
        required: true,
        choices: rowsOf('scaleSet'),
      },
      { name: 'capacity', label: 'instances', kind: 'number', required: true },
    ],
    begin: (context) => ({ scaleSet: only(context, 'scaleSet') }),
  },
];

/** All forms of the cloud. */
export const cloudForms: readonly FormSpec[] = [
  ...trafficForms,
  ...availabilityForms,
  ...scaleForms,
];
