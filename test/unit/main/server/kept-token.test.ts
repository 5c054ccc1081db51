/**
 * Goal: a server started in place of one that was killed knows its tabs, and nobody else gains by
 * it. Method: a folder of its own on the real disk, with what others might have left there.
 */
import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createToken } from '../../../../src/main/server/guard.ts';
import { tokenShelf } from '../../../../src/main/server/kept-token.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'racklab-token-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the token of a port', () => {
  it('is found by the next server at that port, and at no other', () => {
    const token = createToken();
    tokenShelf(join(folder, 'state')).keep(4000, token);
    expect(tokenShelf(join(folder, 'state')).find(4000)).toBe(token);
    expect(tokenShelf(join(folder, 'state')).find(4001)).toBeUndefined();
  });

  it('is gone once its server ended in peace', () => {
    const shelf = tokenShelf(folder);
    shelf.keep(4000, createToken());
    shelf.drop(4000);
    expect(shelf.find(4000)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('is nobody else’s to read', () => {
    tokenShelf(folder).keep(4000, createToken());
    const path = join(folder, 'tabs-4000.token');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    expect(tokenShelf(folder).find(4000)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')('is not taken through a link', () => {
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(elsewhere, createToken(), { mode: 0o600 });
    symlinkSync(elsewhere, join(folder, 'tabs-4000.token'));
    expect(tokenShelf(folder).find(4000)).toBeUndefined();
  });

  it('that is none is a new one’s to replace', () => {
    writeFileSync(join(folder, 'tabs-4000.token'), 'short', { mode: 0o600 });
    expect(tokenShelf(folder).find(4000)).toBeUndefined();
  });

  it('is done without where the disk refuses', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const shelf = tokenShelf(file);
    shelf.keep(4000, createToken());
    shelf.drop(4000);
    expect(shelf.find(4000)).toBeUndefined();
  });
});
