/**
 * Goal: a catalogue whose applications could never be installed or started is not loaded. Method:
 * the real catalogue, which is sound, with one thing wrong at a time.
 */
import { describe, expect, it } from 'vitest';
import type { Application } from '../../../../src/shared/model/application.ts';
import { checkApplications } from '../../../../src/shared/model/application-check.ts';
import { checkCatalogue } from '../../../../src/shared/model/catalogue-check.ts';
import { catalogueSchema } from '../../../../src/shared/model/catalogue.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const whole = theCatalogue();

/** The catalogue with one application changed. */
function withChange(key: string, change: Partial<Application>) {
  const applications = (whole.applications ?? []).map((one) =>
    one.key === key ? { ...one, ...change } : one,
  );
  return { ...whole, applications };
}

describe('the applications of a catalogue', () => {
  it('are sound in ours', () => {
    expect(checkApplications(whole)).toEqual([]);
    expect(checkCatalogue(whole)).toEqual([]);
  });

  it('need runtimes in versions that are there', () => {
    const wrong = withChange('shop', { runtimes: [{ runtime: 'php', version: '9.9' }] });
    expect(checkApplications(wrong)).toEqual([
      { path: 'applications.shop.runtimes', message: '"php 9.9" is not in the catalogue' },
    ]);
    expect(checkCatalogue(wrong).map(({ path }) => path)).toContain('applications.shop.runtimes');
  });

  it('depend on applications that are there, and never on themselves', () => {
    const unknown = withChange('shop', { dependsOn: ['till'] });
    expect(checkApplications(unknown)).toEqual([
      { path: 'applications.shop.dependsOn', message: '"till" is not in the catalogue' },
    ]);
    const round = withChange('database', { dependsOn: ['reports'] });
    expect(checkApplications(round).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'applications.database.dependsOn: it depends on itself',
      'applications.reports.dependsOn: it depends on itself',
    ]);
  });

  it('name each port and path once', () => {
    const port = { name: 'http', protocol: 'tcp', address: '0.0.0.0', port: 81 } as const;
    const twice = withChange('shop', { listens: [port, { ...port, port: 82 }] });
    expect(checkApplications(twice)).toEqual([
      { path: 'applications.shop.listens', message: 'a name stands twice' },
    ]);
  });

  it.each([
    [
      'a port out of range',
      { listens: [{ name: 'a', protocol: 'tcp', address: '0.0.0.0', port: 0 }] },
    ],
    ['a bad address', { listens: [{ name: 'a', protocol: 'tcp', address: '1.2.3', port: 8 }] }],
    ['a relative path', { paths: [{ name: 'a', path: 'srv', use: 'own' }] }],
    ['no memory', { memoryMib: 0 }],
  ])('are refused by the schema with %s', (_, change) => {
    const wrong = withChange('shop', change as Partial<Application>);
    expect(catalogueSchema.safeParse(wrong).success).toBe(false);
  });
});
