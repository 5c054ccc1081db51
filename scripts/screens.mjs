/**
 * Takes the picture of every screen and state in every look (three themes, two languages, two
 * sizes) into test-results/screens, and fails when one breaks a rule of accessibility, is cut off
 * or complains. Words of looks choose among them (`npm run screens -- light en 1280`), `--walk`
 * chooses walks by name (`--walk=labs`, `--walk=forms`: files; `--only=dock`: a walk of a file),
 * and `--quick` takes the pictures without asking axe-core.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const THEMES = ['light', 'dark', 'contrast'];
const LANGUAGES = ['en', 'pt-BR'];
const SIZES = ['1280x800', '1920x1080'];
const LOOK_WORDS = [...THEMES, ...LANGUAGES, ...SIZES.map((size) => size.slice(0, 4))];

const given = process.argv.slice(2);
const looks = given.filter((word) => LOOK_WORDS.includes(word));
const walks = given.flatMap((word) => (word.startsWith('--walk=') ? [word.slice(7)] : []));
const only = given.flatMap((word) => (word.startsWith('--only=') ? [word.slice(7)] : []));
const unknown = given.filter(
  (word) => !LOOK_WORDS.includes(word) && !/^--(walk|only)=|^--quick$/.test(word),
);

if (unknown.length > 0) {
  console.error(
    `unknown: ${unknown.join(' ')}; looks: ${LOOK_WORDS.join(' ')}; --walk= --only= --quick`,
  );
  process.exit(2);
}

/** Walks that one worker leads at once: each waits half of its time. */
const WALKS_AT_ONCE = 3;
const files = (walks.length > 0 ? walks : ['']).map((walk) => `test/e2e/pictures-${walk}`);
const run = spawn(
  join(ROOT, 'node_modules', '.bin', 'vitest'),
  [
    'run',
    '--project=e2e',
    `--maxConcurrency=${WALKS_AT_ONCE}`,
    ...files,
    ...(only.length > 0 ? ['-t', only.join('|')] : []),
  ],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      RACKLAB_COUNTS: 'long',
      RACKLAB_LOOKS: looks.join(','),
      ...(given.includes('--quick') ? { RACKLAB_PICTURES: 'only' } : {}),
    },
  },
);
const began = Date.now();
run.once('close', (code) => {
  const isWhole = walks.length === 0 && only.length === 0;
  const missing = isWhole ? missingPictures() : [];
  for (const name of missing) console.error(`no picture was taken: ${name}`);
  process.exitCode = missing.length > 0 ? 1 : (code ?? 1);
});

/** @returns {string[]} the pictures that show a part of the screen and were not taken just now */
function missingPictures() {
  const list = readFileSync(join(ROOT, 'test/support/pictured-parts.json'), 'utf8');
  const states = [...new Set(Object.values(JSON.parse(list)))];
  const endings = THEMES.flatMap((theme) =>
    LANGUAGES.flatMap((language) => SIZES.map((size) => `${theme}.${language}.${size}`)),
  ).filter((ending) => looks.every((word) => ending.split(/[.x]/).includes(word)));
  return states
    .flatMap((state) => endings.map((ending) => `${state}.${ending}.png`))
    .filter((name) => {
      const path = join(ROOT, 'test-results', 'screens', name);
      return !existsSync(path) || statSync(path).mtimeMs < began;
    });
}
