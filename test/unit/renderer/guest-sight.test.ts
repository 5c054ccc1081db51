/**
 * Goal: what the install dialog foretells is what the engine then does [ENG-O3]. Method: a bare
 * server is filled with random applications of the catalogue; at each step every entry is foretold
 * from the row as the screen has it, and proposed to the engine, also some time later when memory
 * and disk have grown.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../src/main/engine/systems/collision-codes.ts';
import { foretell, roomOf, sightOf } from '../../../src/renderer/guest/guest-sight.ts';
import { needsOf } from '../../../src/shared/model/application-needs.ts';
import type { Command } from '../../../src/shared/commands/index.ts';
import { count } from '../../support/counts.ts';
import { given, MINUTE, type Scene } from '../../support/make-engine.ts';
import { theCatalogue } from '../../support/the-catalogue.ts';

const { applications = [], runtimes = [] } = theCatalogue();

const bare: Command = {
  type: 'host.add',
  name: 'bare',
  rack: 'r1',
  cores: 4,
  memoryMib: 8_192,
  diskGib: 12,
  system: 'operatingSystem',
};

/** What the screen says about an entry, as a code, and whom it says would be killed. */
function foretold(scene: Scene, key: string): { code: string; victims: string[] } {
  const row = scene.row('host', 'bare');
  const entry = applications.find((one) => one.key === key);
  if (entry === undefined) throw new Error(`no entry ${key}`);
  const sight = sightOf({ view: row.guest, room: roomOf(row, 0), nowUs: scene.engine.nowUs });
  const { collisions, victims } = foretell(sight, {
    name: key,
    needs: needsOf(entry, {}),
    runtimes,
    replaceRuntimes: false,
  });
  const [first] = collisions;
  return { code: first === undefined ? 'accepted' : codeOf(first), victims };
}

describe('what the install dialog foretells', () => {
  it('is what the engine answers, and whom it then kills', () => {
    const keys = fc.constantFrom(...applications.map(({ key }) => key));
    const steps = fc.array(fc.record({ key: keys, minutes: fc.integer({ min: 0, max: 240 }) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(steps, (list) => {
        const scene = given({ racks: 1, hostsPerRack: 0 }, [bare]);
        for (const { key, minutes } of list) {
          const says = foretold(scene, key);
          const installed = scene.row('host', 'bare').guest?.applications ?? [];
          const command: Command = { type: 'app.install', on: 'bare', application: key };
          const proposed = scene.engine.propose(command);
          // The dialog proposes a free name, so a name that is taken is not for it to foretell.
          if (installed.some(({ name }) => name === key)) {
            expect(proposed.ok).toBe(false);
            continue;
          }
          expect(proposed.ok ? 'accepted' : proposed.error.code).toBe(says.code);
          if (!proposed.ok) continue;
          const before = scene.happened('app.killed').length;
          scene.engine.commit(proposed.value);
          const killed = scene.happened('app.killed').slice(before);
          expect(killed.map(({ details }) => details?.['app'])).toEqual(says.victims);
          scene.engine.runUntil(scene.engine.nowUs + minutes * MINUTE);
        }
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});
