/**
 * Takes the picture of every screen and state in every look: three themes, two languages, two
 * sizes, into test-results/screens. It is the end-to-end run in its long form, so that whatever is
 * photographed was also checked. Words after the command choose files: `npm run screens -- move`.
 */
import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const run = spawn(
  join(ROOT, 'node_modules', '.bin', 'vitest'),
  ['run', '--project', 'e2e', ...process.argv.slice(2)],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, RACKLAB_COUNTS: 'long', RACKLAB_SCREENS: 'all' },
  },
);
run.once('close', (code) => {
  process.exitCode = code ?? 1;
});
