/**
 * Goal: the small rules the screen is made of hold: states as shapes and words, time as pixels,
 * keys by name, facts with formulas. Method: values in, values out.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keyName, shownKeys } from '../../../src/renderer/composables/key-choice.ts';
import { isBroken } from '../../../src/renderer/model/faults.ts';
import { stateOf, TONES, worseTone } from '../../../src/renderer/model/row-state.ts';
import { shapePaths } from '../../../src/renderer/model/state-paths.ts';
import { placeFlags } from '../../../src/renderer/responsibility/paint-incidents.ts';
import { isInVeil } from '../../../src/renderer/responsibility/paint-owners.ts';
import { happeningLooks } from '../../../src/renderer/timeline/happening-tone.ts';
import { marksOf, parseMoment, usAt, xOf } from '../../../src/renderer/timeline/time-scale.ts';
import { HAPPENING_KINDS } from '../../../src/shared/events/happenings.ts';
import { US_PER_MINUTE } from '../../../src/shared/kernel/time.ts';
import type { RowOf, TopologyRow } from '../../../src/shared/views/topology-view.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const rows = syntheticRoom({ racks: 1, racksPerRow: 1, hostsPerRack: 1, machines: 1 });

function only<K extends 'host' | 'vm' | 'power' | 'switch'>(kind: K): RowOf<K> {
  const found = rows.find((row): row is RowOf<K> => row.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

describe('the state of a thing', () => {
  it.each([
    ['works', {}, 'ok', 'disc', 'working'],
    ['was cut', { cut: true, powered: false }, 'harm', 'cross', 'cut'],
    ['has no power', { powered: false, state: 'down' }, 'harm', 'bolt', 'noPower'],
    ['boots', { state: 'booting' }, 'change', 'half', 'booting'],
    ['has no network', { connected: false }, 'harm', 'unlinked', 'noNetwork'],
  ] as const)('of a host that %s', (_name, change, tone, shape, word) => {
    expect(stateOf({ ...only('host'), ...change })).toEqual({ tone, shape, word });
  });

  it.each([
    ['runs', {}, 'ok', 'running'],
    ['was stopped by somebody', { powerState: 'stopped' }, 'off', 'stopped'],
    ['went down with its host', { powerState: 'stopped', lost: true }, 'harm', 'lost'],
    ['comes back', { powerState: 'starting', operation: 'recover' }, 'change', 'recovering'],
    [
      'found no place',
      { powerState: 'deallocated', provisioningState: 'Failed' },
      'harm',
      'failed',
    ],
  ] as const)('of a machine that %s', (_name, change, tone, word) => {
    expect(stateOf({ ...only('vm'), ...change })).toMatchObject({ tone, word });
  });

  it('is told apart without colour: no two tones of a kind share a shape', () => {
    const host = only('host');
    const states = [
      {},
      { cut: true },
      { powered: false },
      { state: 'booting' as const },
      { connected: false },
    ].map((change) => stateOf({ ...host, ...change }).shape);
    expect(new Set(states).size).toBe(states.length);
  });

  it('of a balancer is no harm before anybody was asked', () => {
    function after(...rotations: RowOf<'balancer'>['backends'][number]['rotation'][]): string {
      const backends = rotations.map((rotation) => ({ rotation }));
      // Only the backends are looked at.
      const { tone, word } = stateOf({ kind: 'balancer', backends } as unknown as TopologyRow);
      return `${tone} ${word}`;
    }
    expect(after()).toBe('warn noBackends');
    expect(after('unknown', 'unknown')).toBe('change probing');
    expect(after('up', 'unknown')).toBe('change probing');
    expect(after('down', 'unknown')).toBe('change probing');
    expect(after('down', 'down')).toBe('harm noneInRotation');
    expect(after('up', 'down', 'unknown')).toBe('warn someDown');
    expect(after('up', 'draining')).toBe('change someDraining');
    expect(after('draining')).toBe('harm noneInRotation');
    expect(after('up', 'up')).toBe('ok working');
  });

  it('is inherited by the worst', () => {
    expect(TONES.reduce(worseTone)).toBe('harm');
    expect(worseTone('harm', 'ok')).toBe('harm');
  });

  it('can be drawn, whatever it is', () => {
    for (const path of Object.values(shapePaths)) expect(path.fill ?? path.stroke).toBeTruthy();
  });

  it('counts as broken only where somebody can repair it', () => {
    expect(isBroken({ ...only('power'), tripped: true })).toBe(true);
    expect(isBroken({ ...only('power'), energised: false })).toBe(false);
    expect(isBroken({ ...only('switch'), cut: true })).toBe(true);
    expect(isBroken(only('vm'))).toBe(false);
  });
});

describe('time as pixels', () => {
  const scale = { fromUs: 0, toUs: 15 * US_PER_MINUTE, width: 900 };

  it('goes there and back', () => {
    for (const x of [0, 1, 450, 899, 900]) expect(Math.round(xOf(scale, usAt(scale, x)))).toBe(x);
  });

  it('stays on the track', () => {
    expect([usAt(scale, -50), usAt(scale, 5_000)]).toEqual([0, scale.toUs]);
  });

  it('marks round moments that do not crowd', () => {
    const marks = marksOf(scale, 86);
    expect(marks.map((us) => us / US_PER_MINUTE)).toEqual([0, 5, 10, 15]);
  });

  it('has a look for every kind of happening', () => {
    expect(Object.keys(happeningLooks).toSorted()).toEqual([...HAPPENING_KINDS].toSorted());
  });
});

describe('keys', () => {
  function pressed(init: Partial<KeyboardEvent>): string {
    const plain = { key: '', code: '', ctrlKey: false, metaKey: false, shiftKey: false };
    return keyName({ ...plain, ...init } as KeyboardEvent);
  }

  it.each([
    [{ key: 'k', ctrlKey: true }, 'Mod+k'],
    [{ key: 'Z', ctrlKey: true, shiftKey: true }, 'Mod+Shift+z'],
    [{ key: '!', code: 'Digit1', shiftKey: true }, 'Shift+1'],
    [{ key: '?', code: 'Slash', shiftKey: true }, '?'],
    [{ key: 'ArrowRight', shiftKey: true }, 'Shift+ArrowRight'],
    [{ key: ' ' }, ' '],
  ])('%o is %s', (init, name) => {
    expect(pressed(init)).toBe(name);
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('are shown as a person reads them', () => {
    vi.stubGlobal('navigator', { userAgent: 'X11; Linux' });
    expect(['Mod+k', ' ', 'Shift+ArrowLeft', '?'].map((keys) => shownKeys(keys))).toEqual([
      'Ctrl+K',
      'Space',
      'Shift+←',
      '?',
    ]);
  });
});

describe('the veil over what is the provider’s', () => {
  it.each([
    ['one’s own machine in one’s own room', 'vm', 'you', false, false],
    ['one’s own machine on a host of the provider: a hole', 'vm', 'you', true, true],
    ['a machine of the provider, veiled with its host', 'vm', 'provider', true, false],
    ['a host of the provider', 'host', 'provider', true, true],
    ['a rack, whose parts are veiled', 'rack', 'provider', true, false],
    ['a shared thing', 'balancer', 'shared', true, false],
  ] as const)('%s', (_name, kind, owner, hostsVeiled, expected) => {
    expect(isInVeil({ kind, owner, hostsVeiled })).toBe(expected);
  });
});

describe('flags of incidents on the map', () => {
  const racks = new Set(['rack:r1', 'rack:r2']);

  it('hang on what is drawn, and add up for each owner', () => {
    const flags = [
      { owner: 'provider', on: ['host:h1', 'rack:r1'], downUs: 4 },
      { owner: 'provider', on: ['rack:r1'], downUs: 3 },
      { owner: 'you', on: ['vm:g/a', 'host:h1', 'rack:r1'], downUs: 2 },
      { owner: 'you', on: ['gone:x'], downUs: 9 },
    ] as const;
    expect(placeFlags(flags, (id) => racks.has(id))).toEqual([
      { id: 'rack:r1', owner: 'provider', downUs: 7 },
      { id: 'rack:r1', owner: 'you', downUs: 2 },
    ]);
  });
});

describe('a moment as a person writes it', () => {
  it.each([
    ['00:12', 720],
    ['1 00:12:30', 750],
    ['2 01:00:00', 90_000],
    [' 23:59:59 ', 86_399],
  ])('%j is %i s', (text, seconds) => {
    expect(parseMoment(text)).toBe(seconds * 1_000_000);
  });

  it.each(['', '12', '24:00', '00:60', '0 00:00', '1 1 00:00', '00:00:60'])(
    '%j is none',
    (text) => {
      expect(parseMoment(text)).toBeUndefined();
    },
  );
});
