/**
 * The test projects, one per kind of test, so that each runs alone and in the order of the gate.
 * `pure` needs nothing; `workspace` and `e2e` find the built program through the global set-up.
 * The electron package is replaced by a file that refuses, because loading the real one in plain
 * Node tries to download a binary.
 */
import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const CORES = 2;
/** A hang is found by any bound; a short one also finds machines that do something else besides. */
const TEST_MS = process.env['RACKLAB_COUNTS'] === 'long' ? 7_200_000 : 300_000;

function fromRoot(path: string): string {
  return resolve(import.meta.dirname, path);
}

const BUILT = [fromRoot('test/support/built.ts')];

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { electron: fromRoot('test/support/no-electron.ts') } },
  cacheDir: '.cache/vitest',
  test: {
    maxWorkers: CORES,
    testTimeout: TEST_MS,
    hookTimeout: TEST_MS,
    // What is looked for again and again is waited for as long; a second is no bound but a guess.
    expect: { poll: { timeout: 60_000 } },
    coverage: {
      provider: 'v8',
      reportsDirectory: 'coverage',
      include: ['src/shared/**', 'src/main/engine/**', 'src/main/persistence/**'],
      reporter: ['text-summary', 'html'],
      thresholds: { lines: 85, branches: 75, functions: 85 },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['test/{unit,property,simulation}/**/*.test.ts'],
          setupFiles: [fromRoot('test/support/same-draws.ts')],
          // Nothing here keeps anything in a module, so its files share what they load: two hundred
          // of them would otherwise read in the engine, and warm it up, one by one.
          isolate: false,
          unstubGlobals: true,
          unstubEnvs: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'workspace',
          include: ['test/{workspace,persistence,contract,cli}/**/*.test.ts'],
          globalSetup: BUILT,
        },
      },
      {
        extends: true,
        test: {
          name: 'component',
          include: ['test/component/**/*.test.ts'],
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          include: ['test/architecture/**/*.test.ts'],
          globalSetup: BUILT,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: BUILT,
          expect: { poll: { timeout: 90_000 } },
          // Two files at once: a browser waits for the engine, the engine for the browser, and a
          // file that had both cores for itself left one idle half of its time.
        },
      },
    ],
  },
});
