/**
 * Goal: what a form did can be taken back and done again, step by step, and never at the cost of
 * what somebody else wrote since. Method: a history over a few files in memory; typing in one
 * field, changes of several files, and a hand from outside.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  editHistory,
  type EditHistory,
  type FileChange,
} from '../../../src/renderer/author/edit-history.ts';
import { shallowReactive } from 'vue';

describe('the history of a form', () => {
  let files: Map<string, string>;
  let history: EditHistory;

  beforeEach(() => {
    files = shallowReactive(new Map([['lab.json', 'a']]));
    history = editHistory({
      textOf: (path) => files.get(path),
      write: (path, text) => void files.set(path, text),
    });
  });

  function edit(...changes: FileChange[]): void {
    history.note(changes);
    for (const { path, text } of changes) files.set(path, text);
  }

  function lab(): string {
    return `${files.get('lab.json')} ${history.canUndo.value} ${history.canRedo.value}`;
  }

  it('goes back and forth, and a new change ends the way forth', () => {
    expect(lab()).toBe('a false false');
    edit({ path: 'lab.json', text: 'b' });
    edit({ path: 'lab.json', text: 'c' });
    history.undo();
    expect(lab()).toBe('b true true');
    history.undo();
    history.undo();
    expect(lab()).toBe('a false true');
    history.redo();
    edit({ path: 'lab.json', text: 'd' });
    expect(lab()).toBe('d true false');
    history.redo();
    history.undo();
    expect(lab()).toBe('b true true');
  });

  it('takes typing in one field as one step, and another field as another', () => {
    for (const text of ['t', 'ti', 'tit']) edit({ path: 'lab.json', text, of: 'title' });
    edit({ path: 'lab.json', text: 'tit s', of: 'summary' });
    history.undo();
    expect(lab()).toBe('tit true true');
    history.undo();
    expect(lab()).toBe('a false true');
  });

  it('takes back all files of a step at once', () => {
    edit({ path: 'lab.json', text: 'b' }, { path: 'pages/2.en.md', text: '#' });
    edit({ path: 'lab.json', text: 'c' }, { path: 'pages/2.en.md', text: '# Two' });
    history.undo();
    expect([...files.values()]).toEqual(['b', '#']);
    history.redo();
    expect([...files.values()]).toEqual(['c', '# Two']);
  });

  it('joins what one change does to a second file a moment later', () => {
    files.set('key.json', 'k');
    edit({ path: 'key.json', text: 'k1', of: 'sealed' });
    edit({ path: 'lab.json', text: 'b', of: 'sealed' });
    history.undo();
    expect([...files.values()]).toEqual(['a', 'k']);
    history.redo();
    expect([...files.values()]).toEqual(['b', 'k1']);
  });

  it('leaves alone what was written by another hand since', () => {
    edit({ path: 'lab.json', text: 'b' });
    files.set('lab.json', 'theirs');
    expect(lab()).toBe('theirs false false');
    history.undo();
    expect(lab()).toBe('theirs false false');
    history.clear();
    edit({ path: 'lab.json', text: 'mine' });
    expect(lab()).toBe('mine true false');
  });
});
