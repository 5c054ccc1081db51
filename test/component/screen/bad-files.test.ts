/**
 * Goal: a file that is none, or not whole, or made by a stranger, is refused in words that say what
 * and what next, in both languages, and what was open stays open as it was. Method: files of every
 * kind of badness handed to the window over the real engine, with a room open.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, watch } from 'vue';
import { useScenarioFile } from '../../../src/renderer/composables/use-scenario-drop.ts';
import { useWords, type ErrorWords } from '../../../src/renderer/i18n/use-words.ts';
import { useNotices } from '../../../src/renderer/stores/use-notices.ts';
import { usePlayback } from '../../../src/renderer/stores/use-playback.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { useWorkspace } from '../../../src/renderer/stores/use-workspace.ts';
import type { AppError } from '../../../src/shared/kernel/result.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

const FIRST_ROOM = resolve(
  import.meta.dirname,
  '../../../resources/templates/first-room.scenario.json',
);
const whole = readFileSync(FIRST_ROOM, 'utf8');

/** The room with something put at its beginning. */
function withField(text: string): string {
  return whole.replace('{', `{${text},`);
}

/** An archive of a stranger, whose tool keeps to nothing. */
function archive(files: Zippable): ArrayBuffer {
  return new Uint8Array(zipSync(files)).buffer;
}

const LINK = { os: 3, attrs: (0o120_777 << 16) >>> 0 };
const INNER = new Uint8Array(archive({ 'lab.json': strToU8('{}') }));
const BOMB = new Uint8Array(8_000_000);

/** A file's name, what is in it, and the code of its refusal. */
const BAD: readonly (readonly [
  what: string,
  name: string,
  content: string | ArrayBuffer,
  code: RegExp,
])[] = [
  ['nothing in it', 'empty.scenario.json', '', /^scenario\./],
  ['no JSON', 'notes.txt', 'Dear all,\nplease find enclosed', /^scenario\./],
  [
    'bytes of a picture',
    'room.png',
    '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR',
    /^scenario\./,
  ],
  ['half of a scenario', 'half.scenario.json', whole.slice(0, whole.length / 2), /^scenario\./],
  ['another program’s JSON', 'package.json', '{"name":"x","version":"1.0.0"}', /^scenario\./],
  ['an attempt of a learner', 'a.attempt.json', '{"format":"racklab.attempt"}', /notOurs$/],
  ['a field nobody knows', 'odd.scenario.json', withField('"rackz":[]'), /unknownField$/],
  [
    'a version to come',
    'new.scenario.json',
    whole.replace(/"formatVersion":\s*\d+/, '"formatVersion": 999'),
    /newerFormat$/,
  ],
  ['a nest without end', 'deep.scenario.json', '['.repeat(100_000), /^scenario\./],
  [
    'a nest that closes',
    'deeper.scenario.json',
    withField(`"racks":${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`),
    /^scenario\./,
  ],
  [
    'a name as long as a book',
    'name.scenario.json',
    withField(`"name":"${'x'.repeat(3_000_000)}"`),
    /^scenario\./,
  ],
  [
    'more racks than there is ground',
    'many.scenario.json',
    withField(`"racks":[${'{"name":"r"},'.repeat(300_000)}{}]`),
    /^scenario\./,
  ],
  ['a bomb', 'bomb.zip', archive({ 'lab.json': [BOMB, { level: 9 }] }), /^archive\.bomb$/],
  [
    'a way out of its folder',
    'out.zip',
    archive({ '../../.bashrc': strToU8('x') }),
    /^archive\.unsafeName$/,
  ],
  [
    'a way to the root',
    'root.zip',
    archive({ '/etc/passwd': strToU8('x') }),
    /^archive\.unsafeName$/,
  ],
  [
    'a way of another system',
    'drive.zip',
    archive({ 'C:\\run.bat': strToU8('x') }),
    /^archive\.unsafeName$/,
  ],
  [
    'a link instead of a file',
    'link.zip',
    archive({ 'lab.json': [strToU8('/etc/passwd'), LINK] }),
    /^archive\.link$/,
  ],
  [
    'an archive in an archive',
    'inner.zip',
    archive({ 'inner.zip': [INNER, { level: 0 }] }),
    /^archive\.nested$/,
  ],
  ['a lab without a lab', 'other.zip', archive({ 'notes.md': strToU8('x') }), /^lab\./],
  [
    'a lab that is a nest',
    'nest.zip',
    archive({ 'lab.json': [strToU8('['.repeat(60_000)), { level: 0 }] }),
    /^lab\./,
  ],
  ['no archive', 'lesson.racklab-lab', 'this is no archive', /^archive\./],
  ['half of an archive', 'half.zip', 'PK\u0003\u0004\u0014\u0000\u0000\u0000', /^archive\./],
  ['an empty archive', 'empty.racklab-lab', '', /^(?:archive|ipc|lab)\./],
];

describe.each(['en', 'pt-BR'] as const)('a bad file in %s', (locale) => {
  let rig: ScreenRig;
  let hand: (file: File) => Promise<void>;
  let say: (refusal: AppError) => ErrorWords;

  beforeAll(async () => {
    rig = await startScreen({ template: 'first-room', locale });
    await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
    rig.show(
      defineComponent(() => {
        hand = useScenarioFile();
        say = useWords().error;
        return () => h('p');
      }),
    );
  });
  afterAll(() => rig.stop());
  beforeEach(() => {
    for (const { id } of useNotices().shown) useNotices().close(id);
  });

  it.each(BAD)(
    'with %s is refused in words, and the room stays',
    async (_what, name, text, code) => {
      const document = usePlayback().view?.document;
      useSelection().select('rack:r1');
      const wasLeft = vi.fn<() => void>();
      const unwatch = watch(() => useWorkspace().isOpen, wasLeft, { flush: 'sync' });
      await hand(new File([text], name));
      unwatch();
      expect(wasLeft).not.toHaveBeenCalled();
      expect(useSelection().primary).toBe('rack:r1');
      const [notice] = useNotices().shown;
      expect(notice?.refusal?.code).toMatch(code);
      const words = notice?.refusal === undefined ? undefined : say(notice.refusal);
      expect(words?.title).toMatch(/\S{2,} \S{2,}/);
      expect(words?.hint).toMatch(/\S{2,} \S{2,}/);
      // No file of any length is quoted whole.
      expect(words?.title.length).toBeLessThan(400);
      await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
      expect(usePlayback().view?.document).toBe(document);
    },
  );

  it.each([
    ['room.scenario.json', 64_000_001],
    ['lesson.racklab-lab', 33_600_000],
  ])('too large to be read, %s is not read, and it is said what next', async (name, size) => {
    const file = new File(['{'], name);
    Object.defineProperty(file, 'size', { value: size });
    await hand(file);
    const [notice] = useNotices().shown;
    expect(notice?.title).toContain(name);
    expect(notice?.text).toMatch(/\S{2,} \S{2,}/);
  });
});
