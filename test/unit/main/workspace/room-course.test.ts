/**
 * Goal: the course of a branch tells what happened on it and nothing else, whoever was looking, and
 * designs are placed by what they cost and give. Method: a session on real files is run, rewound
 * and branched; courses are held against the engine's own figures and against one worked out anew.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createWorkspaceHandlers,
  type ServedWorkspace,
} from '../../../../src/main/workspace/handlers.ts';
import { createCancelSource } from '../../../../src/shared/contract/cancellation.ts';
import type { CallContext } from '../../../../src/shared/contract/define.ts';
import type { CourseView } from '../../../../src/shared/views/course-view.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { RESOURCES_FOLDER } from '../../../support/start-lab.ts';

const TEXT = readFileSync(join(RESOURCES_FOLDER, 'templates/first-room.scenario.json'), 'utf8');
const NEVER: CallContext = { signal: createCancelSource().signal, connectionId: 'test' };
const MINUTE_US = 60_000_000;
const RACK = { type: 'fault.cut', target: 'rack:r2' } as const;

let documentsRoot: string;
let served: ServedWorkspace;
let handlers: ServedWorkspace['handlers'];

beforeEach(async () => {
  documentsRoot = mkdtempSync(join(tmpdir(), 'racklab-course-'));
  const host = { host: 'test', version: '1.2.3' } as const;
  served = await createWorkspaceHandlers({
    resourcesDir: RESOURCES_FOLDER,
    documentsRoot,
    ...host,
  });
  ({ handlers } = served);
  expectOk(await handlers['documents.import']({ text: TEXT, name: 'room' }, NEVER));
});

afterEach(async () => {
  await served.close();
  rmSync(documentsRoot, { recursive: true, force: true });
});

async function run(minutes: number): Promise<void> {
  expectOk(await handlers['workspace.runUntil']({ toUs: minutes * MINUTE_US }, NEVER));
}

async function course(fill: boolean): Promise<CourseView> {
  return expectOk(await handlers['branches.course']({ fill }, NEVER));
}

/** Served requests of the whole course: rates times the time they stand for. */
function servedIn(view: CourseView): number {
  return view.served.reduce((sum, rate, index) => {
    const from = index === 0 ? 0 : (view.atUs[index - 1] ?? 0);
    return sum + rate * (((view.atUs[index] ?? 0) - from) / 1_000_000);
  }, 0);
}

describe('the course of a branch', () => {
  it('is filled on a copy and comes to the counters of the engine', async () => {
    await run(2);
    expectOk(await handlers['workspace.execute']({ command: RACK }, NEVER));
    await run(6);
    const begun = await course(false);
    expect(begun.missing).toBeGreaterThan(10);
    const whole = await course(true);
    expect(whole.missing).toBe(0);
    expect(whole.atUs.at(-1)).toBe(6 * MINUTE_US);
    const { services } = expectOk(await handlers['workspace.summary']({}, NEVER));
    expect(servedIn(whole)).toBeCloseTo(services[0]?.served ?? -1, 3);
    expect(whole.availability.at(-1)).toBe(services[0]?.availability);
    expect(Math.max(...whole.p95Ms)).toBeGreaterThan(0);
    const after = whole.atUs.findIndex((us) => us > 3 * MINUTE_US);
    const before = whole.atUs.findIndex((us) => us > MINUTE_US);
    expect(whole.milliwatts[after]).toBeLessThan(whole.milliwatts[before] ?? 0);
    expect(whole.backendsUp[after]).toBeLessThan(whole.backendsUp[before] ?? 0);
    expect(whole.failed[after]).toBeGreaterThan(0);
    expect(whole.failed[before]).toBe(0);
  });

  it('forgets what another branch did, and is the same as one that was never left', async () => {
    await run(2);
    expectOk(await handlers['workspace.execute']({ command: RACK }, NEVER));
    await run(4);
    await course(true);
    expectOk(await handlers['workspace.rewind']({ toUs: MINUTE_US }, NEVER));
    expect((await course(true)).atUs.at(-1)).toBe(MINUTE_US);
    const other = { type: 'fault.cut', target: 'rack:r1' } as const;
    expectOk(await handlers['workspace.execute']({ command: other }, NEVER));
    await run(4);
    const branched = await course(true);
    const first = branched.failed.findIndex((rate) => rate > 0);
    expect(branched.atUs[first]).toBeGreaterThan(MINUTE_US);
    expect(branched.atUs[first]).toBeLessThanOrEqual(2 * MINUTE_US);
    const { services } = expectOk(await handlers['workspace.summary']({}, NEVER));
    expect(servedIn(branched)).toBeCloseTo(services[0]?.served ?? -1, 3);
  });

  it('can be given up on the way', async () => {
    await run(6);
    const stop = createCancelSource();
    const asked = handlers['branches.course']({ fill: true }, { ...NEVER, signal: stop.signal });
    stop.cancel();
    const answer = await asked;
    expect(answer.ok ? 'ok' : answer.error.code).toBe('workspace.cancelled');
  });
});

describe('designs', () => {
  it('are the branches, by money and nines, each by the same figure', async () => {
    await run(2);
    expectOk(await handlers['workspace.execute']({ command: RACK }, NEVER));
    await run(6);
    expectOk(await handlers['workspace.rewind']({ toUs: MINUTE_US }, NEVER));
    const fewer = { type: 'vm.delete', vm: 'vm:web-1' } as const;
    expectOk(await handlers['workspace.execute']({ command: fewer }, NEVER));
    await run(6);
    const { designs, monthHours, service } = expectOk(
      await handlers['branches.designs']({}, NEVER),
    );
    expect(monthHours).toBe(730);
    expect(service).toBeDefined();
    expect(designs).toHaveLength(2);
    const [cheap, dear] = designs;
    expect(cheap?.microUsdPerMonth).toBeLessThan(dear?.microUsdPerMonth ?? 0);
    const costs = expectOk(await handlers['workspace.costs']({ lines: 0 }, NEVER));
    expect(cheap?.microUsdPerMonth).toBe(costs.microUsdPerHour * 730);
    for (const { places } of designs) {
      for (const { availability, downMinutesPerMonth } of places) {
        expect(downMinutesPerMonth).toBeCloseTo((1 - availability) * 730 * 60, 6);
      }
    }
    expect(
      designs.flatMap(({ places }) => places.filter(({ onCurve }) => onCurve)).length,
    ).toBeGreaterThan(0);
  });
});
