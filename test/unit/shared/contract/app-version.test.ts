/**
 * Goal: the version that crosses is the version of the package. Method: compare the two.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { APP_VERSION } from '../../../../src/shared/contract/app-version.ts';

it('is the version of package.json', () => {
  const text = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ version: APP_VERSION });
});
