/**
 * The one build: main side, preload and screen into `out/`.
 * Four named entries on the main side stay separate files, because a host finds the worker beside
 * itself: shared code is hoisted into `chunks/`, so only an entry file knows where it ended up.
 * Packages are bundled (a start-up from one file is faster and `out/` needs no node_modules);
 * only electron and node's own modules stay outside.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type UserConfig } from 'electron-vite';

const MAIN_ENTRIES = {
  electron: 'src/main/electron/main.ts',
  server: 'src/main/server/main.ts',
  cli: 'src/main/cli/main.ts',
  'workspace-worker': 'src/main/workspace-host/workspace-worker.ts',
};

const PRELOAD_ENTRIES = { preload: 'src/main/electron/preload.ts' };

const SCREEN_ENTRIES = { index: 'src/renderer/index.html' };

function fromRoot(path: string): string {
  return resolve(import.meta.dirname, path);
}

function inputs(entries: Record<string, string>): Record<string, string> {
  const present = Object.entries(entries).filter(([, path]) => existsSync(fromRoot(path)));
  return Object.fromEntries(present.map(([name, path]) => [name, fromRoot(path)]));
}

const main: UserConfig['main'] = {
  build: {
    externalizeDeps: false,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: inputs(MAIN_ENTRIES),
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      },
    },
  },
};

const preload: UserConfig['preload'] = {
  build: {
    externalizeDeps: false,
    target: 'node20',
    rolldownOptions: {
      input: inputs(PRELOAD_ENTRIES),
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
};

const renderer: UserConfig['renderer'] = {
  root: fromRoot('src/renderer'),
  build: {
    minify: true,
    target: 'chrome130',
    rolldownOptions: { input: inputs(SCREEN_ENTRIES) },
  },
  plugins: [vue()],
};

const has = (entries: Record<string, string>): boolean => Object.keys(inputs(entries)).length > 0;

export default defineConfig({
  ...(has(MAIN_ENTRIES) ? { main } : {}),
  ...(has(PRELOAD_ENTRIES) ? { preload } : {}),
  ...(has(SCREEN_ENTRIES) ? { renderer } : {}),
});
