/**
 * How long a whole class takes: 200 attempts of mixed quality, 40 at each of five labs, marked in
 * one command, twice, and held against each other byte by byte. Run it with
 * `npx vite build --ssr test/bench/class-grading.ts --outDir .cache/bench`, then
 * `node .cache/bench/class-grading.js FOLDER` after `npm run build`; what is written stays in
 * FOLDER to be looked at.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeClass } from '../support/class-of-learners.ts';

const LABS = [
  '09-availability-set',
  '10-update-domains',
  '12-autoscale',
  '13-health-probes',
  '15-sla-arithmetic',
];
const LEARNERS = 40;

function filesUnder(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => [path.slice(folder.length), readFileSync(path, 'latin1')]),
  );
}

function secondsSince(began: number): string {
  return `${((performance.now() - began) / 1_000).toFixed(1)} s`;
}

const folder = resolve(process.argv[2] ?? 'class');
const resourcesFolder = resolve(process.cwd(), 'resources');
const madeAt = performance.now();
const { args, attempts } = await writeClass({
  folder,
  resourcesFolder,
  labs: LABS,
  learners: LEARNERS,
});
console.log(`${attempts.length} attempts written in ${secondsSince(madeAt)}`);
const results = ['first', 'second'].map((name, turn) => {
  const began = performance.now();
  const given = turn === 0 ? attempts : attempts.toReversed();
  const out = join(folder, name);
  const command = ['bin/racklab.mjs', 'lab', 'grade', ...args, '--out', out, ...given];
  const done = spawnSync(process.execPath, command, { encoding: 'utf8' });
  console.log(`graded in ${secondsSince(began)}, exit ${done.status}: ${done.stdout.trim()}`);
  console.log(done.stderr.trim());
  return filesUnder(out);
});
const [first = new Map<string, string>(), second] = results;
const differing = [...first].filter(([name, text]) => second?.get(name) !== text);
console.log(`${first.size} files, ${differing.length} differ between the two runs`);
process.exitCode = differing.length === 0 && first.size === second?.size ? 0 : 1;
