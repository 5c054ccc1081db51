/**
 * Goal: charts, nines dial, logical view, rooms in tabs, guided tours and the presenter's screen do
 * what they are for, by mouse and by keyboard alone. Method: the first room is opened and played in
 * the real app; what each shows is read and held against what was done; checked by axe-core.
 */
import { expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes, type ScreenScene } from '../support/describe-scenes.ts';
import { tabTo, wordsIn } from '../support/hands.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });

/** The templates, in the order English, Portuguese. */
const FIRST = ['First room', 'Primeira sala'] as const;
const DOOR = ['A closed door', 'Uma porta fechada'] as const;

interface Told {
  readonly scene: ScreenScene;
  readonly page: ScreenScene['page'];
  readonly say: (key: string) => string;
}

function told(scene: ScreenScene): Told {
  return { scene, page: scene.page, say: wordsIn(scene.look.language) };
}

function beginning(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}

/** Presses a control by its name, with the mouse. */
async function click({ page, say }: Told, key: string): Promise<void> {
  await page
    .getByRole('button', { name: beginning(say(key)) })
    .first()
    .click(PATIENCE);
}

/** Two minutes of the room, by the step that both hands have. */
async function passMinutes(given: Told, by: 'mouse' | 'keyboard'): Promise<void> {
  const { page } = given;
  for (const shown of ['00:01:00', '00:02:00']) {
    if (by === 'keyboard') await page.keyboard.press('Shift+ArrowRight');
    else await click(given, 'do.stepMinute');
    await page.locator('.clock .time').getByText(shown).waitFor(PATIENCE);
  }
}

async function onTheMap({ page, say }: Told): Promise<void> {
  await tabTo(page, beginning(say('map.label')));
}

/** Opens a template with the keyboard alone. */
async function enterTemplate({ page }: Told, title: string): Promise<void> {
  await page.getByText(title, { exact: true }).first().waitFor(PATIENCE);
  await tabTo(page, beginning(title));
  await page.keyboard.press('Enter');
  await page.locator('.topology').waitFor(PATIENCE);
}

async function chartsAndDial(given: Told, by: 'mouse' | 'keyboard'): Promise<void> {
  const { scene, page, say } = given;
  if (by === 'mouse') await scene.open(FIRST);
  else await enterTemplate(given, FIRST[scene.at]);
  if (by === 'keyboard') await onTheMap(given);
  await passMinutes(given, by);
  if (by === 'mouse') await click(given, 'do.course');
  else await page.keyboard.press('m');
  const charts = page.getByRole('region', { name: say('course.title') });
  const requests = charts.locator('figure').filter({ hasText: say('course.figure.requests') });
  // The sentence of the chart counts what was asked for and served in the two minutes.
  await requests.locator('.said').getByText(/\d/).waitFor(PATIENCE);
  const asTable = say('course.asTable').replace('{what}', say('course.figure.requests'));
  const table = requests.getByRole('button', { name: asTable });
  if (by === 'mouse') await table.click(PATIENCE);
  else {
    await tabTo(page, beginning(asTable));
    await page.keyboard.press('Enter');
  }
  await expect.poll(() => requests.locator('tbody tr').count(), PATIENCE).toBeGreaterThan(3);
  await scene.check(`panels-charts-${by}`);
  if (by === 'mouse') await click(given, 'do.designs');
  else {
    await onTheMap(given);
    await page.keyboard.press('n');
  }
  const dial = page.getByRole('region', { name: say('designs.title') });
  // One design tried: it stands on the curve, and costs what the room says a month costs.
  await dial.locator('tbody tr').first().waitFor(PATIENCE);
  await expect.poll(() => dial.locator('tbody tr').count()).toBe(1);
  await expect.poll(() => dial.locator('tbody').innerText()).toMatch(/\d{3}/);
  await scene.check(`panels-dial-${by}`);
  if (by === 'mouse') await click(given, 'designs.close');
  else {
    await onTheMap(given);
    await page.keyboard.press('n');
  }
  await dial.waitFor({ state: 'detached', ...PATIENCE });
}

async function logicalView(given: Told, by: 'mouse' | 'keyboard'): Promise<void> {
  const { scene, page, say } = given;
  if (by === 'mouse') await scene.open(DOOR);
  else await enterTemplate(given, DOOR[scene.at]);
  const logic = page.getByRole('application', { name: say('logic.label') });
  const room = page.getByRole('application', { name: say('map.label') });
  if (by === 'mouse')
    await page.getByRole('radio', { name: say('logic.view.both'), exact: true }).click(PATIENCE);
  else {
    await onTheMap(given);
    await page.keyboard.press('b');
    if ((await room.count()) === 0) await page.keyboard.press('b');
  }
  await logic.waitFor(PATIENCE);
  await expect.poll(() => room.count()).toBe(1);
  await expect.poll(() => logic.getAttribute('data-elements'), PATIENCE).toMatch(/^[1-9]/);
  await scene.check(`panels-logic-${by}`);
  if (by === 'mouse') {
    await page.getByRole('radio', { name: say('logic.view.room'), exact: true }).click(PATIENCE);
    await logic.waitFor({ state: 'detached', ...PATIENCE });
    return;
  }
  await tabTo(page, beginning(say('logic.label')));
  await page.keyboard.press('ArrowRight');
  const head = page.locator('.inspector h2').first();
  const before = await head.innerText();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => head.innerText(), PATIENCE).not.toBe(before);
}

async function roomsInTabs(given: Told, by: 'mouse' | 'keyboard'): Promise<void> {
  const { scene, page, say } = given;
  await scene.open(FIRST);
  if (by === 'keyboard') await page.keyboard.press('Control+Shift+Enter');
  else {
    await page.locator('.search').click(PATIENCE);
    await page.keyboard.type(say('do.newTab'));
    await page
      .getByRole('option', { name: say('do.newTab') })
      .first()
      .click(PATIENCE);
  }
  const tabs = page.getByRole('tablist', { name: say('rooms.label') }).getByRole('tab');
  await page.locator('.welcome').waitFor(PATIENCE);
  await expect.poll(() => tabs.count(), PATIENCE).toBe(2);
  await scene.check(`panels-tabs-${by}`);
  await scene.open(DOOR);
  await tabs.nth(1).getByText(DOOR[scene.at]).waitFor(PATIENCE);
  if (by === 'mouse') await tabs.first().click(PATIENCE);
  else {
    await tabTo(page, beginning(DOOR[scene.at]));
    await page.keyboard.press('ArrowLeft');
  }
  await page.getByRole('heading', { name: FIRST[scene.at] }).waitFor(PATIENCE);
  if (by === 'mouse') await page.locator('.rooms .close').nth(1).click(PATIENCE);
  else {
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: DOOR[scene.at] }).waitFor(PATIENCE);
    await page.keyboard.press('Delete');
  }
  // One room is left: no tabs, and it is the first.
  await tabs.first().waitFor({ state: 'detached', ...PATIENCE });
  await page.getByRole('heading', { name: FIRST[scene.at] }).waitFor(PATIENCE);
}

async function tourAndPresenter(given: Told, by: 'mouse' | 'keyboard'): Promise<void> {
  const { scene, page, say } = given;
  const tour = page.locator('.tours button').filter({ hasText: say('tour.look.title') });
  await tour.waitFor(PATIENCE);
  if (by === 'mouse') await tour.click(PATIENCE);
  else {
    await tabTo(page, beginning(say('tour.look.title')));
    await page.keyboard.press('Enter');
  }
  const banner = page.getByRole('region', { name: say('tour.title') });
  await banner.getByText(say('tour.look.run.title')).waitFor(PATIENCE);
  // It goes on by what is done, and by nothing else.
  if (by === 'mouse') await page.locator('.run').click(PATIENCE);
  else {
    await onTheMap(given);
    await page.keyboard.press('Space');
  }
  await banner.getByText(say('tour.look.select.title')).waitFor(PATIENCE);
  if (by === 'mouse') await page.locator('.outline [role=row]').nth(1).click(PATIENCE);
  else await page.keyboard.press('ArrowDown');
  await banner.getByText(say('tour.look.charts.title')).waitFor(PATIENCE);
  if (isLongRun) await scene.check(`panels-tour-${by}`);
  if (by === 'keyboard') await page.keyboard.press('F9');
  else {
    await click(given, 'shell.appearance');
    await page.getByRole('menuitemcheckbox', { name: say('theme.presenter') }).click(PATIENCE);
  }
  const strip = page.locator('.strip');
  await strip.waitFor(PATIENCE);
  if (by === 'keyboard') {
    await page.keyboard.press('m');
    // What was pressed stands there for the back row, with what it does; the tour went on as well.
    await strip.getByText(say('do.course')).waitFor(PATIENCE);
    await banner.getByText(say('tour.look.sweep.title')).waitFor(PATIENCE);
  }
  const presenter = () => page.evaluate(() => document.documentElement.dataset['presenter']);
  await expect.poll(presenter).toBe('on');
  await scene.check(`panels-presenter-${by}`);
  await click(given, 'tour.leave');
  await banner.waitFor({ state: 'detached', ...PATIENCE });
}

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const both = ['mouse', 'keyboard'] as const;

  it.runIf(isLongRun).each(both)(
    'charts and the nines dial tell about the run, by %s',
    async (by) => chartsAndDial(told(scene), by),
    SCENE_MS,
  );

  it.runIf(isLongRun).each(both)(
    'the logical view stands beside the room, by %s',
    async (by) => logicalView(told(scene), by),
    SCENE_MS,
  );

  it.runIf(isLongRun).each(both)(
    'rooms are opened, walked through and closed in tabs, by %s',
    async (by) => roomsInTabs(told(scene), by),
    SCENE_MS,
  );

  // The reduced run does the one that meets most of the screen, by the hand that has it harder.
  it.each(isLongRun ? both : (['keyboard'] as const))(
    'a tour goes on by what is done, before an audience too, by %s',
    async (by) => tourAndPresenter(told(scene), by),
    SCENE_MS,
  );
});
