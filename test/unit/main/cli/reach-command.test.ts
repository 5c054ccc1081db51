/**
 * Goal: `racklab reach` answers hop by hop, at any moment of a run, and refuses what is no
 * question. Method: the template with the closed door, before and after it is closed.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reachViewSchema } from '../../../../src/shared/views/virtual-network-view.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';

const DOOR = join(RESOURCES_FOLDER, 'templates', 'closed-door.scenario.json');
const WEB_TO_DB = ['reach', DOOR, '--from', 'web-1', '--to', 'db-1', '--port', '5432'];

describe('racklab reach', () => {
  it('names the rule that keeps a packet out, and the way until there', async () => {
    const open = await racklab(...WEB_TO_DB);
    expect(open).toMatchObject({ code: 0, err: '' });
    expect(open.out).toContain('vm:shop/db-1 can be reached.');
    const closed = await racklab(...WEB_TO_DB, '--at', '12m');
    expect(closed.code).toBe(0);
    expect(closed.out).toContain(
      'Blocked by rule 200 (deny-everything) of securityGroup:shop/nsg-db, ' +
        'inbound at subnet:shop/data.',
    );
    expect(closed.out).toMatch(/BLOCKED {2}rules {2}securityGroup:shop\/nsg-db/);
  });

  it('prints the same answer as an object of the contract', async () => {
    const { out } = await racklab(...WEB_TO_DB, '--at', '12m', '--json');
    const reach = reachViewSchema.parse(JSON.parse(out));
    expect(reach).toMatchObject({ reachable: false, port: 5_432, protocol: 'tcp' });
    expect(reach.hops.at(-1)?.rule).toMatchObject({ priority: 200, access: 'deny' });
  });

  it('knows the jumpbox as the only way to manage the others', async () => {
    const ask = async (from: string, to: string): Promise<string> =>
      (await racklab('reach', DOOR, '--from', from, '--to', to, '--port', '22')).out;
    expect(await ask('internet', 'jumpbox')).toContain('can be reached');
    expect(await ask('internet', 'web-1')).toContain('has no public address');
    expect(await ask('jumpbox', 'web-1')).toContain('can be reached');
  });

  it('refuses a question without ends, ports that are none and names that nobody has', async () => {
    const bad = await racklab('reach', DOOR, '--from', 'web-1', '--port', '22');
    expect(bad).toMatchObject({ code: 2, out: '' });
    expect(bad.err).toContain('Both ends are needed');
    const port = await racklab('reach', DOOR, '--from', 'web-1', '--to', 'db-1', '--port', '0');
    expect(port.code).toBe(2);
    const name = await racklab('reach', DOOR, '--from', 'wbe', '--to', 'db-1', '--port', '22');
    expect(name).toMatchObject({ code: 2, out: '' });
    expect(name.err).toContain('There is no machine "wbe"');
  });
});
