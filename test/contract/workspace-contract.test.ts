/**
 * Goal: every call and stream of the contract is answered, alike over every way to a workspace.
 * Method: the same conversation is held in process, as bytes, with a worker thread and through the
 * loopback server, on real files; what is refused is compared by code.
 */
import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APP_VERSION } from '../../src/shared/contract/app-version.ts';
import { contract } from '../../src/shared/contract/contract.ts';
import type { LabStreamEvent } from '../../src/shared/lab/lab-view.ts';
import type { PlaybackView } from '../../src/shared/views/workspace-view.ts';
import type { TopologyPatch } from '../../src/shared/views/topology-view.ts';
import { LAB_SCENARIO_TEXT } from '../support/lab-scenario.ts';
import {
  WORKSPACE_LINES,
  type WorkspaceClient,
  type WorkspaceLine,
} from '../support/workspace-lines.ts';
import { expectOk } from '../support/expect-ok.ts';
import { codeOf } from '../support/workspace-rig.ts';

const MINUTE_US = 60_000_000;
const NO_DOCUMENT_NEEDED = ['app.', 'documents.', 'labs.', 'author.'];

/** A plausible input for each call, to see what is said when nothing is open. */
const INPUTS: Readonly<Record<string, object>> = {
  'workspace.execute': { command: { type: 'group.add', name: 'g' } },
  'workspace.check': { command: { type: 'group.add', name: 'g' } },
  'workspace.rewind': { toUs: 0 },
  'workspace.rewindBefore': { seq: 1 },
  'workspace.fork': { name: 'x' },
  'workspace.switchBranch': { branch: 'main' },
  'experiments.define': {
    experiment: {
      name: 'x',
      steadyFor: '1m',
      steadyState: [{ measure: 'lost', max: 0 }],
      faults: [{ target: 'rack', pick: 'each', for: '1m' }],
      runFor: '1m',
      during: [{ measure: 'lost', max: 0 }],
    },
  },
  'experiments.remove': { name: 'x' },
  'experiments.try': { of: { experiment: 'x' } },
  'branches.compare': { left: 'main', right: 'b1' },
  'branches.drop': { branch: 'b1' },
  'workspace.step': { what: 'event' },
  'workspace.runUntil': { toUs: 1 },
  'workspace.explain': { happening: 1 },
  'workspace.shadow': { target: 'rack:r1' },
  'workspace.fate': { of: 'web' },
  'workspace.reach': { from: 'internet', to: 'web', port: 80 },
  'workspace.follow': { of: 'web' },
  'workspace.costs': { lines: 5 },
  'workspace.monteCarlo': { seeds: 2 },
  'workspace.series': { service: 'site', fromUs: 0, toUs: 1 },
};

describe.each(WORKSPACE_LINES)('over $name', (kind) => {
  let line: WorkspaceLine;
  let client: WorkspaceClient;

  beforeEach(async () => {
    line = await kind.start();
    client = await line.connect();
  });

  afterEach(async () => {
    client.close();
    await line.stop();
    expect(line.faults).toEqual([]);
  });

  async function openLab(): Promise<void> {
    expectOk(await client.call('documents.import', { text: LAB_SCENARIO_TEXT, name: 'lab' }));
  }

  async function firstEvent<E>(subscribe: (take: (event: E) => void) => () => void): Promise<E> {
    let stop: () => void = () => undefined;
    const event = await new Promise<E>((resolve) => {
      stop = subscribe(resolve);
    });
    stop();
    return event;
  }

  it('says for every call and stream that nothing is open', async () => {
    for (const [name, entry] of Object.entries(contract)) {
      if (NO_DOCUMENT_NEEDED.some((area) => name.startsWith(area))) continue;
      if (entry.kind === 'call') {
        // The table has what each call takes; the compiler only knows one name at a time.
        const input = (INPUTS[name] ?? {}) as Record<string, never>;
        const answer = await client.call(name as 'workspace.undo', input);
        expect([name, codeOf(answer)]).toEqual([name, 'document.notOpen']);
      } else {
        // As above: the table has what each stream takes.
        const code = await new Promise<string | undefined>((resolve) => {
          client.subscribe(
            name as 'workspace.playback',
            (INPUTS[name] ?? {}) as Record<string, never>,
            () => undefined,
            (refusal) => resolve(refusal?.code),
          );
        });
        expect([name, code]).toEqual([name, 'document.notOpen']);
      }
    }
    expect(codeOf(await client.call('documents.export', {}))).toBe('document.notOpen');
    expect(codeOf(await client.call('documents.saveAs', { name: 'x' }))).toBe('document.notOpen');
  });

  it('tells availability, downtime by cause and costs, of all and of one thing', async () => {
    await openLab();
    expectOk(await client.call('workspace.runUntil', { toUs: 10 * MINUTE_US }));
    const sla = expectOk(await client.call('workspace.sla', {}));
    expect(sla.entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['service', 'vm']));
    const brief = expectOk(await client.call('workspace.sla', { machines: false }));
    expect(brief.entries.some(({ kind }) => kind === 'vm')).toBe(false);
    const of = 'service:shop/site';
    const one = expectOk(await client.call('workspace.sla', { of }));
    expect(one.entries.map(({ id }) => id)).toEqual([of]);
    const measures = expectOk(await client.call('workspace.measures', { of }));
    expect(measures.services.map(({ id }) => id)).toEqual([of]);
    const costs = expectOk(await client.call('workspace.costs', { lines: 2 }));
    expect(costs.lines).toHaveLength(2);
    expect(costs.linesInAll).toBeGreaterThan(2);
  });

  it('begins a lab, shows the attempt, and knows it again when it is opened', async () => {
    const labs = expectOk(await client.call('labs.list', {}));
    const entry = labs.find(({ id }) => id === '09-availability-set');
    expect(entry?.title['pt-BR']).toContain('Sobreviver');
    const nothing = await firstEvent((take) => client.subscribe('labs.view', {}, take));
    expect(nothing).toEqual({});
    const who = { lab: '09-availability-set', mode: 'practice', locale: 'en' } as const;
    const opened = expectOk(await client.call('labs.begin', who));
    const view = await firstEvent<LabStreamEvent>((take) =>
      client.subscribe('labs.view', {}, take),
    );
    expect(view.attempt?.tasks.map(({ id }) => id)).toEqual(['spread', 'maintain', 'pay']);
    expectOk(await client.call('documents.close', {}));
    expect(codeOf(await client.call('labs.finish', {}))).toBe('lab.notOpen');
    expectOk(await client.call('documents.open', { name: opened.name }));
    const { text } = expectOk(await client.call('labs.attempt', {}));
    expect(JSON.parse(text)).toMatchObject({ mode: 'practice', lab: { id: entry?.id } });
  });

  it('tells about itself, its catalogue and its templates', async () => {
    const info = expectOk(await client.call('app.info', {}));
    expect(info).toMatchObject({ version: APP_VERSION, host: 'test', catalogue: 'azure-2026-11' });
    const options = expectOk(await client.call('app.catalogue', {}));
    expect(options.sizes.find(({ name }) => name === 'Standard_D2s_v5')).toMatchObject({
      family: 'D',
      vCpu: 2,
      memoryMib: 8_192,
    });
    expect(options.images.some(({ alias, os }) => alias === 'Ubuntu2204' && os === 'linux')).toBe(
      true,
    );
    expect(options.hostModels.every(({ idleWatts, fullWatts }) => idleWatts <= fullWatts)).toBe(
      true,
    );
    const start = options.operations.find(({ name }) => name === 'start');
    expect(start).toMatchObject({ samples: 10, medianMs: 12_900, fewSamples: false });
    expect(options.operations.every(({ samples, fewSamples }) => fewSamples === samples < 10)).toBe(
      true,
    );
    const templates = expectOk(await client.call('documents.templates', {}));
    const room = templates.find(({ id }) => id === 'first-room');
    expect(room).toMatchObject({ racks: 6 });
    expect(room?.title['en']).not.toBe('');
    expect(room?.machines).toBeGreaterThanOrEqual(6);
  });

  it('makes, lists, closes and opens documents, by name only', async () => {
    const made = expectOk(await client.call('documents.create', { template: 'first-room' }));
    const again = expectOk(await client.call('documents.create', { template: 'first-room' }));
    expect(again.name).toBe(`${made.name} 2`);
    const inPortuguese = { template: 'first-room', locale: 'pt-BR' as const };
    const titled = expectOk(await client.call('documents.create', inPortuguese));
    expect(titled.title).toBe('Primeira sala');
    expect(codeOf(await client.call('documents.create', { template: '../secret' }))).toBe(
      'template.notFound',
    );
    const taken = { template: 'first-room', name: made.name };
    expect(codeOf(await client.call('documents.create', taken))).toBe('document.exists');
    expectOk(await client.call('documents.close', {}));
    expect(codeOf(await client.call('workspace.undo', {}))).toBe('document.notOpen');
    const listed = expectOk(await client.call('documents.list', {}));
    expect(listed.map(({ name }) => name).toSorted()).toEqual(
      [made.name, again.name, titled.name].toSorted(),
    );
    expectOk(await client.call('documents.open', { name: made.name }));
    expect(codeOf(await client.call('documents.open', { name: 'nothing' }))).toBe(
      'document.notFound',
    );
    for (const name of ['../etc', 'a/b', 'a\\b', 'con', 'x.', '']) {
      const answer = await client.call('documents.open', { name });
      expect([name, ['ipc.invalid', 'document.badName'].includes(codeOf(answer))]).toEqual([
        name,
        true,
      ]);
    }
    // A refusal leaves the open document as it was.
    expectOk(await client.call('workspace.history', {}));
  });

  it('refuses a bad scenario with its place and leaves nothing behind', async () => {
    const broken = LAB_SCENARIO_TEXT.replace('"row": "row"', '"row": "nowhere"');
    const refused = await client.call('documents.import', { text: broken });
    expect(codeOf(refused)).toBe('scenario.referenceNotFound');
    expect(codeOf(await client.call('documents.import', { text: '{' }))).toMatch(/^scenario\./);
    expect(existsSync(line.documentsRoot) ? readdirSync(line.documentsRoot) : []).toEqual([]);
  });

  it('carries out, undoes, redoes and explains', async () => {
    await openLab();
    const cut = { type: 'fault.cut' as const, target: 'rack:r1' };
    expectOk(await client.call('workspace.check', { command: cut }));
    const done = expectOk(await client.call('workspace.execute', { command: cut, mark: 'm' }));
    expect(done).toMatchObject({ seq: 1, atUs: 0 });
    expect(codeOf(await client.call('workspace.execute', { command: cut }))).toBe(
      'fault.alreadyCut',
    );
    expectOk(await client.call('workspace.undo', {}));
    expectOk(await client.call('workspace.redo', {}));
    const history = expectOk(await client.call('workspace.history', {}));
    expect(history).toMatchObject([{ seq: 1, command: cut, mark: 'm', undone: false }]);
    expectOk(await client.call('workspace.runUntil', { toUs: MINUTE_US }));
    expect(codeOf(await client.call('workspace.undo', {}))).toBe('history.timePassed');
    const timeline = await firstEvent<{ items: { id: number; kind: string }[] }>((take) =>
      client.subscribe('workspace.timeline', {}, take),
    );
    const lost = timeline.items.find(({ kind }) => kind === 'host.lostPower');
    const chain = expectOk(await client.call('workspace.explain', { happening: lost?.id ?? 0 }));
    expect(chain.map(({ kind }) => kind)).toContain('decision');
    const ledger = expectOk(await client.call('workspace.ledger', {}));
    const { services } = expectOk(await client.call('workspace.summary', {}));
    const failed = services.reduce(
      (sum, { late, refused, lost: gone }) => sum + late + refused + gone,
      0,
    );
    expect(ledger.reduce((sum, row) => sum + row.count, 0)).toBe(failed);
    const shadow = expectOk(await client.call('workspace.shadow', { target: 'rack:r3' }));
    expect(shadow.hosts.length).toBe(2);
    const fate = expectOk(await client.call('workspace.fate', { of: 'site' }));
    expect(fate.parts.every(({ taken, left }) => taken + left === fate.members.length)).toBe(true);
    expect(fate.of).toMatch(/^service:.*site$/);
    const query = { service: 'site', fromUs: 0, toUs: MINUTE_US };
    const series = expectOk(await client.call('workspace.series', query));
    expect(series.offered.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  });

  it('rewinds, forks, changes branch, steps and plays', async () => {
    await openLab();
    const run = expectOk(await client.call('workspace.runUntil', { toUs: 2 * MINUTE_US }));
    expect(run).toMatchObject({ nowUs: 2 * MINUTE_US, running: false, branch: 'main' });
    const back = expectOk(await client.call('workspace.rewind', { toUs: MINUTE_US }));
    expect(back).toMatchObject({ nowUs: MINUTE_US, tipUs: 2 * MINUTE_US });
    expect(codeOf(await client.call('workspace.rewind', { toUs: 9 * MINUTE_US }))).toBe(
      'history.beyondTip',
    );
    const command = { type: 'fault.cut' as const, target: 'feed:a' };
    const done = expectOk(await client.call('workspace.execute', { command }));
    const history = expectOk(await client.call('workspace.history', {}));
    expect(history[0]).toMatchObject({ seq: done.seq, atUs: MINUTE_US });
    expect(codeOf(await client.call('workspace.rewindBefore', { seq: 99 }))).toBe(
      'history.entryNotFound',
    );
    const before = expectOk(await client.call('workspace.rewindBefore', { seq: done.seq }));
    expect(before.branches.map(({ name }) => name)).toEqual(['main', 'fault.cut feed:a']);
    expectOk(await client.call('workspace.fork', { name: 'by hand' }));
    const main = expectOk(await client.call('workspace.switchBranch', { branch: 'main' }));
    expect(main).toMatchObject({ branch: 'main', nowUs: 2 * MINUTE_US });
    const stepped = expectOk(await client.call('workspace.step', { what: 'event' }));
    expect(stepped.eventCount).toBe(main.eventCount + 1);
    const minute = expectOk(await client.call('workspace.step', { what: 'minute' }));
    expect(minute.nowUs).toBe(stepped.nowUs + MINUTE_US);
    expectOk(await client.call('workspace.play', { running: true, speed: 600 }));
    await expect
      .poll(async () => (await firstPlayback()).nowUs)
      .toBeGreaterThan(minute.nowUs + MINUTE_US);
    const paused = expectOk(await client.call('workspace.play', { running: false }));
    expect(paused).toMatchObject({ running: false, speed: 600 });
  });

  function firstPlayback(): Promise<PlaybackView> {
    return firstEvent((take) => client.subscribe('workspace.playback', {}, take));
  }

  it('streams the room whole, then patches up to the revision a command answered', async () => {
    await openLab();
    const patches: TopologyPatch[] = [];
    const stop = client.subscribe('workspace.topology', {}, (patch) => void patches.push(patch));
    await expect.poll(() => patches.length).toBe(1);
    expect(patches[0]).toMatchObject({ reset: true, removed: [] });
    const command = { type: 'vm.tag' as const, vm: 'web-1', tags: { owner: 'ana' } };
    const { rev } = expectOk(await client.call('workspace.execute', { command }));
    await expect.poll(() => patches.at(-1)?.toRev ?? 0).toBeGreaterThanOrEqual(rev);
    const last = patches.at(-1);
    expect(last?.reset).toBe(false);
    expect(last?.upserted.find(({ id }) => id === 'vm:shop/web-1')).toMatchObject({
      tags: { owner: 'ana' },
    });
    const frame = await firstEvent<{ atUs: number; services: unknown[] }>((take) =>
      client.subscribe('workspace.metrics', {}, take),
    );
    expect(frame).toMatchObject({ atUs: 0 });
    expect(frame.services).toHaveLength(1);
    stop();
  });

  it('keeps a view beside the document', async () => {
    await openLab();
    const view = { positions: { 'rack:r1': { x: 1.5, y: -2 } }, panels: ['chart'] };
    expectOk(await client.call('view.save', view));
    expectOk(await client.call('documents.close', {}));
    expectOk(await client.call('documents.open', { name: 'lab' }));
    expect(expectOk(await client.call('view.load', {}))).toEqual(view);
    const exported = expectOk(await client.call('documents.export', {}));
    expect(exported.text).toContain('"rack:r1"');
  });

  it('saves a copy under another name and goes on in it', async () => {
    await openLab();
    expectOk(await client.call('workspace.runUntil', { toUs: MINUTE_US }));
    const command = { type: 'fault.cut' as const, target: 'rack:r1' };
    expectOk(await client.call('workspace.execute', { command }));
    const { hash } = expectOk(await client.call('workspace.summary', {}));
    const copy = expectOk(await client.call('documents.saveAs', { name: 'copy' }));
    expect(copy.name).toBe('copy');
    expect(expectOk(await client.call('workspace.summary', {})).hash).toBe(hash);
    expectOk(await client.call('workspace.undo', {}));
    expectOk(await client.call('documents.open', { name: 'lab' }));
    expect(expectOk(await client.call('workspace.summary', {})).hash).toBe(hash);
    expect(codeOf(await client.call('documents.saveAs', { name: 'copy' }))).toBe('document.exists');
  });

  it('exports a state at a moment, with what it could not carry', async () => {
    await openLab();
    expectOk(await client.call('workspace.runUntil', { toUs: 6 * MINUTE_US }));
    const before = expectOk(await client.call('workspace.summary', {}));
    const state = expectOk(await client.call('documents.export', { atUs: 4 * MINUTE_US }));
    expect(state.notCarried.length).toBeGreaterThan(0);
    expect(expectOk(await client.call('workspace.summary', {}))).toEqual(before);
    expectOk(await client.call('documents.import', { text: state.text, name: 'later' }));
    const machines = expectOk(await client.call('workspace.summary', {})).machines;
    expect(machines['running']).toBe(8);
    const beyond = { atUs: 60 * MINUTE_US };
    expect(codeOf(await client.call('documents.export', beyond))).toBe('history.beyondTip');
  });
});
