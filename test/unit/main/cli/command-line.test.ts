/**
 * Goal: every command of `racklab` does its work, says where and why it refuses, and ends with the
 * right code. Method: the command line runs in this process over real files in a folder of its own,
 * with its streams caught; a table of bad calls gives what each must print.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../src/main/cli/cli.ts';
import { parseScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import { racklab } from '../../../support/cli-harness.ts';
import { LAB_SCENARIO_TEXT } from '../../../support/lab-scenario.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'racklab-cli-'));
  writeFileSync(at('lab.scenario.json'), LAB_SCENARIO_TEXT);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function at(name: string): string {
  return join(folder, name);
}

function file(name: string, fields: Record<string, unknown>): string {
  const base = {
    format: 'racklab.scenario',
    formatVersion: 1,
    title: 'x',
    catalogue: 'azure-2026-11',
    seed: 1,
    duration: '1h',
  };
  writeFileSync(at(name), JSON.stringify({ ...base, ...fields }, undefined, 1));
  return at(name);
}

describe('help', () => {
  it('lists every command', async () => {
    const { code, out, err } = await racklab('--help');
    expect([code, err]).toEqual([0, '']);
    for (const { name, summary } of COMMANDS) {
      expect(out).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
    }
  });

  it.each(COMMANDS.map(({ name }) => [name]))('of %s shows usage and options', async (name) => {
    const { code, out, err } = await racklab(...name.split(' '), '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`racklab ${name}`);
    expect(out).toContain('--help');
  });

  it('of a family lists its members', async () => {
    const { code, out } = await racklab('scenario', '--help');
    expect(code).toBe(0);
    expect(out).toContain('scenario lint');
    expect(out).not.toContain('bench');
  });

  it('tells the version', async () => {
    const manifest: unknown = JSON.parse(
      readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
    );
    const { code, out } = await racklab('--version');
    expect([code, { version: out.trim() }]).toEqual([
      0,
      expect.objectContaining(versionOf(manifest)),
    ]);
  });
});

function versionOf(manifest: unknown): { version: string } {
  return { version: (manifest as { version: string }).version };
}

describe('run', () => {
  it('--json prints one object: deterministic figures, and host apart', async () => {
    const { code, out, err } = await racklab(
      'run',
      at('lab.scenario.json'),
      '--until',
      '2m',
      '--json',
    );
    expect([code, err]).toEqual([0, '']);
    const { host, hash, ...rest } = JSON.parse(out) as Record<string, unknown>;
    expect(host).toEqual({ wallSeconds: 1.5, cpuSeconds: 1.25, peakMemoryMib: 64 });
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(Object.keys(rest)).toEqual([
      'seed',
      'simulatedSeconds',
      'events',
      'machines',
      'services',
      'batches',
      'cost',
      'incidents',
      'expect',
      'refusedActions',
    ]);
    expect(rest).toMatchObject({
      seed: 4711,
      simulatedSeconds: 120,
      machines: { running: 8, stopped: 0 },
      services: [{ name: 'site', lost: 0, refused: 0 }],
      batches: [{ name: 'night', count: 200 }],
      cost: { currency: 'USD' },
    });
    const times = { p50Ms: expect.any(Number), p95Ms: expect.any(Number) };
    const limitedBy = expect.stringMatching(/^(threads|cpu|load)$/);
    expect(rest['services']).toEqual([expect.objectContaining({ ...times, limitedBy })]);
    const again = await racklab('run', at('lab.scenario.json'), '--until', '2m', '--json');
    expect(again.out).toBe(out);
  });

  it('with another seed comes out otherwise', async () => {
    const run = (seed: string) =>
      racklab('run', at('lab.scenario.json'), '--until', '1m', '--seed', seed, '--json');
    const [one, two] = [await run('1'), await run('2')];
    expect(JSON.parse(one.out)).toMatchObject({ seed: 1 });
    expect((JSON.parse(one.out) as { hash: string }).hash).not.toBe(
      (JSON.parse(two.out) as { hash: string }).hash,
    );
  });

  it('judges the expectations of the file; --check ends with 1 when one is missed', async () => {
    const path = file('expect.scenario.json', {
      expect: [
        { measure: 'machines', max: 0 },
        { measure: 'machines', min: 1, at: '10m' },
        { measure: 'cost', max: 0, at: '50m' },
      ],
    });
    const half = await racklab('run', path, '--until', '30m', '--json', '--check');
    expect(half.code).toBe(1);
    expect(JSON.parse(half.out)).toMatchObject({
      expect: [
        { measure: 'machines', unit: 'machines', atSeconds: 3600, reached: false, met: false },
        { atSeconds: 600, min: 1, value: 0, reached: true, met: false },
        { atSeconds: 3000, reached: false, met: false },
      ],
    });
    const whole = await racklab('run', path);
    expect(whole.code).toBe(0);
    expect(whole.out).toContain('2 of 3 expectations met');
    expect(whole.out).toContain('MISSED machines at 10m: 0 (1 <= x)');
  });

  it('tells of timed actions that were refused', async () => {
    const path = file('refused.scenario.json', {
      groups: [{ name: 'g' }, { name: 'h' }],
      actions: [
        { at: '1m', do: 'group.remove', group: 'g' },
        { at: '2m', do: 'group.remove', group: 'g' },
      ],
    });
    const { code, out } = await racklab('run', path, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      refusedActions: [{ atSeconds: 120, command: 'group.remove', code: 'group.notFound' }],
    });
  });

  it('of a document runs what it has come to', async () => {
    await racklab('import', at('lab.scenario.json'), at('run.racklab'));
    const document = await racklab('run', at('run.racklab'), '--until', '1m', '--json');
    const scenario = await racklab('run', at('lab.scenario.json'), '--until', '1m', '--json');
    expect(document).toEqual(scenario);
  });
});

describe('scenario', () => {
  it('lint accepts a good file and counts what is in it', async () => {
    const { code, out, err } = await racklab('scenario', 'lint', at('lab.scenario.json'));
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/no problems; \d+ things, 3 timed actions, 0 expectations/);
  });

  it('lint finds what only the engine can know, and where it stands in the file', async () => {
    const path = file('full.scenario.json', {
      places: {
        sites: [{ name: 's' }],
        rooms: [{ name: 'r', parent: 's' }],
        rows: [{ name: 'w', parent: 'r' }],
      },
      racks: [{ name: 'k', row: 'w', units: 2 }],
      hosts: [{ name: 'h{n}', count: 3, rack: 'k', cores: 1, memoryMib: 1024 }],
    });
    const { code, out, err } = await racklab('scenario', 'lint', path);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/hosts\[0\] \(line \d+\): rack:k has no 1 free units/);
  });

  it('lint warns of what is accepted and odd, with its place, and still says yes', async () => {
    const path = file('odd.scenario.json', {
      places: {
        sites: [{ name: 's' }],
        rooms: [{ name: 'r', parent: 's' }],
        rows: [{ name: 'w', parent: 'r' }],
      },
      racks: [{ name: 'k', row: 'w' }],
      hosts: [{ name: 'h', rack: 'k', cores: 16, memoryMib: 65_536 }],
      groups: [{ name: 'g' }],
      storage: [{ name: 'st', capacityGib: 1_000 }],
      availabilitySets: [{ name: 'as', faultDomains: 1 }],
      machines: [{ name: 'm', size: 'D2s_v5', image: 'Ubuntu2204', availabilitySet: 'as' }],
      balancers: [{ name: 'b', probeInterval: '2m' }],
      actions: [
        { at: '2h', do: 'balancer.edit', balancer: 'b', probeInterval: '3m' },
        { at: '1m', do: 'maintenance.start', availabilitySet: 'as' },
      ],
    });
    const { code, out, err } = await racklab('scenario', 'lint', path);
    expect([code, code === 0 ? '' : err]).toEqual([0, '']);
    expect(out).toMatch(/no problems; .* 6 warnings/);
    expect(err).toMatch(/:\d+: availabilitySets\[0\]: warning: .*oneFaultDomain\]\n {2}Make it/);
    expect(err).toMatch(/availabilitySets\[0\]: warning: .*\[availabilitySet\.single\]/);
    expect(err).toMatch(/balancers\[0\]: warning: .*for 4m\. \[balancer\.probeSlow\]/);
    // The second action of the file comes first in time; each keeps its own place.
    expect(err).toMatch(/actions\[1\]: warning: .*\[maintenance\.everyMachine\]/);
    expect(err).toMatch(/actions\[0\]: warning: It is set for 2h.*\[scenario\.actionAfterEnd\]/);
    expect(err).toMatch(/actions\[0\]: warning: .*for 6m\. \[balancer\.probeSlow\]/);
    const json = await racklab('scenario', 'lint', path, '--json');
    expect(json).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(json.out)).toMatchObject({
      ok: true,
      warnings: expect.arrayContaining([
        expect.objectContaining({ code: 'availabilitySet.single', path: 'availabilitySets[0]' }),
        expect.objectContaining({ code: 'scenario.actionAfterEnd', path: 'actions[0]' }),
      ]),
    });
    const run = await racklab('run', path, '--until', '1s', '--json');
    expect(run.err).toMatch(/balancers\[0\]: warning: .*\[balancer\.probeSlow\]/);
  });

  it('lint --json prints the problems as one object', async () => {
    const path = file('problems.scenario.json', { seed: 'x', colour: 1 });
    const { code, out, err } = await racklab('scenario', 'lint', path, '--json');
    expect([code, err]).toEqual([2, '']);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      code: 'scenario.unknownField',
      path: 'colour',
      line: 8,
      problems: [expect.stringMatching(/^8:2 colour/), expect.stringMatching(/^6:2 seed/)],
    });
  });

  it('format writes the canonical form in place, once', async () => {
    const path = at('format.scenario.json');
    writeFileSync(path, LAB_SCENARIO_TEXT);
    const check = await racklab('scenario', 'format', path, '--check');
    expect(check).toMatchObject({ code: 1, out: '' });
    expect(readFileSync(path, 'utf8')).toBe(LAB_SCENARIO_TEXT);
    expect(await racklab('scenario', 'format', path)).toMatchObject({ code: 0, out: '', err: '' });
    const parsed = parseScenario(LAB_SCENARIO_TEXT);
    const canonical = parsed.ok ? printScenario(parsed.value.scenario) : '';
    expect(readFileSync(path, 'utf8')).toBe(canonical);
    const again = await racklab('scenario', 'format', path, '--check');
    expect(again.code).toBe(0);
    const printed = await racklab('scenario', 'format', at('lab.scenario.json'), '--print');
    expect(printed.out).toBe(canonical);
  });

  it('migrate leaves a file of the present version as it is, in canonical form', async () => {
    const path = at('migrate.scenario.json');
    writeFileSync(path, LAB_SCENARIO_TEXT);
    expect((await racklab('scenario', 'migrate', path)).code).toBe(0);
    expect(parseScenario(readFileSync(path, 'utf8'))).toMatchObject({ value: { fileVersion: 1 } });
  });
});

describe('documents', () => {
  it('import, verify, replay and export agree, and the export is the file', async () => {
    const source = at('source.scenario.json');
    writeFileSync(source, LAB_SCENARIO_TEXT);
    await racklab('scenario', 'format', source);
    const made = await racklab('import', source, at('trip.racklab'));
    expect(made).toEqual({ code: 0, out: `${at('trip.racklab')}\n`, err: '' });
    const verified = await racklab('verify', at('trip.racklab'), '--json');
    expect(verified.code).toBe(0);
    const facts = JSON.parse(verified.out) as Record<string, unknown>;
    expect(facts).toMatchObject({ sound: true, decisions: 0, atSeconds: 0, problems: [] });
    const replayed = await racklab('replay', at('trip.racklab'), '--json');
    expect(JSON.parse(replayed.out)).toMatchObject({ hash: facts['hash'] });
    const exported = await racklab('export', at('trip.racklab'), at('trip.scenario.json'));
    expect(exported).toEqual({ code: 0, out: `${at('trip.scenario.json')}\n`, err: '' });
    expect(readFileSync(at('trip.scenario.json'))).toEqual(readFileSync(source));
  });

  it('export --at writes a state that can be run, and lists what it cannot carry', async () => {
    await racklab('import', at('lab.scenario.json'), at('state.racklab'));
    const { code, err } = await racklab(
      'export',
      at('state.racklab'),
      at('state.scenario.json'),
      '--at',
      '0s',
    );
    expect(code).toBe(0);
    expect(err).toMatch(/^not carried: Counts, costs/);
    expect(err).toContain('batch:shop/night (0 of 200 jobs done)');
    expect((await racklab('scenario', 'lint', at('state.scenario.json'))).code).toBe(0);
  });
});

describe('racklab scenario diff and --set', () => {
  it('tells what a set value changes, and runs with it', async () => {
    const less = await racklab('run', at('lab.scenario.json'), '--set', 'web.count=3', '--json');
    expect(JSON.parse(less.out)).toMatchObject({ machines: { running: 4 } });
    const lint = await racklab(
      'scenario',
      'lint',
      at('lab.scenario.json'),
      '--set',
      'web.count=0.5',
    );
    expect(lint.code).toBe(2);
    expect(lint.err).toContain('machines[0].count');
  });

  it('names the entries that differ, and fails only when asked to check', async () => {
    const other = at('other.scenario.json');
    writeFileSync(other, LAB_SCENARIO_TEXT.replace('"count": 6', '"count": 5'));
    const outcome = await racklab('scenario', 'diff', at('lab.scenario.json'), other);
    expect(outcome).toMatchObject({ code: 0, out: '~ machines shop/web-{n}.count: 6 → 5\n' });
    const checked = await racklab('scenario', 'diff', at('lab.scenario.json'), other, '--check');
    expect(checked.code).toBe(1);
    const same = await racklab('scenario', 'diff', other, other, '--json', '--check');
    expect(same.code).toBe(0);
    expect(JSON.parse(same.out)).toEqual({ same: true, changes: [] });
  });

  it('refuses a file that is none, for either side', async () => {
    for (const files of [
      ['nowhere', at('lab.scenario.json')],
      [at('lab.scenario.json'), 'nowhere'],
    ]) {
      const outcome = await racklab('scenario', 'diff', ...files);
      expect(outcome).toMatchObject({ code: 2, out: '' });
      expect(outcome.err).toContain('[cli.fileNotFound]');
    }
  });
});

describe('bad input', () => {
  const calls: readonly (readonly [string, () => string[], number, RegExp])[] = [
    [
      'no such command',
      () => ['rum'],
      2,
      /no command "rum"\. \[cli\.unknownCommand\]\n {2}Did you mean run\?/,
    ],
    ['no such member of a family', () => ['scenario', 'lnt'], 2, /Did you mean scenario lint/],
    ['an option before any command', () => ['--jsn'], 2, /no option "--jsn"/],
    [
      'an unknown option',
      () => ['run', 'x', '--jsno'],
      2,
      /no option --jsno\. \[cli\.unknownOption\]\n {2}Did you mean --json\?/,
    ],
    ['an unknown short option', () => ['run', 'x', '-q'], 2, /no option -q/],
    ['a switch with a value', () => ['run', 'x', '--json=yes'], 2, /--json takes no value/],
    ['an option without its value', () => ['run', 'x', '--until'], 2, /--until needs a value/],
    [
      'a missing operand',
      () => ['run'],
      2,
      /needs FILE\. \[cli\.missingOperand\]\n {2}Write racklab run FILE/,
    ],
    ['an operand too many', () => ['run', 'a', 'b'], 2, /does not know what to do with "b"/],
    ['a seed that is none', () => ['run', at('lab.scenario.json'), '--seed', '-3'], 2, /--seed/],
    [
      'a moment that is none',
      () => ['run', at('lab.scenario.json'), '--until', 'noon'],
      2,
      /not a duration/,
    ],
    ['a file that is not there', () => ['run', at('nope.json')], 2, /no file .*nope\.json/],
    ['a folder that is no document', () => ['run', folder], 2, /not a Racklab document/],
    ['a folder where a file belongs', () => ['scenario', 'format', folder], 2, /could not be read/],
    ['a document that is not there', () => ['verify', at('nope.racklab')], 2, /no document/],
    [
      'an export over a file',
      () => ['export', at('x.racklab'), at('lab.scenario.json')],
      2,
      /already is something/,
    ],
    [
      'an import to a bad name',
      () => ['import', at('lab.scenario.json'), at('plain')],
      2,
      /\.racklab/,
    ],
    ['a port that is none', () => ['serve', '--port', '99999'], 2, /from 0 to 65535/],
    ['a benchmark of nothing', () => ['bench', 'batch', '--hosts', '0'], 2, /from 1 to/],
    ['a size of text', () => ['bench', 'hold', '--pending', 'many'], 2, /whole number/],
  ];

  it.each(calls)('%s is refused in words', async (_what, args, code, says) => {
    const outcome = await racklab(...args());
    expect(outcome).toMatchObject({ code, out: '' });
    expect(outcome.err).toMatch(says);
    expect(outcome.err).toMatch(/\n {2}\S/);
    expect(outcome.err).not.toMatch(/\n\s+at /);
  });

  const texts: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['empty', '', /:1:1 the file: the file is empty/],
    ['cut off', LAB_SCENARIO_TEXT.slice(0, 500), /ends in the middle of a value/],
    ['no JSON', 'format: racklab', /:1:1 .*no value/],
    [
      'of a newer version',
      LAB_SCENARIO_TEXT.replace('"formatVersion": 1', '"formatVersion": 9'),
      /version 9/,
    ],
    [
      'of another format',
      LAB_SCENARIO_TEXT.replace('racklab.scenario', 'racklab.lab'),
      /its format is/,
    ],
    [
      'with a misspelt field',
      LAB_SCENARIO_TEXT.replace('"seed"', '"seeed"'),
      /Did you mean "seed"/,
    ],
    [
      'with a catalogue nobody has',
      LAB_SCENARIO_TEXT.replace('azure-2026-11', 'azure-2026-12'),
      /no catalogue/,
    ],
    ['nested without end', '['.repeat(100_000), /nested deeper/],
    ['not text', Buffer.from([0xff, 0xfe, 0x00, 0x80]), /not a text in UTF-8/],
  ];

  it.each(texts)(
    'a file that is %s is refused by run, lint, format and import alike',
    async (_what, content, says) => {
      const path = at('bad.scenario.json');
      writeFileSync(path, content);
      for (const args of [
        ['run', path],
        ['scenario', 'lint', path],
        ['import', path, at('bad.racklab')],
      ]) {
        const outcome = await racklab(...args);
        expect(outcome, args.join(' ')).toMatchObject({ code: 2, out: '' });
        expect(outcome.err).toMatch(says);
        expect(outcome.err).not.toMatch(/\n\s+at /);
      }
      expect(readFileSync(path)).toEqual(Buffer.from(content));
      expect(await racklab('verify', at('bad.racklab'))).toMatchObject({ code: 2 });
    },
  );

  it('a file that is too large is not read', async () => {
    const path = at('huge.scenario.json');
    writeFileSync(path, Buffer.alloc(129 * 1_024 * 1_024, 0x20));
    const outcome = await racklab('run', path);
    expect(outcome).toMatchObject({ code: 2, out: '' });
    expect(outcome.err).toMatch(/135266304 bytes; 134217728 are read/);
  });

  it('a damaged document fails, and is left as it was', async () => {
    await racklab('import', at('lab.scenario.json'), at('hurt.racklab'));
    const start = at('hurt.racklab/start.scenario.json');
    const damaged = readFileSync(start, 'utf8').replace('4711', '4712');
    writeFileSync(start, damaged);
    for (const args of [['verify'], ['replay'], ['run']]) {
      const outcome = await racklab(...args, at('hurt.racklab'));
      expect(outcome.out).toBe('');
      expect(outcome.code).toBeGreaterThan(0);
      expect(outcome.err).toMatch(/start/);
    }
    expect(readFileSync(start, 'utf8')).toBe(damaged);
  });

  it('a place that cannot be written to leaves nothing behind', async () => {
    mkdirSync(at('taken.scenario.json'));
    await racklab('import', at('lab.scenario.json'), at('w.racklab'));
    const outcome = await racklab('export', at('w.racklab'), at('taken.scenario.json'), '--force');
    expect(outcome).toMatchObject({ code: 1, out: '' });
    expect(outcome.err).toMatch(/could not be written/);
  });
});

describe('bench', () => {
  it('batch prints one line with exact results', async () => {
    const { code, out } = await racklab(
      'bench',
      'batch',
      '--hosts',
      '10',
      '--vms',
      '100',
      '--jobs',
      '1000',
    );
    expect(code).toBe(0);
    expect(out).toMatch(
      new RegExp(
        '^peer=racklab case=batch-var-10x100x1000 wall_s=1\\.500 peak_mb=64\\.0 events=\\d+ ' +
          'cpu_s=1\\.250 done=1000 lastFinish=\\d+\\.\\d{3} hash=[0-9a-f]{16}\n$',
      ),
    );
  });

  it('batch with jobs of one length ends at the exact second', async () => {
    const { out } = await racklab(
      'bench',
      'batch',
      '--hosts',
      '10',
      '--vms',
      '100',
      '--jobs',
      '1000',
      '--same',
    );
    expect(out).toContain('case=batch-same-10x100x1000');
    expect(out).toContain('done=1000 lastFinish=100.000');
  });

  it('hold prints a line for each queue', async () => {
    const { code, out } = await racklab('bench', 'hold', '--pending', '100', '--holds', '1000');
    expect(code).toBe(0);
    expect(out.match(/^peer=racklab case=hold-(calendar|heap)-100 /gm)).toHaveLength(2);
  });
});
