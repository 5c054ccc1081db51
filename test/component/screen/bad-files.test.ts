/**
 * Goal: a file that is none, or not whole, or made by a stranger, is refused in words that say what
 * and what next, in both languages, and what was open stays open as it was. Method: files of every
 * kind of badness handed to the window over the real engine, with a room open.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { useScenarioFile } from '../../../src/renderer/composables/use-scenario-drop.ts';
import { useWords, type ErrorWords } from '../../../src/renderer/i18n/use-words.ts';
import { useNotices } from '../../../src/renderer/stores/use-notices.ts';
import { usePlayback } from '../../../src/renderer/stores/use-playback.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
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

/** A file's name, what is in it, and the code of its refusal. */
const BAD: readonly (readonly [what: string, name: string, content: string, code: RegExp])[] = [
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
      await hand(new File([text], name));
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
});
