/**
 * Goal: the two other fences of a layer, lint and its own tsconfig, are really up. Method: plant
 * one violation per fence in a copy of the layout, run the real tools, read what they say.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/source-tree.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'racklab-planted-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plant(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function runTool(name: string, args: readonly string[]): { code: number | null; output: string } {
  const bin = join(ROOT, 'node_modules', '.bin', name);
  const result = spawnSync(bin, args, { cwd: folder, encoding: 'utf8' });
  return { code: result.status, output: result.stdout + result.stderr };
}

interface Diagnostic {
  readonly filename: string;
  readonly message: string;
  readonly help?: string;
}

function parseReport(output: string): readonly Diagnostic[] {
  const report: { diagnostics: Diagnostic[] } = JSON.parse(output);
  return report.diagnostics;
}

describe('lint tells where code belongs', () => {
  const planted: ReadonlyArray<readonly [string, string, string]> = [
    ['src/shared/kernel/p1.ts', `import { z } from 'zod';`, 'shared/kernel imports nothing'],
    ['src/shared/kernel/p2.ts', `import { a } from '../model/a.ts';`, 'imports nothing outside'],
    ['src/shared/model/p3.ts', `import { readFileSync } from 'node:fs';`, 'src/shared is pure'],
    ['src/shared/model/p4.ts', `import { a } from '../../main/a.ts';`, 'lowest layer'],
    ['src/shared/views/p5.ts', `import { ref } from 'vue';`, 'zod and nothing else'],
    ['src/main/engine/p6.ts', `import { z } from 'zod';`, 'sealed box'],
    ['src/main/engine/p7.ts', `import { a } from '../workspace/a.ts';`, 'knows nobody'],
    ['src/main/engine/p8.ts', `export const p8 = Date.now();`, 'no wall clock'],
    ['src/main/engine/p9.ts', `export const p9 = Math.random();`, 'named stream'],
    ['src/shared/model/p10.ts', `export const p10 = Math.exp(1);`, 'det-math.ts'],
    ['src/main/persistence/p11.ts', `import { a } from 'node:http';`, 'Persistence writes files'],
    ['src/main/persistence/p12.ts', `import { a } from '../engine/index.ts';`, 'stores bytes'],
    ['src/main/workspace/p13.ts', `import { q } from '../engine/queue.ts';`, 'engine/index.ts'],
    ['src/main/workspace/p14.ts', `import { a } from 'electron';`, 'without a host'],
    ['src/main/workspace-host/p15.ts', `import { a } from '../engine/index.ts';`, 'workspace only'],
    ['src/main/electron/p16.ts', `import { a } from '../workspace/a.ts';`, 'host is thin'],
    ['src/main/server/p17.ts', `import { a } from 'electron';`, 'run without Electron'],
    ['src/main/cli/p18.ts', `import { a } from '../electron/a.ts';`, 'run without Electron'],
    ['src/renderer/p19.ts', `import { readFileSync } from 'node:fs';`, 'sandboxed'],
    ['src/renderer/p20.ts', `import { a } from '../main/a.ts';`, 'never imports the main side'],
  ];
  const accepted: ReadonlyArray<readonly [string, string]> = [
    ['src/shared/kernel/ok1.ts', `import { a } from './p1.ts';`],
    ['src/shared/model/ok2.ts', `import { z } from 'zod';`],
    ['src/shared/commands/ok6.ts', `import { a } from '../model/a.ts';`],
    ['src/shared/document/ok7.ts', `import { parse } from 'jsonc-parser';`],
    ['src/main/engine/ok3.ts', `import { a } from '../../shared/kernel/a.ts';`],
    ['src/main/workspace/ok4.ts', `import { a } from '../engine/index.ts';`],
    ['src/main/server/ok5.ts', `import { a } from 'ws';`],
  ];
  const used = (text: string): string =>
    text.replace(
      /^import \{ (\w+) \} from (.*);$/,
      'import { $1 } from $2;\nexport const x = [$1];',
    );

  const helpByPath = new Map<string, string>();
  beforeAll(() => {
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    const files = [...planted, ...accepted].map(([path, text]) => [path, used(text)] as const);
    plant(Object.fromEntries(files));
    const args = ['-c', '.oxlintrc.json', '--no-ignore', '-f', 'json', 'src'];
    for (const { filename, message, help } of parseReport(runTool('oxlint', args).output)) {
      const before = helpByPath.get(filename) ?? '';
      helpByPath.set(filename, `${before}${message} ${help ?? ''}\n`);
    }
  });

  it.each(planted)('%s: %s', (path, _text, message) => {
    expect(helpByPath.get(path)).toContain(message);
  });

  it.each(accepted)('%s may: %s', (path) => {
    expect(helpByPath.get(path)).toBeUndefined();
  });
});

describe('a pure file that reaches outside does not compile', () => {
  const planted = {
    'pure/a.ts': `export const a = window.innerWidth;\n`,
    'pure/b.ts': `export const b = process.pid;\n`,
    'pure/c.ts': `import { readFileSync } from 'node:fs';\nexport const c = readFileSync;\n`,
    'pure/d.ts': `export const d = setTimeout;\n`,
    'pure/e.ts': `const list: number[] = [];\nexport const e: number = list[0];\n`,
    'pure/f.ts': `export const f: { x?: number } = { x: undefined };\n`,
    'pure/ok.ts': `export const ok = [1, 2].map((n) => n * 2);\n`,
  };

  it('refuses each planted file and accepts the plain one', () => {
    plant(planted);
    const base = join(ROOT, 'tsconfig.pure.json');
    const config = { extends: base, include: ['pure/*.ts'] };
    plant({ 'tsconfig.planted.json': JSON.stringify(config) });
    const { code, output } = runTool('tsc', ['-p', 'tsconfig.planted.json', '--pretty', 'false']);
    const files = new Set(output.match(/pure\/\w+\.ts/g));
    expect([...files].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((n) => `pure/${n}.ts`));
    expect(code).not.toBe(0);
  });
});
