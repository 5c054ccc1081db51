/**
 * Goal: what is seen before a room is open, and what stands above any screen, is readable for
 * everybody in every look. Method: the start screen with its shelves, menus and dialogs, the first
 * moment, a lost connection, notices and a file held over the window are photographed and checked.
 */
import { describeWalks, PATIENCE, type Walker } from '../support/screen-walks.ts';

/** Brings a part of the start screen to its upper edge. */
async function scrollTo({ page }: Walker, part: string): Promise<void> {
  await page.locator(part).first().waitFor(PATIENCE);
  await page
    .locator(part)
    .first()
    .evaluate((element) => element.scrollIntoView({ block: 'start' }));
}

async function dragFile({ page }: Walker, type: 'dragover' | 'drop', text = ''): Promise<void> {
  await page.evaluate(
    (held) => {
      const data = new DataTransfer();
      data.items.add(new File([held.text], 'a.scenario.json'));
      const event = { dataTransfer: data, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new DragEvent(held.type, event));
    },
    { type, text },
  );
}

async function walkStart(walker: Walker): Promise<void> {
  const { page, see, press, say, tell } = walker;
  await page.locator('.practise article').waitFor(PATIENCE);
  await see('start');
  for (const [name, part] of [
    ['tours', '.tours'],
    ['learn', '.learn'],
    ['practise', '.practise'],
    ['teach', '.teach'],
    ['gallery', '.shelves'],
    ['gallery-end', '.shelves > section:last-child'],
  ] as const) {
    await see(`start-${name}`, { again: () => scrollTo(walker, part) });
  }
  await page.locator('.learn .card').first().click();
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('start-lab-begin');
  await page.getByRole('dialog').locator('.ui-select').last().click();
  await page.getByRole('option', { name: say('lab.mode.graded') }).click();
  await see('start-lab-graded');
  await page.keyboard.press('Escape');
  await press('author.newLab');
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('start-new-lab');
  await page.keyboard.press('Escape');
  await page.locator('.appearance button').first().click();
  await see('start-menu-language', { again: () => page.mouse.move(0, 790) });
  await page.keyboard.press('Escape');
  await page.locator('.appearance button').last().click();
  await see('start-menu-appearance', { again: () => page.mouse.move(0, 790) });
  await page.keyboard.press('Escape');
  await see('drop-zone', { again: () => dragFile(walker, 'dragover') });
  await see('notice-refused', { again: () => dragFile(walker, 'drop', '{"title": 3}') });
  await tell('workspace', 'refreshLists');
}

/** With documents to go on with, and one that is open elsewhere. */
async function walkAgain(walker: Walker): Promise<void> {
  const { page, see, room, tell } = walker;
  for (const template of ['first-room', 'two-regions', 'empty-room']) {
    await room(template, 1);
    await tell('workspace', 'close');
  }
  await page.locator('.side li').nth(2).waitFor(PATIENCE);
  await see('start-again');
}

async function walkStarting({ page, see }: Walker): Promise<void> {
  await page.routeWebSocket(/.*/, () => undefined);
  await page.reload();
  await page.locator('.starting').waitFor(PATIENCE);
  await see('starting');
}

async function walkLost({ page, tab, see, room }: Walker): Promise<void> {
  await room('first-room', 2);
  await tab.loseHost();
  await page.locator('.veil').waitFor(PATIENCE);
  await see('connection-lost');
  // The browser itself complains of an address where nobody answers.
  tab.complaints.length = 0;
}

describeWalks({
  start: walkStart,
  again: walkAgain,
  starting: walkStarting,
  lost: walkLost,
});
