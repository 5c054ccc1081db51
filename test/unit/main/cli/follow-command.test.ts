/**
 * Goal: `racklab follow` tells one request hop by hop, at any moment of a run, and refuses what is
 * no question. Method: templates in which it is known what fails, and why.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { followViewSchema } from '../../../../src/shared/views/follow-view.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';

function template(name: string): string {
  return join(RESOURCES_FOLDER, 'templates', `${name}.scenario.json`);
}

const PORTS = ['follow', template('out-of-ports'), '--of', 'shop', '--at', '90s'];

describe('racklab follow', () => {
  it('tells the hops of the next request, each with its rule', async () => {
    const { code, out } = await racklab(
      'follow',
      template('first-room'),
      '--of',
      'shop',
      '--at',
      '5s',
    );
    expect(code).toBe(0);
    expect(out).toMatch(/balancer {2}balancer:shop\/web {2}6 of 6 in rotation, even {2}\[ENG-S3\]/);
    expect(out).toMatch(/work {2}vm:shop\/web-\d {2}[\d.]+ ms drawn/);
    expect(out).toMatch(/Request \d+ of shop is served by vm:shop\/web-\d after [\d.]+ ms\./);
  });

  it('finds the next one that fails, as an object of the contract', async () => {
    const failing = await racklab(...PORTS, '--which', 'failing', '--json');
    const view = followViewSchema.parse(JSON.parse(failing.out));
    expect(view).toMatchObject({ which: 'failing', outcome: 'lost', reason: 'snatExhausted' });
    expect(view.hops.at(-1)).toMatchObject({ hop: 'ports', rule: 'ENG-PO3' });
    const again = await racklab(...PORTS, '--which', 'failing', '--json');
    expect(again.out).toBe(failing.out);
  });

  it('refuses a question without a service, or in which none fails', async () => {
    const bad = await racklab('follow', template('first-room'));
    expect(bad).toMatchObject({ code: 2, out: '' });
    expect(bad.err).toContain('A service is needed');
    const word = await racklab(...PORTS, '--which', 'last');
    expect(word.err).toContain('--which is next, now or failing.');
    const long = await racklab(...PORTS, '--within', '2d');
    expect(long.err).toContain('--within is at most 1d');
    const none = await racklab(...PORTS, '--which', 'failing', '--within', '1ms');
    expect(none.code).toBe(2);
    expect(none.err).toMatch(/follow\.nothing(Arrives|Fails)/);
  });
});
