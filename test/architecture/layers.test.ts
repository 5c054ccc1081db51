/**
 * Goal: no file reaches past its layer. Method: parse every import of `src/` and compare it with
 * the allowed graph below, which is the table of `docs/architecture.md` written as data.
 */
import { describe, expect, it } from 'vitest';
import { importsOf, readTree, type ImportEdge, type SourceText } from '../support/source-tree.ts';

interface Layer {
  readonly name: string;
  /** A folder (ends in `/`) or one file; the longest match wins. */
  readonly under: string;
  readonly mayImport: readonly string[];
  /** Layers of which only types may be imported. */
  readonly typesOf?: readonly string[];
  /** Packages and node modules; `node:*` stands for all of node except HOST_MODULES. */
  readonly packages?: readonly string[];
  /** Packages of which only types may be imported. */
  readonly packageTypes?: readonly string[];
}

/** Node modules that make a host: only layers that name them may use them. */
const HOST_MODULES = [
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'node:dgram',
];

const WORDS = ['kernel', 'kinds', 'figures', 'model', 'commands', 'events', 'views'];
const SHARED = [...WORDS, 'contract', 'document', 'lab-words'];
const SCREEN_PACKAGES = ['vue', 'pinia', 'vue-i18n', 'reka-ui', '@lucide/vue'];

/** Closed lists of words without a schema: the part of the model whose values the engine needs. */
const KINDS: readonly Layer[] = [
  'kinds',
  'guest-kinds',
  'image-kinds',
  'fault-kinds',
  'scheduled-event-kinds',
  'downtime-owners',
  'workload-kinds',
  'network-kinds',
  'crossing-kinds',
  'hypervisor-kinds',
  'move-kinds',
  'environment-kinds',
  'web-app-kinds',
].map((file) => ({ name: 'kinds', under: `src/shared/model/${file}.ts`, mayImport: [] }));

/** Parts of the model that read its values without a schema, so that the engine may call them. */
const FIGURES: readonly Layer[] = [
  'quantiles',
  'catalogue-lookup',
  'catalogue-pricing',
  'application-needs',
  'calendar',
  'cron',
  'decision-diagram',
  'expected-availability',
  'sla',
  'burst-balance',
  'disk-caching',
  'disk-io',
  'latency-buckets',
  'workload-command',
  'scale-up',
  'survival',
  'ip-addresses',
  'security-rules',
  'image-versions',
  'web-plan',
  'administrator',
].map((file) => ({
  name: 'figures',
  under: `src/shared/model/${file}.ts`,
  mayImport: ['kernel', 'kinds'],
  typesOf: ['model'],
}));

const LAYERS: readonly Layer[] = [
  { name: 'kernel', under: 'src/shared/kernel/', mayImport: [] },
  ...KINDS,
  ...FIGURES,
  {
    name: 'model',
    under: 'src/shared/model/',
    mayImport: ['kernel', 'kinds', 'figures'],
    packages: ['zod'],
  },
  {
    name: 'commands',
    under: 'src/shared/commands/',
    mayImport: ['kernel', 'kinds', 'figures', 'model'],
    packages: ['zod'],
  },
  {
    name: 'events',
    under: 'src/shared/events/',
    mayImport: ['kernel', 'kinds', 'model', 'commands'],
    packages: ['zod'],
  },
  {
    name: 'views',
    under: 'src/shared/views/',
    mayImport: ['kernel', 'kinds', 'model', 'commands', 'events'],
    packages: ['zod'],
  },
  {
    name: 'contract',
    under: 'src/shared/contract/',
    mayImport: [...WORDS, 'lab-words'],
    packages: ['zod'],
  },
  {
    name: 'document',
    under: 'src/shared/document/',
    mayImport: WORDS,
    packages: ['zod', 'jsonc-parser'],
  },
  {
    // Formats of labs and the small language they are written in.
    name: 'lab-words',
    under: 'src/shared/lab/',
    mayImport: WORDS,
    packages: ['zod'],
  },
  {
    name: 'engine',
    under: 'src/main/engine/',
    mayImport: ['kernel', 'kinds', 'figures'],
    typesOf: ['model', 'commands', 'events', 'views'],
  },
  {
    name: 'persistence',
    under: 'src/main/persistence/',
    mayImport: SHARED,
    packages: ['node:fs', 'node:fs/promises', 'node:path', 'node:crypto', 'node:os', 'node:zlib'],
  },
  {
    // Reads the dated figures in `resources/catalogue`, for whoever starts a workspace.
    name: 'catalogue',
    under: 'src/main/catalogue/',
    mayImport: ['kernel', 'kinds', 'model'],
    packages: ['node:fs', 'node:path'],
  },
  {
    // Many runs on copies; it knows only the engine's door, so a host can put it in any thread.
    name: 'sweep',
    under: 'src/main/sweep/',
    mayImport: [...SHARED, 'engine'],
  },
  {
    // How experiments go, for labs, documents and the command line; a copy of a room is all it has.
    name: 'experiment',
    under: 'src/main/experiment/',
    mayImport: [...SHARED, 'engine', 'sweep'],
  },
  {
    // Reads labs and marks attempts; it runs rooms through the workspace's ways and copies.
    name: 'lab',
    under: 'src/main/lab/',
    mayImport: [...SHARED, 'engine', 'experiment', 'workspace'],
    packages: [
      'node:crypto',
      'node:fs/promises',
      'node:path',
      'node:zlib',
      'csv-parse',
      'csv-parse/sync',
      'fflate',
      'yauzl',
    ],
    packageTypes: ['zod'],
  },
  {
    name: 'workspace',
    under: 'src/main/workspace/',
    mayImport: [
      ...SHARED,
      'engine',
      'sweep',
      'experiment',
      'persistence',
      'catalogue',
      'resources',
    ],
    packages: ['zod', 'node:*'],
  },
  {
    // Labs of one's own: files of a trainer's folder, given a start out of an open room.
    name: 'author',
    under: 'src/main/author/',
    mayImport: [...SHARED, 'lab', 'workspace', 'persistence'],
    packages: ['node:fs/promises', 'node:path'],
  },
  {
    // An attempt at a lab on the screen: a document with tasks, checked on copies of its room.
    name: 'player',
    under: 'src/main/player/',
    mayImport: [
      ...SHARED,
      'engine',
      'experiment',
      'lab',
      'author',
      'workspace',
      'persistence',
      'catalogue',
      'resources',
    ],
    packages: ['node:*'],
  },
  {
    name: 'workspace-host',
    under: 'src/main/workspace-host/',
    // Persistence for the host's own small files: window state, reports, dialogs' texts.
    mayImport: [...SHARED, 'player', 'workspace', 'catalogue', 'persistence'],
    packages: ['node:*'],
  },
  {
    name: 'electron',
    under: 'src/main/electron/',
    mayImport: [...SHARED, 'workspace-host'],
    packages: ['electron', 'node:*'],
  },
  {
    name: 'preload',
    under: 'src/main/electron/preload.ts',
    mayImport: [],
    typesOf: ['kernel', 'kinds', 'contract'],
    packages: ['electron'],
  },
  {
    name: 'server',
    under: 'src/main/server/',
    mayImport: [...SHARED, 'workspace', 'workspace-host', 'catalogue', 'resources'],
    packages: ['ws', 'node:*', ...HOST_MODULES],
  },
  {
    name: 'cli',
    under: 'src/main/cli/',
    mayImport: [
      ...SHARED,
      'sweep',
      'experiment',
      'lab',
      'workspace',
      'workspace-host',
      'server',
      'bench',
      'catalogue',
      'resources',
    ],
    packages: ['node:*'],
  },
  {
    // Benchmarks time the engine itself, so they alone of the command line may open it.
    name: 'bench',
    under: 'src/main/cli/bench/',
    mayImport: [...SHARED, 'engine', 'workspace', 'workspace-host', 'cli', 'catalogue'],
    packages: ['node:*'],
  },
  {
    name: 'renderer',
    under: 'src/renderer/',
    mayImport: [...SHARED, 'topology', 'logic', 'chart', 'code-mirror'],
    packages: SCREEN_PACKAGES,
  },
  {
    name: 'topology',
    under: 'src/renderer/topology/',
    mayImport: [...SHARED, 'renderer', 'logic', 'cytoscape-adapter'],
    packages: SCREEN_PACKAGES,
    packageTypes: ['cytoscape'],
  },
  {
    // The second map: it presses the same kind of elements.
    name: 'logic',
    under: 'src/renderer/logic/',
    mayImport: [...SHARED, 'renderer', 'topology', 'cytoscape-adapter'],
    packages: SCREEN_PACKAGES,
  },
  {
    name: 'cytoscape-adapter',
    under: 'src/renderer/topology/cytoscape-adapter.ts',
    mayImport: [...SHARED, 'renderer', 'topology'],
    packages: [...SCREEN_PACKAGES, 'cytoscape'],
  },
  {
    name: 'code-mirror',
    under: 'src/renderer/editor/code-mirror.ts',
    mayImport: [...SHARED],
    packages: [
      ...[
        'state',
        'view',
        'language',
        'commands',
        'autocomplete',
        'lint',
        'lang-json',
        'search',
      ].map((name) => `@codemirror/${name}`),
      '@lezer/highlight',
    ],
  },
  {
    name: 'chart',
    under: 'src/renderer/charts/',
    mayImport: [...SHARED, 'renderer'],
    packages: [...SCREEN_PACKAGES, 'uplot'],
  },
  { name: 'resources', under: 'resources/', mayImport: [] },
];

/** The only files that may re-export: the engine's door and the unions. */
const BARRELS = [
  'src/main/engine/index.ts',
  'src/shared/commands/index.ts',
  'src/shared/events/index.ts',
];

/** The only file of the engine that others may import. */
const ENGINE_DOOR = 'src/main/engine/index.ts';

/**
 * Known violations, as `from -> to`. It starts empty and may only shrink: an entry that is not
 * needed any more fails the test, so nobody can leave a hole behind.
 */
const ALLOWED: readonly string[] = [];

function layerOf(path: string): Layer | undefined {
  return LAYERS.filter((layer) =>
    layer.under.endsWith('/') ? path.startsWith(layer.under) : path === layer.under,
  ).sort((a, b) => b.under.length - a.under.length)[0];
}

function isPackageAllowed(options: { layer: Layer; name: string }): boolean {
  const packages = options.layer.packages ?? [];
  if (packages.includes(options.name)) return true;
  if (options.name.startsWith('node:')) {
    return packages.includes('node:*') && !HOST_MODULES.includes(options.name);
  }
  // A package's own sub-path (`uplot/dist/uPlot.min.css`) counts as the package.
  return packages.some((allowed) => options.name.startsWith(`${allowed}/`));
}

/** What is wrong with one import, or undefined. */
function judge(edge: ImportEdge): string | undefined {
  const layer = layerOf(edge.from);
  if (layer === undefined) return 'stands in a folder that belongs to no layer';
  if (edge.to === '(computed)') return 'is a computed import, which no table can check';
  const isPath = edge.to.startsWith('src/') || edge.to.startsWith('resources/');
  if (!isPath) {
    if (isPackageAllowed({ layer, name: edge.to })) return undefined;
    if (edge.typeOnly && layer.packageTypes?.includes(edge.to)) return undefined;
    return `is a package that layer ${layer.name} may not use`;
  }
  const target = layerOf(edge.to);
  if (target === undefined) return 'stands in a folder that belongs to no layer';
  if (target.name === layer.name) return undefined;
  const types = layer.typesOf ?? [];
  if (types.includes(target.name)) {
    return edge.typeOnly ? undefined : `is more than a type of ${target.name}: use import type`;
  }
  if (!layer.mayImport.includes(target.name)) {
    return `crosses from layer ${layer.name} to ${target.name}`;
  }
  if (target.name === 'engine' && edge.to !== ENGINE_DOOR) {
    return `goes past the engine's only door, ${ENGINE_DOOR}`;
  }
  return undefined;
}

function isProduct(source: SourceText): boolean {
  return source.path.startsWith('src/');
}

/** Violations of the layer table as readable lines, each beginning `from -> to`. */
function findLayerViolations(sources: readonly SourceText[]): string[] {
  return sources
    .filter(isProduct)
    .flatMap(importsOf)
    .flatMap((edge) => {
      const reason = judge(edge);
      return reason === undefined
        ? []
        : [`${edge.from} -> ${edge.to}: line ${edge.line} ${reason}`];
    });
}

/** Files that belong to no layer even though they import nothing. */
function findHomeless(sources: readonly SourceText[]): string[] {
  return sources
    .filter(isProduct)
    .map((source) => source.path)
    .filter((path) => layerOf(path) === undefined);
}

function findBarrels(sources: readonly SourceText[]): string[] {
  return sources
    .filter(isProduct)
    .flatMap(importsOf)
    .filter((edge) => edge.reExport && !BARRELS.includes(edge.from))
    .map((edge) => `${edge.from}:${edge.line} re-exports ${edge.to}`);
}

/** Import cycles, each as the list of files on it; found by depth-first search. */
function findCycles(sources: readonly SourceText[]): string[] {
  const known = new Set(sources.map((source) => source.path));
  const graph = new Map<string, string[]>();
  for (const source of sources.filter(isProduct)) {
    const targets = importsOf(source).map((edge) => edge.to);
    graph.set(
      source.path,
      [...new Set(targets)].filter((to) => known.has(to)),
    );
  }
  const finished = new Set<string>();
  const cycles: string[] = [];
  function visit(path: string, trail: readonly string[]): void {
    const at = trail.indexOf(path);
    if (at >= 0) {
      cycles.push([...trail.slice(at), path].join(' -> '));
      return;
    }
    if (finished.has(path)) return;
    for (const next of graph.get(path) ?? []) if (next !== path) visit(next, [...trail, path]);
    finished.add(path);
  }
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}

/** Splits violations by the allowlist: what is left, and which entries nobody needs. */
function applyAllowlist(input: { violations: readonly string[]; allowed: readonly string[] }): {
  left: string[];
  stale: string[];
} {
  const covers = (entry: string, violation: string) => violation.startsWith(`${entry}: `);
  return {
    left: input.violations.filter((line) => !input.allowed.some((entry) => covers(entry, line))),
    stale: input.allowed.filter((entry) => !input.violations.some((line) => covers(entry, line))),
  };
}

const tree = readTree();

describe('the tree keeps to the allowed graph', () => {
  it('has sources to look at', () => {
    expect(tree.filter(isProduct).length).toBeGreaterThan(20);
  });

  it('imports only what its layer may', () => {
    const { left, stale } = applyAllowlist({
      violations: findLayerViolations(tree),
      allowed: ALLOWED,
    });
    expect(left).toEqual([]);
    expect(stale, 'entries of ALLOWED that are not needed any more').toEqual([]);
  });

  it('has no file outside the layers', () => {
    expect(findHomeless(tree)).toEqual([]);
  });

  it('has no cycle', () => {
    expect(findCycles(tree)).toEqual([]);
  });

  it('has no barrel besides the engine door and the unions', () => {
    expect(findBarrels(tree)).toEqual([]);
  });
});

describe('each rule can fail', () => {
  function planted(path: string, text: string): SourceText[] {
    return [{ path, text }];
  }

  const refused: ReadonlyArray<readonly [string, string, string]> = [
    ['src/shared/kernel/a.ts', `import { z } from 'zod';`, 'package'],
    ['src/shared/model/a.ts', `import { readFileSync } from 'node:fs';`, 'package'],
    ['src/shared/model/a.ts', `import { c } from '../commands/c.ts';`, 'crosses'],
    ['src/shared/model/a.ts', `const m = await import('../../main/engine/index.ts');`, 'crosses'],
    ['src/main/engine/a.ts', `import { z } from 'zod';`, 'package'],
    ['src/main/engine/a.ts', `import { hostSchema } from '../../shared/model/host.ts';`, 'type'],
    ['src/main/engine/a.ts', `import type { J } from '../persistence/journal.ts';`, 'crosses'],
    ['src/main/persistence/a.ts', `import { createServer } from 'node:http';`, 'package'],
    ['src/main/persistence/a.ts', `import { e } from '../engine/index.ts';`, 'crosses'],
    ['src/main/workspace/a.ts', `import { q } from '../engine/event-queue.ts';`, 'door'],
    ['src/main/workspace/a.ts', `import { createServer } from 'node:http';`, 'package'],
    ['src/main/workspace-host/a.ts', `import { e } from '../engine/index.ts';`, 'crosses'],
    ['src/main/electron/a.ts', `import { s } from '../server/server.ts';`, 'crosses'],
    ['src/main/electron/preload.ts', `import { c } from '../../shared/contract/c.ts';`, 'type'],
    ['src/main/server/a.ts', `import { app } from 'electron';`, 'package'],
    ['src/main/cli/a.ts', `import { w } from '../electron/windows.ts';`, 'crosses'],
    ['src/main/cli/a.ts', `import { e } from '../engine/index.ts';`, 'crosses'],
    ['src/renderer/a.ts', `export { w } from '../main/workspace/workspace.ts';`, 'crosses'],
    ['src/renderer/a.ts', `import cytoscape from 'cytoscape';`, 'package'],
    ['src/renderer/topology/a.ts', `import cytoscape from 'cytoscape';`, 'package'],
    ['src/renderer/a.ts', `type F = import('node:fs').Stats;`, 'package'],
    ['src/renderer/A.vue', `<script setup lang="ts">\nimport 'electron';\n</script>`, 'package'],
    ['src/renderer/a.ts', `const name = 'x'; await import(name);`, 'computed'],
    ['src/elsewhere/a.ts', `import 'zod';`, 'no layer'],
  ];

  it.each(refused)('%s refuses %s', (path, text, reason) => {
    const found = findLayerViolations(planted(path, text));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(reason);
  });

  const accepted: ReadonlyArray<readonly [string, string]> = [
    ['src/main/engine/a.ts', `import type { Host } from '../../shared/model/host.ts';`],
    ['src/main/engine/a.ts', `import { type Host } from '../../shared/model/host.ts';`],
    ['src/main/workspace/a.ts', `import { createEngine } from '../engine/index.ts';`],
    ['src/main/server/a.ts', `import { createServer } from 'node:http'; import 'ws';`],
    ['src/renderer/topology/cytoscape-adapter.ts', `import cytoscape from 'cytoscape';`],
    ['src/renderer/topology/style.ts', `import type { Stylesheet } from 'cytoscape';`],
    ['src/renderer/charts/chart.ts', `import 'uplot/dist/uPlot.min.css';`],
  ];

  it.each(accepted)('%s accepts %s', (path, text) => {
    expect(findLayerViolations(planted(path, text))).toEqual([]);
  });

  it('finds a file without a layer', () => {
    expect(findHomeless(planted('src/misc/a.ts', ''))).toEqual(['src/misc/a.ts']);
  });

  it('finds a cycle of types through three files', () => {
    const sources = [
      { path: 'src/shared/kernel/a.ts', text: `import { b } from './b.ts';` },
      { path: 'src/shared/kernel/b.ts', text: `import type { C } from './c.ts';` },
      { path: 'src/shared/kernel/c.ts', text: `import { a } from './a.ts';` },
    ];
    expect(findCycles(sources)).toEqual([
      'src/shared/kernel/a.ts -> src/shared/kernel/b.ts -> src/shared/kernel/c.ts -> ' +
        'src/shared/kernel/a.ts',
    ]);
  });

  it('finds a barrel', () => {
    const text = `export * from './host.ts';`;
    expect(findBarrels(planted('src/shared/model/all.ts', text))).toHaveLength(1);
    expect(findBarrels(planted('src/shared/commands/index.ts', text))).toEqual([]);
  });

  it('reports a stale allowlist entry and hides a needed one', () => {
    const violations = ['src/a.ts -> electron: line 1 is a package'];
    const allowed = ['src/a.ts -> electron', 'src/b.ts -> electron'];
    expect(applyAllowlist({ violations, allowed })).toEqual({
      left: [],
      stale: ['src/b.ts -> electron'],
    });
  });
});
