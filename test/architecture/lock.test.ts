/**
 * Goal: `npm ci` works on a fresh machine, of any platform. Method: read the lock file and look for
 * the two ways it silently goes bad: platform packages that the registry could not name when it was
 * written, and packages that come from elsewhere or without a checksum.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/source-tree.ts';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

type Packages = Readonly<Record<string, Entry>>;

/** Optional packages that a package wants and the lock does not hold: `npm ci` then refuses. */
function findMissing(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !(`node_modules/${name}` in packages))
      .filter((name) => !(`${path}/node_modules/${name}` in packages))
      .map((name) => `${path} wants ${name}`),
  );
}

/** Without a `resolved` address npm asks the registry that is set up, which is this one. */
const REGISTRY = 'https://registry.npmjs.org/';

/** Packages that do not come from the public registry with a checksum. */
function findUnchecked(packages: Packages): string[] {
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .filter(
      ([, { resolved, integrity }]) =>
        integrity === undefined || !(resolved ?? REGISTRY).startsWith(REGISTRY),
    )
    .map(([path]) => path);
}

/** Direct dependencies whose version is a range. */
function findRanges({ dependencies, devDependencies }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^(npm:(@\w+\/)?[\w-]+@)?\d+\.\d+\.\d+$/.test(version))
    .map(([name, version]) => `${name} ${version}`);
}

describe('the lock file', () => {
  const lock: { packages: Packages } = JSON.parse(
    readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
  );
  const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

  it('holds every optional package', () => {
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
    expect(findMissing(lock.packages)).toEqual([]);
  });

  it('takes every package from the registry, with a checksum', () => {
    expect(findUnchecked(lock.packages)).toEqual([]);
  });

  it('pins every direct dependency', () => {
    expect(findRanges(manifest)).toEqual([]);
  });
});

describe('each check can fail', () => {
  it('finds a missing platform package, and one nested where it belongs', () => {
    const wants = { optionalDependencies: { 'tool-linux': '1.0.0' } };
    expect(findMissing({ 'node_modules/tool': wants })).toEqual([
      'node_modules/tool wants tool-linux',
    ]);
    expect(findMissing({ 'node_modules/tool': wants, 'node_modules/tool-linux': {} })).toEqual([]);
    expect(
      findMissing({ 'node_modules/tool': wants, 'node_modules/tool/node_modules/tool-linux': {} }),
    ).toEqual([]);
  });

  it('finds a package from elsewhere or without a checksum', () => {
    const good = { resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz', integrity: 'sha512-x' };
    expect(findUnchecked({ '': {}, a: good })).toEqual([]);
    expect(findUnchecked({ a: { ...good, resolved: 'https://example.org/a.tgz' } })).toEqual(['a']);
    expect(findUnchecked({ a: { resolved: good.resolved } })).toEqual(['a']);
  });

  it('finds a range', () => {
    const dependencies = { a: '^1.0.0', b: '1.0.0', c: 'npm:@x/c@1.0.0', d: 'latest' };
    expect(findRanges({ dependencies, devDependencies: {} })).toEqual(['a ^1.0.0', 'd latest']);
  });
});
