/**
 * Goal: what a refusal carries in raw words is said as the screen says it, in both languages.
 * Method: the naming is asked with the real texts; the sentences of the engine are read from its
 * sources, and hold no word of a command, a field or a kind that the screen could not name.
 */
import { describe, expect, it } from 'vitest';
import { inSentence, nameOfValue, withActs } from '../../../src/renderer/i18n/refusal-values.ts';
import { withUnit } from '../../../src/renderer/i18n/with-unit.ts';
import en from '../../../src/renderer/locales/en.json';
import ptBr from '../../../src/renderer/locales/pt-BR.json';
import { readTree } from '../../support/source-tree.ts';

function wordsOf(texts: object) {
  function find(key: string): unknown {
    return key
      .split('.')
      .reduce<unknown>(
        (at, part) =>
          typeof at === 'object' && at !== null
            ? Object.entries(at).find(([k]) => k === part)?.[1]
            : undefined,
        texts,
      );
  }
  return {
    t: (key: string) => String(find(key)),
    has: (key: string) => typeof find(key) === 'string',
  };
}

describe('a raw word of a refusal', () => {
  it.each([
    ['power.wrongSource', 'kind', 'ups', 'UPS', 'nobreak'],
    ['place.wrongParent', 'allowed', 'datacenter', 'data center', 'data center'],
    ['fault.amountUnused', 'kind', 'cpuSlow', 'slow processors', 'processadores lentos'],
    ['move.wrongStage', 'wanted', 'cuttingOver', 'changing over', 'em troca'],
    ['workload.sourceMissing', 'field', 'curve', 'requests a second', 'requisições por segundo'],
    ['nested.bound', 'field', 'hostGroup', 'host group', 'grupo de hosts'],
  ])('%s %s %s', (code, detail, word, inEnglish, inPortuguese) => {
    expect(nameOfValue(wordsOf(en), { code, detail, word })).toBe(inEnglish);
    expect(nameOfValue(wordsOf(ptBr), { code, detail, word })).toBe(inPortuguese);
  });

  it('stays as it is where it names nothing', () => {
    expect(nameOfValue(wordsOf(en), { code: 'power.wrongSource', detail: 'id', word: 'ups' })).toBe(
      undefined,
    );
    expect(inSentence('PDU')).toBe('PDU');
  });
});

describe('a command in a sentence of the engine', () => {
  it('is the name of the act, and other words with a point stay', () => {
    const sentence = 'Attach one first (securityGroup.attach); see data.csv.';
    const said = withActs(wordsOf(en), { code: 'vm.noSecurityGroup', sentence });
    expect(said).toBe('Attach one first (“Guard with a security group”); see data.csv.');
  });
});

describe('a command in a sentence about what somebody writes', () => {
  it.each(['commandText.unknown', 'scenario.unknownCommand'])('stays, as of %s', (code) => {
    const sentence = 'Did you mean host.add?';
    expect(withActs(wordsOf(en), { code, sentence })).toBe(sentence);
  });
});

/** Sentences in quotes or backticks: a capital first, a stop at the end, no code in between. */
const SENTENCE = /(['`])([A-Z][^'`\n]* [^'`\n]*[.?])\1/g;
/** Words written together as fields and kinds are, but for what everybody writes so. */
const TOGETHER = /(?<![\w.])(?!vCPUs?\b)[a-z]+[A-Z]\w*(?!\.?\w)/;

describe('the sentences of the engine', () => {
  it('hold no field and no kind as it is spelled in a file', () => {
    const sources = readTree().filter(({ path }) => path.startsWith('src/main/engine/'));
    const sentences = sources.flatMap(({ text }) =>
      [...text.matchAll(SENTENCE)].map((found) => (found[2] ?? '').replaceAll(/\$\{[^}]*\}/g, '…')),
    );
    expect(sentences.length).toBeGreaterThan(500);
    const odd = sentences.filter((text) => text.search(TOGETHER) >= 0);
    expect(odd).toEqual([]);
  });
});

describe('a number and its unit', () => {
  it('are not parted by a line', () => {
    expect(withUnit('4', 'GiB')).toBe('4\u00A0GiB');
  });
});
