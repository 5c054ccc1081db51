/**
 * Goal: what Racklab is for can be done whole, by mouse and again by keyboard alone: build a room
 * and virtualize it; spread a service and survive a rack; let a day scale itself. Method: each flow
 * is written once and done by either pair of hands in the real app; what a person would read at the
 * end of each step is read, photographed and checked by axe-core.
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { isLongRun } from '../support/counts.ts';
import { describeScenes, type ScreenScene } from '../support/describe-scenes.ts';
import { keyboardHands, mouseHands, wordsIn, type Hands } from '../support/hands.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });

/** Templates the flows begin with, in the order English, Portuguese. */
const TEMPLATES = {
  empty: ['Empty room', 'Sala vazia'],
  first: ['First room', 'Primeira sala'],
  day: ['A day that scales itself', 'Um dia que se escala sozinho'],
} as const;

const BOTH = ['mouse', 'keyboard'] as const;
const MODEL = ['Rack server, two', 'Rack server, two'] as const;

interface Flow {
  readonly scene: ScreenScene;
  readonly hands: Hands;
  readonly say: (key: string) => string;
  /** Checks and photographs a step, under a name of the hands that did it. */
  readonly step: (name: string) => Promise<void>;
}

/** A room from nothing: a rack with power and network, a server, and two machines in it. */
async function buildAndVirtualize({ scene, hands, say, step }: Flow): Promise<void> {
  const { page } = scene;
  async function add(command: string, palette: string, texts: Record<string, string>) {
    await hands.openForm(command, palette);
    const fillings = Object.entries(texts).map(([key, value]) => {
      const [field = '', choice] = key.split(':');
      return choice === undefined ? { field, text: value } : { field, choice: value };
    });
    await hands.send(fillings, say(`commandName.${command}`));
  }
  await hands.begin(TEMPLATES.empty[scene.at]);
  await add('rack.add', 'rack', { 'field.name': 'r1' });
  for (const side of ['a', 'b']) {
    await add('power.add', 'pdu', {
      'field.powerKind:choice': say('kind.pdu'),
      'field.name': `r1-${side}`,
      'field.source:choice': side,
      'field.rack:choice': 'r1',
    });
  }
  await add('switch.add', 'switch', {
    'field.name': 'tor-1',
    'field.rack:choice': 'r1',
    'field.uplink:choice': 'core',
    'field.pdu:choice': 'r1-a',
  });
  await add('host.add', 'host', {
    'field.name': 'server-1',
    'field.rack:choice': 'r1',
    'field.model:choice': MODEL[scene.at],
    'field.system:choice': say('system.operatingSystem'),
  });
  await step('built');
  // One operating system: no machine can be made here before there is a hypervisor.
  await hands.select('server-1', say('kind.host'));
  await hands.act('installHypervisor');
  await hands.send([], say('commandName.hypervisor.install'));
  await hands.toggleTime();
  const shown = page.locator('.inspector');
  await shown.getByText(say('state.working'), { exact: true }).first().waitFor(PATIENCE);
  for (const name of ['shop', 'payroll']) {
    await hands.select('server-1', say('kind.host'));
    await hands.act('createMachine');
    await hands.send([{ field: 'field.name', text: name }], say('machine.create'));
  }
  for (const name of ['shop', 'payroll']) {
    await hands.select(name, say('kind.vm'));
    await shown.getByText(say('state.running'), { exact: true }).first().waitFor(PATIENCE);
  }
  await hands.toggleTime();
  await step('virtualized');
}

/** Six machines in two racks become an availability set over three; a rack is then no outage. */
async function spreadAndSurvive({ scene, hands, say, step }: Flow): Promise<void> {
  const { page } = scene;
  const machines = ['web-1', 'web-2', 'web-3', 'web-4', 'web-5', 'web-6'];
  await hands.begin(TEMPLATES.first[scene.at]);
  await hands.openForm('availabilitySet.add', 'availabilitySet');
  await hands.send(
    [
      { field: 'field.name', text: 'web-set' },
      { field: 'field.faultDomains', text: '3' },
    ],
    say('commandName.availabilitySet.add'),
  );
  for (const name of machines) {
    await hands.select(name, say('kind.vm'));
    await hands.act('recreate');
    await hands.send([], say('commandName.vm.recreate'));
  }
  await hands.toggleTime();
  const shown = page.locator('.inspector');
  for (const name of machines) {
    await hands.select(name, say('kind.vm'));
    await shown.getByText(say('state.running'), { exact: true }).first().waitFor(PATIENCE);
  }
  await step('spread');
  await hands.select('r1', say('kind.rack'));
  await hands.act('cut');
  // What will happen is said before anything is done.
  await page.getByText(say('aim.enough')).waitFor(PATIENCE);
  await step('aimed');
  await hands.press(new RegExp(`^${say('aim.cut')}`));
  const service = page.locator('.service').first();
  await service.getByText('4/6').waitFor(PATIENCE);
  // A third of the machines is gone, and nearly everybody is served all the same.
  const served = await service.getByText('%').first().innerText();
  expect(Number.parseFloat(served.replace(',', '.'))).toBeGreaterThan(80);
  await step('survived');
  await hands.act('restore');
  await service.getByText('6/6').waitFor(PATIENCE);
}

/** From how many instances to how many the newest decision about them went. */
async function newestMove(page: Page): Promise<number[]> {
  const said = await page.locator('.decisions .said').allInnerTexts();
  const moves = said.flatMap((text) => /(\d+) → (\d+)/.exec(text)?.slice(1).map(Number) ?? []);
  return moves.slice(0, 2);
}

/** A scale set without rules gets them, and a day with a surprise follows them. */
async function autoscaleADay({ scene, hands, say, step }: Flow): Promise<void> {
  const { page } = scene;
  await hands.begin(TEMPLATES.day[scene.at]);
  await hands.select('web', say('kind.scaleSet'));
  await hands.act('clearRules');
  await hands.press(new RegExp(`^${say('scale.addRules')}`));
  await page.getByRole('dialog').waitFor(PATIENCE);
  await hands.send(
    [
      { field: 'ruleForm.minimum', text: '2' },
      { field: 'ruleForm.maximum', text: '10' },
    ],
    say('ruleForm.save'),
  );
  await step('ruled');
  await hands.fastest();
  await hands.toggleTime();
  await page.locator('.run:disabled').waitFor(PATIENCE);
  // The newest decision took it back to the least it may have; the list follows the clock.
  await expect.poll(() => newestMove(page), PATIENCE).toEqual([3, 2]);
  await page.locator('.service').first().getByText('2/2').waitFor(PATIENCE);
  await step('day');
}

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  function flow(name: string, by: 'mouse' | 'keyboard'): Flow {
    const say = wordsIn(scene.look.language);
    const hands = (by === 'mouse' ? mouseHands : keyboardHands)(scene.page, say);
    return { scene, hands, say, step: (step) => scene.check(`flow-${name}-${step}-${by}`) };
  }

  // The reduced run does the one that needs most of the screen, by the hand that has it harder.
  it.each(isLongRun ? BOTH : (['keyboard'] as const))(
    'builds a room and virtualizes it, by %s',
    async (by) => buildAndVirtualize(flow('build', by)),
    SCENE_MS,
  );

  it.runIf(isLongRun).each(BOTH)(
    'spreads a service and survives a rack, by %s',
    async (by) => spreadAndSurvive(flow('spread', by)),
    SCENE_MS,
  );

  it.runIf(isLongRun).each(BOTH)(
    'lets a day scale itself, by %s',
    async (by) => autoscaleADay(flow('day', by)),
    SCENE_MS,
  );
});
