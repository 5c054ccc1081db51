/**
 * Goal: a seed means one broken room for everybody, each room comes up, and in every room the seed
 * draws which thing is broken. Method: many seeds over the rooms that are shipped; their answers
 * are read from the keys for every draw. The command line names the same room.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadKey } from '../../../../src/main/lab/lab-files.ts';
import { openShippedLabs } from '../../../../src/main/lab/open-lab.ts';
import { withNames } from '../../../../src/main/lab/written-values.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { allDraws } from '../../../../src/shared/lab/draw.ts';
import type { Lab } from '../../../../src/shared/lab/lab-schema.ts';
import { labsOfBank, nextRoomSeed, roomOfSeed } from '../../../../src/shared/lab/room-of-seed.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';

const FOLDER = join(RESOURCES_FOLDER, 'labs');
/** The curriculum asks for so many. */
const ROOMS_MIN = 12;
let labs: readonly Lab[];
let rooms: readonly Lab[];

beforeAll(async () => {
  labs = (await openShippedLabs(FOLDER)).map(({ lab }) => lab);
  rooms = labsOfBank(labs, 'brokenRooms');
});

describe('a room of a seed', () => {
  it('is the same for everybody, and each room comes up', () => {
    const met = new Set<string>();
    for (let day = 0; day < 400; day += 1) {
      const room = roomOfSeed(labs, `day ${day}`);
      expect(room).toBe(roomOfSeed(labs.toReversed(), ` day ${day} `));
      met.add(room?.id ?? '');
    }
    expect([...met].toSorted()).toEqual(rooms.map(({ id }) => id));
    expect(rooms.length).toBeGreaterThanOrEqual(ROOMS_MIN);
    expect(roomOfSeed([], 'day')).toBeUndefined();
  });

  it('is followed by another', () => {
    expect(nextRoomSeed('2026-11-22')).toBe('2026-11-22.2');
    expect(nextRoomSeed(' 2026-11-22.2 ')).toBe('2026-11-22.3');
    expect(nextRoomSeed('v1.9')).toBe('v1.10');
  });

  it('is named by the command line, and written as a scenario', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'racklab-room-'));
    const out = join(folder, 'room.scenario.json');
    const room = roomOfSeed(labs, '2026-11-22');
    const named = await racklab('lab', 'room', '--seed', '2026-11-22', '--out', out);
    expect(named.out).toBe(
      `2026-11-22: ${room?.id}, ${room?.title.en} (${room?.estimatedMinutes} min)\n`,
    );
    const read = expectOk(readScenario(readFileSync(out, 'utf8')));
    expect(read.scenario.title).toEqual(room?.title);
    const listed = await racklab('lab', 'room', '--json');
    expect(JSON.parse(listed.out).rooms).toHaveLength(rooms.length);
    rmSync(folder, { recursive: true });
  });
});

describe('the rooms of the bank', () => {
  it('ask to point at what is broken, and the seed decides what that is', async () => {
    for (const { id, checks, variables } of rooms) {
      const found = checks.find((check) => check.id === 'found');
      expect(found, id).toMatchObject({ kind: 'question', answer: { type: 'point' } });
      const key = expectOk(await loadKey(join(FOLDER, '_keys', id, 'key.json')));
      const solution = key.solutions?.['found'];
      const selector = solution !== undefined && 'things' in solution ? solution.things : '';
      const draws = expectOk(allDraws({ variables })) ?? [];
      const answers = new Set(draws.map((names) => withNames(selector, { names })));
      expect(answers.size, id).toBeGreaterThan(1);
      expect(key.nearMisses.length, id).toBeGreaterThan(1);
      // Whoever only looks gets nothing for mending: something has to be done to the room.
      expect(
        checks.some(({ kind }) => kind === 'experiment' || kind === 'state'),
        id,
      ).toBe(true);
    }
  });
});
