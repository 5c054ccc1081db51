/**
 * The one build: main side, preload and screen into `out/`.
 * Six named entries on the main side stay separate files, because a host finds the worker beside
 * itself: shared code is hoisted into `chunks/`, so only an entry file knows where it ended up.
 * Packages are bundled (a start-up from one file is faster and `out/` needs no node_modules);
 * only electron and node's own modules stay outside.
 */
import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type UserConfig } from 'electron-vite';
import { contract } from './src/shared/contract/contract.ts';
import { contractHash } from './src/shared/contract/contract-hash.ts';

function fromRoot(path: string): string {
  return resolve(import.meta.dirname, path);
}

const main: UserConfig['main'] = {
  build: {
    externalizeDeps: false,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        electron: fromRoot('src/main/electron/main.ts'),
        server: fromRoot('src/main/server/main.ts'),
        cli: fromRoot('src/main/cli/main.ts'),
        'workspace-worker': fromRoot('src/main/workspace-host/workspace-worker.ts'),
        'desk-worker': fromRoot('src/main/workspace/desk-worker.ts'),
        'check-worker': fromRoot('src/main/player/check-worker.ts'),
      },
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
      input: { preload: fromRoot('src/main/electron/preload.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
};

const renderer: UserConfig['renderer'] = {
  root: fromRoot('src/renderer'),
  // Worked out once here: the page would need a tenth of a second for it at each start.
  define: { __CONTRACT_HASH__: JSON.stringify(contractHash(contract)) },
  build: {
    minify: true,
    target: 'chrome130',
    rolldownOptions: { input: { index: fromRoot('src/renderer/index.html') } },
  },
  plugins: [vue()],
};

export default defineConfig({ main, preload, renderer });
