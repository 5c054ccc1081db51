/**
 * The forms that build the room: places, racks, power, network and hosts. The order of the fields
 * is the order in which a person decides.
 */
import { HOST_SYSTEMS, PLACE_KINDS, POWER_KINDS, SWITCH_LAYERS } from '../../shared/model/kinds.ts';
import { withUnit } from '../i18n/with-unit.ts';
import { equipmentNote, grounds, NAME, only, powerOf, rowsOf, wordsOf } from './form-choices.ts';
import {
  freeName,
  type FormChoice,
  type FormContext,
  type FormField,
  type FormSpec,
} from './form-spec.ts';

/** Where a part stands that is in no rack; it is lost with that place. */
const PLACE: FormField = {
  name: 'place',
  label: 'place',
  kind: 'choice',
  hint: 'place',
  when: (values) => (values['rack'] ?? '') === '',
  choices: grounds,
};

const PARENT_KINDS: Readonly<Record<string, readonly string[]>> = {
  zone: ['site'],
  datacenter: ['site', 'zone'],
  room: ['site', 'zone', 'datacenter'],
  row: ['room'],
};

const POWER_SOURCES: Readonly<Record<string, readonly string[]>> = {
  ups: ['utility'],
  feed: ['utility', 'ups'],
  pdu: ['feed', 'ups', 'utility'],
};

const placeForms: readonly FormSpec[] = [
  {
    id: 'place.add',
    icon: 'place',
    fields: [
      {
        name: 'kind',
        label: 'placeKind',
        kind: 'choice',
        required: true,
        choices: wordsOf('kind', PLACE_KINDS),
      },
      NAME,
      {
        name: 'parent',
        label: 'parent',
        kind: 'choice',
        when: (values) => values['kind'] !== 'site',
        choices: (context, values) =>
          context
            .list('place')
            .filter((row) => PARENT_KINDS[values['kind'] ?? '']?.includes(row.placeKind) ?? false)
            .map((row) => ({
              value: row.id,
              label: row.name,
              note: context.words(`kind.${row.placeKind}`),
            })),
      },
    ],
    begin: (context) => ({ kind: 'row', name: freeName('row-', context.list('place')) }),
  },
  {
    id: 'rack.add',
    icon: 'rack',
    fields: [
      NAME,
      {
        name: 'row',
        label: 'row',
        kind: 'choice',
        required: true,
        choices: (context) =>
          context
            .list('place')
            .filter((row) => row.placeKind === 'row' || row.placeKind === 'room')
            .map((row) => ({
              value: row.id,
              label: row.name,
              note: context.words(`kind.${row.placeKind}`),
            })),
      },
      { name: 'position', label: 'position', kind: 'number', hint: 'firstFree' },
      { name: 'units', label: 'units', kind: 'number', unit: 'U' },
      { name: 'cluster', label: 'cluster', kind: 'choice', choices: rowsOf('cluster') },
    ],
    begin: (context) => ({
      name: freeName('r', context.list('rack')),
      row:
        context.list('rack').at(-1)?.row ??
        context.list('place').find((row) => row.placeKind === 'row')?.id ??
        '',
      units: '42',
      cluster: only(context, 'cluster'),
    }),
  },
  {
    id: 'cluster.add',
    icon: 'group',
    fields: [NAME],
    begin: (context) => ({ name: freeName('cluster-', context.list('cluster')) }),
  },
  {
    id: 'storage.add',
    icon: 'disk',
    fields: [
      NAME,
      { name: 'rack', label: 'rack', kind: 'choice', hint: 'storageRack', choices: rowsOf('rack') },
      PLACE,
      { name: 'capacityGib', label: 'capacity', kind: 'number', unit: 'GiB' },
    ],
    begin: (context) => ({ name: freeName('storage-', context.list('storage')) }),
  },
];

const powerForms: readonly FormSpec[] = [
  {
    id: 'power.add',
    icon: 'feed',
    fields: [
      {
        name: 'kind',
        label: 'powerKind',
        kind: 'choice',
        required: true,
        choices: wordsOf('kind', POWER_KINDS),
      },
      NAME,
      {
        name: 'from',
        label: 'source',
        kind: 'choice',
        when: (values) => values['kind'] !== 'utility',
        choices: (context, values) =>
          powerOf(...(POWER_SOURCES[values['kind'] ?? ''] ?? []))(context),
      },
      {
        name: 'rack',
        label: 'rack',
        kind: 'choice',
        when: (values) => values['kind'] === 'pdu',
        choices: rowsOf('rack'),
      },
      PLACE,
      {
        name: 'batteryMinutes',
        label: 'battery',
        kind: 'number',
        unit: 'min',
        when: (values) => values['kind'] === 'ups',
      },
      { name: 'ratingWatts', label: 'rating', kind: 'number', unit: 'W', hint: 'rating' },
    ],
    begin: (context, { kind = 'feed' }) => ({
      kind,
      name: freeName(`${kind}-`, context.list('power')),
    }),
  },
  {
    id: 'power.edit',
    icon: 'feed',
    fields: [
      { name: 'power', label: 'part', kind: 'choice', required: true, choices: rowsOf('power') },
      { name: 'from', label: 'source', kind: 'choice', choices: powerOf('utility', 'ups', 'feed') },
      { name: 'ratingWatts', label: 'rating', kind: 'number', unit: 'W', hint: 'rating' },
    ],
    begin: () => ({}),
  },
  {
    id: 'cord.add',
    icon: 'pdu',
    fields: [
      {
        name: 'device',
        label: 'device',
        kind: 'choice',
        required: true,
        choices: rowsOf('host', 'switch'),
      },
      { name: 'pdu', label: 'pdu', kind: 'choice', required: true, choices: powerOf('pdu') },
    ],
    begin: () => ({}),
  },
];

const networkForms: readonly FormSpec[] = [
  {
    id: 'switch.add',
    icon: 'switch',
    fields: [
      {
        name: 'layer',
        label: 'layer',
        kind: 'choice',
        required: true,
        choices: wordsOf('kind', SWITCH_LAYERS),
      },
      NAME,
      { name: 'rack', label: 'rack', kind: 'choice', choices: rowsOf('rack') },
      PLACE,
      { name: 'uplinks', label: 'uplink', kind: 'choice', list: true, choices: rowsOf('switch') },
      {
        name: 'pdus',
        label: 'pdu',
        kind: 'choice',
        list: true,
        hint: 'switchPower',
        choices: powerOf('pdu'),
      },
    ],
    begin: (context) => ({ layer: 'tor', name: freeName('switch-', context.list('switch')) }),
  },
  {
    id: 'link.add',
    icon: 'cable',
    fields: [
      {
        name: 'from',
        label: 'from',
        kind: 'choice',
        required: true,
        choices: rowsOf('host', 'switch'),
      },
      { name: 'to', label: 'to', kind: 'choice', required: true, choices: rowsOf('switch') },
      { name: 'gbps', label: 'bandwidth', kind: 'number', unit: 'Gbit/s' },
    ],
    begin: () => ({}),
  },
];

const computeForms: readonly FormSpec[] = [
  {
    id: 'host.add',
    icon: 'host',
    fields: [
      NAME,
      { name: 'rack', label: 'rack', kind: 'choice', required: true, choices: rowsOf('rack') },
      {
        name: 'model',
        label: 'model',
        kind: 'choice',
        required: true,
        choices: hostModels,
      },
      { name: 'unit', label: 'unit', kind: 'number', hint: 'firstFree' },
      { name: 'system', label: 'system', kind: 'choice', choices: wordsOf('system', HOST_SYSTEMS) },
      {
        name: 'vCpuPerCore',
        label: 'vCpuPerCore',
        kind: 'number',
        hint: 'vCpuPerCore',
        when: (values) => values['system'] !== 'operatingSystem',
      },
    ],
    begin: (context) => ({
      name: freeName('host-', context.list('host')),
      rack: only(context, 'rack'),
      model: context.catalogue?.hostModels[0]?.name ?? '',
      system: 'hypervisor',
    }),
  },
];

/** Models of hosts, each with what it has and how high it is. */
function hostModels(context: FormContext): FormChoice[] {
  return (context.catalogue?.hostModels ?? []).map((model) => {
    const has = equipmentNote(context, { vCpu: model.cores, memoryMib: model.memoryMib });
    const high = withUnit(String(model.heightUnits), 'U');
    return { value: model.name, label: model.title, note: `${has} · ${high}` };
  });
}

/** All forms of the room. */
export const roomForms: readonly FormSpec[] = [
  ...placeForms,
  ...powerForms,
  ...networkForms,
  ...computeForms,
];
