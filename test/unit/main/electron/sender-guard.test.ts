/**
 * Goal: only the main frame of our own page is trusted. Method: senders of every kind are asked of.
 */
import type { WebFrameMain } from 'electron';
import { expect, it } from 'vitest';
import { isOwnPage } from '../../../../src/main/electron/sender-guard.ts';

function frame(url: string, parent: object | null = null): WebFrameMain {
  // Of a frame the guard reads these two and nothing else.
  return { url, parent } as WebFrameMain;
}

it.each([
  ['our page', frame('app://racklab/'), true],
  ['our page, further in', frame('app://racklab/index.html#room'), true],
  ['a frame inside our page', frame('app://racklab/', {}), false],
  ['a frame that is gone', null, false],
  ['another host of our scheme', frame('app://other/'), false],
  ['a host that begins like ours', frame('app://racklab.evil.example/'), false],
  ['our name in a user part', frame('app://racklab@evil.example/'), false],
  ['a page of the network', frame('https://racklab/'), false],
  ['an empty page', frame('about:blank'), false],
  ['a file', frame('file:///app://racklab/'), false],
])('%s: %s', (_what, senderFrame, trusted) => {
  expect(isOwnPage({ senderFrame })).toBe(trusted);
});
