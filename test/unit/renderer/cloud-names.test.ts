/**
 * Goal: the glossary lens exchanges names and nothing else, in both languages. Method: sentences by
 * hand; then every text of the screen: same keys, same placeholders and plural forms, no old name
 * left, and a text without any name is the same as before.
 */
import { describe, expect, it } from 'vitest';
import en from '../../../src/renderer/locales/en.json';
import ptBr from '../../../src/renderer/locales/pt-BR.json';
import {
  CLOUDS,
  sentenceNamer,
  withNames,
  type TextTree,
} from '../../../src/renderer/glossary/cloud-names.ts';
import { GLOSSARY } from '../../../src/renderer/glossary/glossary-terms.ts';
import { namedTexts } from '../../../src/renderer/glossary/use-cloud-names.ts';

const OTHERS = CLOUDS.filter((cloud) => cloud !== 'azure');

function say(language: 'en' | 'pt-BR', cloud: 'aws' | 'google', text: string): unknown {
  const { cloudNames } = language === 'en' ? en : ptBr;
  return withNames({ text }, { here: cloudNames.here, there: cloudNames[cloud] })['text'];
}

describe('in the names of another cloud', () => {
  it.each([
    ['aws', 'A machine went down', 'An EC2 instance went down'],
    ['aws', '{n} machine | {n} machines', '{n} EC2 instance | {n} EC2 instances'],
    ['aws', 'Virtual machines of a scale set', 'EC2 instances of an Auto Scaling group'],
    ['aws', 'Recreate from image', 'Recreate from AMI'],
    ['aws', '{machine} of {image} at @:machine', '{machine} of {image} at @:machine'],
    ['aws', 'a machine-readable file', 'a machine-readable file'],
    ['aws', 'the machinery', 'the machinery'],
    ['aws', 'two update domains', 'two update domains'],
    ['google', 'A scale set', 'A managed instance group'],
    ['aws', 'A probe of a load balancer', 'A health check of a Network Load Balancer'],
    ['aws', 'Start the rolling upgrade', 'Start the instance refresh'],
    ['google', 'No events | {n} scheduled events', 'No events | {n} maintenance events'],
    ['google', 'Two dedicated hosts', 'Two sole-tenant nodes'],
    ['google', 'Recreate from image', 'Recreate from image'],
  ] as const)('%s: %s', (cloud, text, expected) => {
    expect(say('en', cloud, text)).toBe(expected);
  });

  it.each([
    ['aws', 'A máquina {subject} caiu', 'A instância EC2 {subject} caiu'],
    [
      'aws',
      'Recriar da imagem em um conjunto de dimensionamento',
      'Recriar da AMI em um grupo do Auto Scaling',
    ],
    [
      'google',
      'Máquinas em hosts dedicados',
      'Instâncias do Compute Engine em nós de locatário único',
    ],
  ] as const)('%s: %s', (cloud, text, expected) => {
    expect(say('pt-BR', cloud, text)).toBe(expected);
  });
});

describe('sentences that are not among the texts', () => {
  const { cloudNames } = en;
  const named = sentenceNamer({ here: cloudNames.here, there: cloudNames.aws });

  it('are said in those names, but for ids, commands and files', () => {
    expect(named('vm:lab/web-1 is a machine; deallocate it (vm.deallocate) and its VM.')).toBe(
      'vm:lab/web-1 is an EC2 instance; deallocate it (vm.deallocate) and its EC2 instance.',
    );
    expect(named('Two machines of image.scenario.json')).toBe(
      'Two EC2 instances of image.scenario.json',
    );
  });
});

describe('texts about disks', () => {
  it.each(OTHERS)('do not speak of the size of a machine in %s', (cloud) => {
    for (const [language, texts] of [
      ['en', en],
      ['pt-BR', ptBr],
    ] as const) {
      const form = texts.cloudNames[cloud].size.replace(/^an? /, '').split('/')[0] ?? '';
      const { osDiskGib, workIoKib } = namedTexts(texts, cloud).field;
      for (const text of [osDiskGib, workIoKib, namedTexts(texts, cloud).action.changeDisk]) {
        expect(text.toLowerCase(), language).not.toContain(form.toLowerCase());
      }
    }
  });
});

function flatten(tree: TextTree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

function skeleton(text: string): string {
  return [...text.matchAll(/\{[^}]*\}|@:\S+|\|/g)].map(([part]) => part).join(' ');
}

describe.each(OTHERS)('every text of the screen as %s has it', (cloud) => {
  it.each([
    ['en', en],
    ['pt-BR', ptBr],
  ] as const)('in %s', (language, texts) => {
    const before = new Map(flatten(texts));
    const after = flatten(namedTexts(texts, cloud));
    expect(after.map(([key]) => key)).toEqual([...before.keys()]);
    let changed = 0;
    for (const [key, text] of after) {
      const old = before.get(key) ?? '';
      expect(skeleton(text), key).toBe(skeleton(old));
      if (text !== old) changed += 1;
      if (key.startsWith('glossary.') || key.startsWith('cloudNames.')) expect(text).toBe(old);
      else if (language === 'en') expect(text, key).not.toMatch(/\bscale sets?\b/i);
      else expect(text, key).not.toMatch(/conjuntos? de escala/i);
    }
    expect(changed).toBeGreaterThan(150);
  });

  it('has a name for exactly the terms that are the same there', () => {
    for (const texts of [en, ptBr]) {
      const there: readonly string[] = Object.keys(texts.cloudNames[cloud]);
      const here: readonly string[] = Object.keys(texts.cloudNames.here);
      expect(there.filter((term) => !here.includes(term))).toEqual([]);
      const same = GLOSSARY.filter((term) => term.names !== undefined && term.differs !== true);
      expect(there.filter((term) => !same.some(({ id }) => id === term))).toEqual([]);
    }
  });
});

describe('the glossary', () => {
  it.each([...GLOSSARY])('$id is explained in both languages', ({ id, differs }) => {
    for (const { glossary } of [en, ptBr]) {
      expect(Object.keys(glossary.name)).toContain(id);
      expect(Object.keys(glossary.what)).toContain(id);
      expect(Object.keys(glossary.differs).includes(id)).toBe(differs === true);
    }
  });

  it('explains nothing that is not in it', () => {
    const ids = GLOSSARY.map(({ id }) => id).toSorted();
    expect(Object.keys(en.glossary.name).toSorted()).toEqual(ids);
    expect(Object.keys(en.glossary.what).toSorted()).toEqual(ids);
  });
});
