/**
 * Goal: labs and the author's desk are readable for everybody in every look. Method: each lab is
 * begun and its first page photographed; one is played by the steps of its key to its mark, its
 * questions, hints, cases and copies are opened; a lab is made, tried, proved and broken as text.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectOk } from '../support/expect-ok.ts';
import { RESOURCES_FOLDER } from '../support/start-lab.ts';
import { describeWalks, PATIENCE, type Walker } from '../support/screen-walks.ts';
import { unfold } from '../support/steady-acts.ts';
import { parseDuration } from '../../src/shared/kernel/time.ts';

interface Step {
  readonly at: string;
  readonly command?: unknown;
  readonly answer?: string;
  readonly value?: unknown;
}

async function begin({ page, tell }: Walker, lab: string): Promise<void> {
  await page.locator('.learn .card').first().waitFor(PATIENCE);
  await tell('lab', 'begin', { lab, mode: 'practice', salt: 'pictures' });
  await page.locator('.task').first().waitFor(PATIENCE);
}

/** The labs that are played one after the other, without their short ways. */
function mainLabs(): string[] {
  const folders = readdirSync(join(RESOURCES_FOLDER, 'labs'));
  return folders.filter((name) => /^\d\d-/.test(name) && !name.endsWith('-express')).toSorted();
}

async function walkFirstPages(walker: Walker): Promise<void> {
  const { see, tell } = walker;
  for (const lab of [...mainLabs(), 'room-domains']) {
    await begin(walker, lab);
    await see(`lab-${lab}`);
    await tell('workspace', 'close');
  }
}

/** Plays the steps of a way that the key holds. */
async function play(walker: Walker, way: string): Promise<void> {
  const path = join(RESOURCES_FOLDER, 'labs', '_keys', `${way}.actions.json`);
  // Files of keys are held against their schema by other tests.
  const { steps, until } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly steps: readonly Step[];
    readonly until: string;
  };
  for (const { at, command, answer, value } of steps) {
    await walker.tell('playback', 'runUntil', expectOk(parseDuration(at)));
    if (command !== undefined) await walker.tell('workspace', 'execute', command);
    if (answer !== undefined) await walker.tell('lab', 'answer', answer, value);
  }
  await walker.tell('playback', 'runUntil', expectOk(parseDuration(until)));
}

async function walkToTheMark(walker: Walker): Promise<void> {
  const { page, see, say, press, tell } = walker;
  await begin(walker, '01-one-system');
  await press('lab.hint');
  await page.locator('.hints li').first().waitFor(PATIENCE);
  await see('lab-hint');
  await unfold(page.locator('.task .head').nth(1), (head) => head.click());
  await see('lab-second-task');
  await play(walker, '01-one-system/apart');
  await page.locator('.score strong').filter({ hasText: '100' }).waitFor(PATIENCE);
  await see('lab-solved');
  await tell('lab', 'finish');
  await page.locator('.debrief strong').filter({ hasText: '100' }).waitFor(PATIENCE);
  await see('lab-debrief');
  await tell('lab', 'showSolution');
  await page.locator('.copy').waitFor(PATIENCE);
  await see('lab-solution');
  await page.getByRole('button', { name: say('lab.copyBack') }).click();
  await page.locator('.debrief').waitFor(PATIENCE);
}

async function walkCases(walker: Walker): Promise<void> {
  const { page, see, tell, turnTo } = walker;
  await begin(walker, '09-availability-set');
  await turnTo('panel.build');
  await see('lab-locked');
  await turnTo('lab.tasks');
  await tell('workspace', 'close');
  // The usual mistake of the first lab, and what its second task makes of it.
  await begin(walker, '01-one-system');
  await play(walker, '01-one-system/other-port');
  await see('lab-mistaken');
  await unfold(page.locator('.task .head').nth(1), (head) => head.click());
  await page.locator('.check .case').first().waitFor(PATIENCE);
  await see('lab-tried');
  await page.locator('.check .case').first().click();
  await page.locator('.copy').waitFor(PATIENCE);
  await see('lab-case');
}

async function walkDesk(walker: Walker): Promise<void> {
  const { page, see, press } = walker;
  await page.locator('.teach button').first().waitFor(PATIENCE);
  await press('author.newLab');
  const title = page.getByRole('dialog').locator('textarea');
  await title.first().fill('One more, please');
  await title.last().fill('Mais uma, por favor');
  await press('author.make');
  await page.locator('.desk .found').waitFor(PATIENCE);
  await see('desk');
  const lines = page.locator('.side .line');
  for (let at = 1; at < (await lines.count()); at += 1) {
    await lines.nth(at).click();
    await see(`desk-part-${at}`);
  }
  await press('author.tryOut');
  await page.locator('.banner').waitFor(PATIENCE);
  await see('desk-try-out');
  await press('author.keepReference');
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('desk-keep');
  await page.keyboard.press('Escape');
  await press('author.back');
  await press('author.prove');
  await page.locator('.found').waitFor(PATIENCE);
  await see('desk-not-proved');
  await press('author.asText');
  const editor = page.locator('.cm-content');
  await editor.press('Control+End');
  await page.keyboard.type('x');
  await page.locator('.cm-lint-marker-error').first().waitFor(PATIENCE);
  await see('desk-text-broken');
  await page.keyboard.press('Backspace');
  await page.locator('.cm-lint-marker-error').first().waitFor({ state: 'detached' });
  // The desk stands before the room in which the lab was tried.
  await page.locator('.home').first().click();
  await page.locator('.workbench .home').click(PATIENCE);
  await page.locator('.teach .entry').first().waitFor(PATIENCE);
  await see('start-teach-one', {
    again: () =>
      page.locator('.teach').evaluate((element) => element.scrollIntoView({ block: 'center' })),
  });
}

describeWalks({
  'first-pages': walkFirstPages,
  'to-the-mark': walkToTheMark,
  cases: walkCases,
  desk: walkDesk,
});
