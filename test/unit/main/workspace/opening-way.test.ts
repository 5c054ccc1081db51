/**
 * Goal: what is opened tells how far it is, and given up at any step it leaves everything as it
 * was. Method: a session on real files; the wait is ended at the very moment a step is told, so
 * nothing depends on how fast this machine is.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processClock } from '../../../../src/main/workspace/wall-clock.ts';
import { WorkspaceSession } from '../../../../src/main/workspace/workspace-session.ts';
import { createNodeEnvironment } from '../../../../src/main/persistence/node-environment.ts';
import { createCancelSource } from '../../../../src/shared/contract/cancellation.ts';
import type { OpeningStep } from '../../../../src/shared/views/opening-view.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';

const TEXT = readFileSync(join(RESOURCES_FOLDER, 'templates/first-room.scenario.json'), 'utf8');
const GIVEN_UP = { ok: false, error: { code: 'document.openingCancelled' } };

let documentsRoot: string;
let session: WorkspaceSession;

beforeEach(async () => {
  documentsRoot = mkdtempSync(join(tmpdir(), 'racklab-opening-'));
  session = new WorkspaceSession({
    environment: await createNodeEnvironment(),
    documentsRoot,
    resourcesDir: RESOURCES_FOLDER,
    clock: processClock,
    appVersion: '1.2.3',
  });
  expectOk(await session.import({ text: TEXT, name: 'before' }));
});

afterEach(async () => {
  await session.close();
  rmSync(documentsRoot, { recursive: true, force: true });
});

/** Waits for what is opened, and no longer once a step is told; with all that was told. */
function waiting(until?: OpeningStep) {
  const stop = createCancelSource();
  const told: (string | undefined)[] = [];
  const source = session.opening.source({
    connectionId: 'test',
    end: () => undefined,
    notify: () => {
      const step = source.pull()?.step;
      if (told.at(-1) !== step) told.push(step);
      if (step !== undefined && step === until) stop.cancel();
    },
  });
  return { signal: stop.signal, told };
}

function documents(): string[] {
  return readdirSync(documentsRoot).filter((name) => name.endsWith('.racklab'));
}

describe('opening', () => {
  it('tells its steps in their order, and that nothing is opened any more', async () => {
    const { signal, told } = waiting();
    expectOk(await session.import({ text: TEXT, name: 'after', signal }));
    expect(told).toEqual(['check', 'write', 'build', undefined]);
    expect(expectOk(session.current).document.name).toBe('after');
  });

  it.each(['check', 'write', 'build'] as const)(
    'given up at "%s" leaves what was open, and no new document',
    async (step) => {
      const before = expectOk(session.current);
      const { signal, told } = waiting(step);
      const answer = await session.import({ text: TEXT, name: 'after', signal });
      expect(answer).toMatchObject(GIVEN_UP);
      expect(told.at(-1)).toBeUndefined();
      expect(expectOk(session.current)).toBe(before);
      expect(documents()).toEqual(['before.racklab']);
      // Not a lock nor a name stays behind.
      expectOk(await session.import({ text: TEXT, name: 'after' }));
    },
  );

  it('of a document there is leaves that document as it was', async () => {
    expectOk(await session.import({ text: TEXT, name: 'other' }));
    const { signal } = waiting('build');
    expect(await session.open({ name: 'before', recover: false, signal })).toMatchObject(GIVEN_UP);
    expect(expectOk(session.current).document.name).toBe('other');
    expect(documents().toSorted()).toEqual(['before.racklab', 'other.racklab']);
    expectOk(await session.open({ name: 'before', recover: false }));
  });
});
