/**
 * `racklab images FILE`: the images of a room and the machines made from them, at a moment: where
 * versions are replicated, which machines have drifted, and which share an identity. The room is
 * run from its file and only looked at; what counts as drift is the engine's to say.
 */
import { printDuration } from '../../shared/kernel/time.ts';
import type { DriftView } from '../../shared/views/image-view.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { beginRoom, momentOf, type BegunEngine } from './begin-room.ts';
import { EXIT, type CliEnvironment, type ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { printError } from './error-text.ts';

export const imagesCommand: CliCommand = {
  spec: {
    name: 'images',
    summary: 'Lists images, their replicas, and how machines differ from the image they had.',
    operands: ['FILE'],
    options: {
      at: { value: 'DURATION', help: 'At this moment; at the end of the run when absent.' },
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: ['Timed actions of the file up to that moment are carried out.'],
  },
  run,
};

async function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  const file = given.operands[0] ?? '';
  const room = await beginRoom(environment, file);
  if (!room.ok) {
    printError(environment, room.error, file);
    return EXIT.badInput;
  }
  const { engine, read } = room.value;
  const atUs = momentOf(given.text('at'), read.expanded.durationUs);
  if (!atUs.ok) {
    printError(environment, atUs.error, file);
    return EXIT.badInput;
  }
  engine.runUntil(atUs.value);
  const found = lookAt(engine);
  if (given.has('json')) {
    const object = { atSeconds: atUs.value / 1_000_000, ...found };
    environment.write(`${JSON.stringify(object, undefined, 2)}\n`);
  } else environment.write(tableOf(found, atUs.value));
  return EXIT.done;
}

interface Found {
  readonly images: { id: string; base: string; state: string; ready: boolean; machines: number }[];
  readonly versions: {
    id: string;
    base: string;
    state: string;
    regions: { region: string; ready: boolean }[];
    machines: number;
  }[];
  readonly machines: {
    id: string;
    image: string;
    generalized: boolean;
    newerVersion?: string;
    drift?: DriftView;
    sharesIdentityWith: readonly string[];
    nameLeadsTo?: string;
    breaks: readonly string[];
  }[];
}

function rowsOf<K extends 'managedImage' | 'imageDefinition' | 'vm'>(
  engine: BegunEngine,
  kind: K,
): RowOf<K>[] {
  return engine.rows([kind]).filter((row): row is RowOf<K> => row.kind === kind);
}

function lookAt(engine: BegunEngine): Found {
  return {
    images: rowsOf(engine, 'managedImage').map(({ id, base, state, ready, machines }) => {
      return { id, base, state, ready, machines: machines.length };
    }),
    versions: rowsOf(engine, 'imageDefinition').flatMap((row) =>
      row.versions.map((version) => ({
        id: `${row.id}@${version.version}`,
        base: version.base,
        state: version.state,
        regions: version.replicas.map(({ region, ready }) => ({ region, ready })),
        machines: version.machines.length,
      })),
    ),
    machines: rowsOf(engine, 'vm').map((vm) => ({
      id: vm.id,
      image: vm.exactImage,
      generalized: vm.generalized === true,
      ...(vm.newerVersion === undefined ? {} : { newerVersion: vm.newerVersion }),
      ...(vm.drift === undefined ? {} : { drift: vm.drift }),
      sharesIdentityWith: vm.identity?.sharedWith ?? [],
      ...(vm.identity?.nameHeldBy === undefined ? {} : { nameLeadsTo: vm.identity.nameHeldBy }),
      breaks: vm.identity?.breaks ?? [],
    })),
  };
}

function tableOf(found: Found, atUs: number): string {
  const images = found.images.map(({ id, base, state, ready, machines }) => {
    return `  ${id}: ${base}, ${state}, ${ready ? 'ready' : 'being made'}, ${count(machines)}`;
  });
  const versions = found.versions.map(({ id, base, state, regions, machines }) => {
    const where = regions.map(({ region, ready }) => (ready ? region : `${region} (coming)`));
    return `  ${id}: ${base}, ${state}, in ${where.join(', ')}, ${count(machines)}`;
  });
  const machines = found.machines.flatMap((vm) => [
    `  ${vm.id}: ${vm.image}${vm.generalized ? ', generalized' : ''}`,
    ...notesOn(vm).map((note) => `    ${note}`),
  ]);
  return [
    `images at ${printDuration(atUs)}`,
    ...(images.length === 0 ? ['  none outside galleries'] : images),
    'versions in galleries',
    ...(versions.length === 0 ? ['  none'] : versions),
    'machines',
    ...(machines.length === 0 ? ['  none'] : machines),
    '',
  ].join('\n');
}

function count(machines: number): string {
  return machines === 1 ? '1 machine' : `${machines} machines`;
}

function notesOn(vm: Found['machines'][number]): string[] {
  const { drift, sharesIdentityWith, nameLeadsTo, newerVersion } = vm;
  return [
    ...(newerVersion === undefined ? [] : [`a newer version is there: ${newerVersion}`]),
    ...(drift === undefined ? [] : driftLines(drift)),
    ...(sharesIdentityWith.length === 0
      ? []
      : [`shares its identity with ${sharesIdentityWith.join(', ')}: ${vm.breaks.join(', ')}`]),
    ...(sharesIdentityWith.length === 0 || nameLeadsTo === undefined
      ? []
      : [`the name leads to ${nameLeadsTo}`]),
  ];
}

function driftLines(drift: DriftView): string[] {
  const lists: [string, readonly string[]][] = [
    ['installed since', drift.added],
    ['removed since', drift.removed],
    ['runtimes added', drift.runtimesAdded],
    ['runtimes gone', drift.runtimesRemoved],
    ['tasks added', drift.tasksAdded],
    ['tasks gone', drift.tasksRemoved],
    ['tasks changed', drift.tasksChanged],
  ];
  return [
    ...(drift.patchLevels === 0 ? [] : [`patch level ${signed(drift.patchLevels)}`]),
    ...lists.flatMap(([what, names]) =>
      names.length === 0 ? [] : [`${what}: ${names.join(', ')}`],
    ),
    ...drift.changed.map(({ name, field, image, machine }) => {
      return `${name}: ${field} is ${machine || 'as the catalogue has it'}, was ${image || 'that'}`;
    }),
  ];
}

function signed(number: number): string {
  return number > 0 ? `+${number}` : String(number);
}
