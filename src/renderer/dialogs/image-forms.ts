/**
 * Forms around images: capturing, cloning, uploading, and what a gallery is made of. What is
 * allowed is decided by the engine.
 */
import { HYPERVISOR_GENERATIONS, OS_KINDS, IMAGE_STATES } from '../../shared/model/image-kinds.ts';
import { NAME, rowsOf, wordsOf } from './form-choices.ts';
import { freeName, type FormContext, type FormField, type FormSpec } from './form-spec.ts';

const GROUP: FormField = {
  name: 'group',
  label: 'group',
  kind: 'choice',
  choices: rowsOf('group'),
};
const VM: FormField = {
  name: 'vm',
  label: 'machine',
  kind: 'choice',
  required: true,
  choices: rowsOf('vm'),
};
const DEFINITION: FormField = {
  name: 'imageDefinition',
  label: 'imageDefinition',
  kind: 'choice',
  required: true,
  choices: rowsOf('imageDefinition'),
};
const STATE: FormField = {
  name: 'state',
  label: 'imageState',
  kind: 'choice',
  hint: 'imageState',
  choices: wordsOf('imageState', IMAGE_STATES),
};
const REGION: FormField = {
  name: 'regions',
  label: 'region',
  kind: 'text',
  hint: 'region',
  list: true,
};

function generations(): { value: string; label: string }[] {
  return HYPERVISOR_GENERATIONS.map((value) => ({ value, label: value }));
}

function bases(context: FormContext): { value: string; label: string; note: string }[] {
  return (context.catalogue?.images ?? []).map(({ alias, urn }) => {
    return { value: alias, label: alias, note: urn };
  });
}

function firstGroup(context: FormContext): string {
  return context.list('group')[0]?.id ?? '';
}

export const imageForms: readonly FormSpec[] = [
  {
    id: 'vm.capture',
    icon: 'copy',
    fields: [VM, NAME, GROUP],
    begin: (context) => ({ name: freeName('image-', context.list('managedImage')) }),
  },
  {
    id: 'vm.clone',
    icon: 'copy',
    fields: [
      VM,
      NAME,
      GROUP,
      { name: 'host', label: 'host', kind: 'choice', choices: rowsOf('host') },
    ],
    begin: (context) => ({ name: freeName('copy-', context.list('vm')) }),
  },
  {
    id: 'image.upload',
    icon: 'group',
    fields: [
      NAME,
      GROUP,
      { name: 'base', label: 'baseImage', kind: 'choice', required: true, choices: bases },
      { name: 'generation', label: 'generation', kind: 'choice', choices: generations },
      STATE,
      { name: 'osDiskGib', label: 'osDiskGib', kind: 'number', unit: 'GiB' },
      { name: 'mbps', label: 'lineSpeed', kind: 'number', unit: 'Mbit/s', hint: 'lineSpeed' },
      { name: 'host', label: 'copiedFrom', kind: 'choice', hint: 'copiedFrom', choices: servers },
    ],
    begin: (context) => ({
      name: freeName('disk-', context.list('managedImage')),
      group: firstGroup(context),
      base: context.catalogue?.images[0]?.alias ?? '',
    }),
  },
  {
    id: 'gallery.add',
    icon: 'group',
    fields: [NAME, GROUP],
    begin: (context) => ({
      name: freeName('gallery-', context.list('gallery')),
      group: firstGroup(context),
    }),
  },
  {
    id: 'imageDefinition.add',
    icon: 'group',
    fields: [
      NAME,
      {
        name: 'gallery',
        label: 'gallery',
        kind: 'choice',
        required: true,
        choices: rowsOf('gallery'),
      },
      {
        name: 'os',
        label: 'osKind',
        kind: 'choice',
        required: true,
        choices: wordsOf('osKind', OS_KINDS),
      },
      { name: 'generation', label: 'generation', kind: 'choice', choices: generations },
      STATE,
    ],
    begin: (context) => ({
      name: freeName('image-', context.list('imageDefinition')),
      gallery: context.list('gallery')[0]?.id ?? '',
      os: 'linux',
    }),
  },
  {
    id: 'imageVersion.add',
    icon: 'group',
    fields: [
      DEFINITION,
      { name: 'version', label: 'imageVersion', kind: 'text', required: true },
      { ...VM, required: false, hint: 'versionSource' },
      {
        name: 'managedImage',
        label: 'managedImage',
        kind: 'choice',
        choices: rowsOf('managedImage'),
        when: ({ vm }) => (vm ?? '').trim() === '',
      },
      REGION,
    ],
    begin: (context) => {
      const definition = context.list('imageDefinition')[0];
      return { imageDefinition: definition?.id ?? '', version: nextVersion(definition) };
    },
  },
  {
    id: 'imageVersion.replicate',
    icon: 'globe',
    fields: [
      DEFINITION,
      { name: 'version', label: 'imageVersion', kind: 'text', required: true },
      { ...REGION, required: true },
    ],
    begin: (context) => {
      const definition = context.list('imageDefinition')[0];
      return {
        imageDefinition: definition?.id ?? '',
        version: definition?.versions[0]?.version ?? '',
      };
    },
  },
];

/** The version after the newest: its middle number goes up. */
function nextVersion(
  definition: { readonly versions: readonly { readonly version: string }[] } | undefined,
): string {
  const [major, minor] = (definition?.versions[0]?.version ?? '').split('.').map(Number);
  return major === undefined || minor === undefined ? '1.0.0' : `${major}.${minor + 1}.0`;
}

/** Servers with an operating system on their hardware. */
function servers(context: FormContext): { value: string; label: string }[] {
  return context
    .list('host')
    .filter(({ system }) => system === 'operatingSystem')
    .map(({ id, name }) => ({ value: id, label: name }));
}
