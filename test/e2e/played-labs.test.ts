/**
 * Goal: labs 17 and 18, and the short way of 18, can be done from start to end on the screen, by
 * mouse and again by keyboard alone. Method: the steps of a proved reference are done in the real
 * app as a learner would (answers in their questions, experiments in their form, decisions in the
 * console, minutes by stepping), with the values of the learner's own draw; every leg is
 * photographed, and the end must be all points there are to be had.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { stepCommands } from '../../src/main/lab/play-actions.ts';
import { printCommand } from '../../src/shared/commands/command-text.ts';
import { durationUs, US_PER_MINUTE } from '../../src/shared/kernel/time.ts';
import { actionsSchema, type LabStep } from '../../src/shared/lab/actions-schema.ts';
import { attemptSchema } from '../../src/shared/lab/attempt-schema.ts';
import { drawFor, type Values } from '../../src/shared/lab/draw.ts';
import { labSchema, type Lab } from '../../src/shared/lab/lab-schema.ts';
import { experimentSchema, type Experiment } from '../../src/shared/views/experiment-view.ts';
import { isLongRun } from '../support/counts.ts';
import { describeScenes, type ScreenScene } from '../support/describe-scenes.ts';
import { expectOk } from '../support/expect-ok.ts';
import { walkTo, wordsIn } from '../support/hands.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE } from '../support/patience.ts';
import { RESOURCES_FOLDER } from '../support/start-lab.ts';
import { unfold } from '../support/steady-acts.ts';

const LONG_MS = 1_800_000;
const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 0 });
const LABS = join(RESOURCES_FOLDER, 'labs');
const TABS = { tasks: ['Tasks', 'Tarefas'], console: ['Console', 'Console'] } as const;
const LINE = ['Command to carry out', 'Comando a executar'] as const;
const SHARE = 100;

interface Played {
  readonly lab: string;
  readonly steps: string;
}

const PLAYED: readonly Played[] = [
  { lab: '18-game-day-express', steps: 'short' },
  { lab: '17-packing', steps: 'one-rule' },
  { lab: '18-game-day', steps: 'lean' },
];

type Hand = 'mouse' | 'keyboard';

function labOf(id: string): Lab {
  return labSchema.parse(JSON.parse(readFileSync(join(LABS, id, 'lab.json'), 'utf8')));
}

/** One hand at one attempt. */
class Player {
  readonly page: Page;
  readonly #scene: ScreenScene;
  readonly #hand: Hand;
  readonly #say: (key: string) => string;
  #minute = 0;
  #shots = 0;
  #runs = 0;
  #values: Values = {};

  constructor(scene: ScreenScene, hand: Hand) {
    this.#scene = scene;
    this.page = scene.page;
    this.#hand = hand;
    this.#say = wordsIn(scene.look.language);
  }

  async press(place: Locator): Promise<void> {
    await (this.#hand === 'mouse' ? place.click(PATIENCE) : place.press('Enter', PATIENCE));
  }

  async type(place: Locator, text: string): Promise<void> {
    if (this.#hand === 'mouse') await place.click({ clickCount: 3, ...PATIENCE });
    else {
      await place.focus(PATIENCE);
      await this.page.keyboard.press('Control+a');
    }
    if (text === '') await this.page.keyboard.press('Delete');
    else await this.page.keyboard.type(text);
  }

  /** Chooses what begins so from a list. */
  async choose(place: Locator, option: string): Promise<void> {
    await this.press(place);
    const begins = new RegExp(`^\\s*${option.replaceAll(/[()]/g, '\\$&')}`);
    const wanted = this.page.getByRole('option').filter({ hasText: begins }).first();
    await wanted.waitFor(PATIENCE);
    if (this.#hand === 'mouse') await wanted.click();
    else {
      await walkTo(this.page, () =>
        wanted.evaluate((entry) => entry === entry.ownerDocument.activeElement),
      );
      await this.page.keyboard.press('Enter');
    }
    await this.page.getByRole('listbox').waitFor({ state: 'detached', ...PATIENCE });
  }

  button(key: string, within: Locator | Page = this.page): Locator {
    return within.getByRole('button', { name: this.#say(key), exact: true }).first();
  }

  async shoot(name: string): Promise<void> {
    this.#shots += 1;
    const number = String(this.#shots).padStart(2, '0');
    await this.#scene.tab.shoot(`played-${name}-${this.#hand}-${number}`);
  }

  /** Chooses the lab, or the short way of the lab it is one of, and learns what was drawn. */
  async begin(lab: Lab): Promise<void> {
    const { page } = this;
    const shelf = labOf(lab.variantOf ?? lab.id);
    const title = this.#scene.at === 0 ? shelf.title.en : (shelf.title['pt-BR'] ?? '');
    await this.press(page.locator('.learn .card').filter({ hasText: title }).first());
    const dialog = page.getByRole('dialog');
    if (lab.variantOf !== undefined) {
      const [short = ''] = this.#say('lab.way.short').split(',');
      await this.choose(dialog.locator('.ui-select').first(), short);
    }
    await this.shoot(`${lab.id}-card`);
    await this.press(dialog.getByRole('button', { name: this.#say('lab.begin') }).first());
    await page.locator('.task').first().waitFor(PATIENCE);
    await this.press(page.getByRole('button', { name: this.#say('lab.more') }));
    const saving = page.waitForEvent('download');
    const save = page.getByRole('menuitem', { name: this.#say('lab.saveFile') });
    await this.press(save);
    const text = readFileSync(await (await saving).path(), 'utf8');
    const { seed } = attemptSchema.parse(JSON.parse(text));
    this.#values = expectOk(drawFor(lab, seed)).values;
  }

  async take(lab: Lab, step: LabStep): Promise<void> {
    await this.waitUntil(durationUs(step.at, 0) / US_PER_MINUTE);
    if ('answer' in step) await this.#answer(lab, step);
    else if ('experiment' in step) await this.#write(experimentSchema.parse(step.experiment));
    else if ('try' in step) await this.#try(step.try);
    else await this.#decide(step);
  }

  /** Steps minutes until so many have passed. */
  async waitUntil(minute: number): Promise<void> {
    const clock = this.page.locator('.clock').first();
    const skip = this.page.locator('.transport .group button').nth(3);
    while (this.#minute < minute) {
      const before = await clock.innerText();
      await this.press(skip);
      await expect.poll(() => clock.innerText(), PATIENCE).not.toBe(before);
      this.#minute += 1;
    }
  }

  async #tab(tab: keyof typeof TABS): Promise<void> {
    const name = TABS[tab][this.#scene.at];
    await this.press(this.page.getByRole('tab', { name }).first());
  }

  async #answer(lab: Lab, step: Extract<LabStep, { answer: string }>): Promise<void> {
    const { page } = this;
    await this.#tab('tasks');
    const task = lab.tasks.findIndex(({ checks }) => checks.includes(step.answer));
    await unfold(page.locator('.task .head').nth(task), (head) => this.press(head));
    const check = lab.checks.find(({ id }) => id === step.answer);
    if (check === undefined || !('answer' in check)) throw new Error(`no question ${step.answer}`);
    const asked = check.question[this.#scene.at === 0 ? 'en' : 'pt-BR'] ?? '';
    const [known = ''] = asked.split('{');
    const card = page.locator('.question').filter({ hasText: known.trim() }).first();
    await card.waitFor(PATIENCE);
    const value = expectOk(stepCommands(step, this.#values)).answer;
    if (check.answer.type === 'number') await this.type(card.locator('input'), String(value));
    else if ('options' in check.answer) {
      const option = check.answer.options.find(({ id }) => id === value);
      const words = option?.text[this.#scene.at === 0 ? 'en' : 'pt-BR'] ?? '';
      const label = card.locator('.option').filter({ hasText: words });
      const input = label.locator('input');
      await (this.#hand === 'mouse' ? label.click() : input.press('Space'));
    }
    await this.press(card.getByRole('button').last());
    await this.shoot(`${lab.id}-${step.answer}`);
  }

  async #decide(step: LabStep): Promise<void> {
    const { page } = this;
    // What is tried stands in the place of the console until it is put away.
    if (await this.button('experiment.new').isVisible()) {
      await this.press(this.button('experiment.title'));
    }
    await this.#tab('console');
    const box = page.getByRole('textbox', { name: LINE[this.#scene.at] });
    for (const command of expectOk(stepCommands(step, this.#values)).commands) {
      const line = printCommand(command);
      await this.type(box, line);
      await page.keyboard.press('Enter');
      await page.locator('.console .lines code').filter({ hasText: line }).last().waitFor(PATIENCE);
    }
    await this.shoot('decided');
  }

  async #openExperiments(): Promise<void> {
    const fresh = this.button('experiment.new');
    if (await fresh.isVisible()) return;
    await this.press(this.button('experiment.title'));
    await fresh.waitFor(PATIENCE);
  }

  async #bounds(at: number, bounds: Experiment['during']): Promise<void> {
    const set = this.page.getByRole('dialog').locator('fieldset.bounds').nth(at);
    for (const [index, { min, max }] of bounds.entries()) {
      const bound = set.locator('.bound').nth(index);
      if (!(await bound.isVisible())) await this.press(this.button('experiment.addBound', set));
      const limits = bound.locator('.limit input');
      await this.type(limits.nth(0), min === undefined ? '' : String(min * SHARE));
      await this.type(limits.nth(1), max === undefined ? '' : String(max * SHARE));
    }
  }

  /** Fills in the form of a new experiment. */
  async #write(experiment: Experiment): Promise<void> {
    const { name, hypothesis, steadyFor, runFor, faults, blastRadius } = experiment;
    await this.#openExperiments();
    await this.press(this.button('experiment.new'));
    const dialog = this.page.getByRole('dialog');
    const put = (key: string, text: string): Promise<void> =>
      this.type(dialog.getByLabel(this.#say(key)).first(), text);
    await put('field.name', name);
    await put('experiment.field.hypothesis', typeof hypothesis === 'string' ? hypothesis : '');
    await put('experiment.field.steadyFor', steadyFor);
    await put('experiment.field.runFor', runFor);
    await this.#bounds(0, experiment.steadyState);
    const [fault] = faults;
    if (fault === undefined) throw new Error('an experiment has a fault');
    const set = dialog.locator('fieldset.fault').first();
    await this.type(set.getByLabel(this.#say('experiment.field.target')), fault.target);
    await this.choose(
      set.locator('.ui-select').nth(0),
      this.#say(`experiment.pickName.${fault.pick}`),
    );
    await this.choose(
      set.locator('.ui-select').nth(1),
      this.#say(`faultKind.${fault.kind ?? 'cut'}`),
    );
    await this.type(set.getByLabel(this.#say('experiment.field.for')), fault.for ?? '');
    await put('experiment.field.blastRadius', String(blastRadius?.machinesLost ?? ''));
    await this.#bounds(1, experiment.during);
    await this.#bounds(2, experiment.abortWhen ?? []);
    for (const [role, person] of Object.entries(experiment.roles ?? {})) {
      await put(`experiment.role.${role}`, person ?? '');
    }
    await this.shoot('experiment');
    await this.press(this.button('experiment.save', dialog));
    await dialog.waitFor({ state: 'detached', ...PATIENCE });
  }

  /** Tries what was written, without a prediction. */
  async #try(name: string): Promise<void> {
    const { page } = this;
    await this.#openExperiments();
    await this.press(page.locator('.list .line').filter({ hasText: name }).first());
    await this.press(this.button('experiment.tryOnly'));
    this.#runs += 1;
    const [run = ''] = this.#say('experiment.runAt').split('{');
    const told = new RegExp(`${run}${this.#runs}\\b`);
    await page.locator('.result .runs').filter({ hasText: told }).waitFor(PATIENCE);
    await this.shoot('tried');
  }

  /** Hands in, with every point there is to be had here. */
  async finish(lab: Lab): Promise<void> {
    const { page } = this;
    await this.#tab('tasks');
    await this.shoot(`${lab.id}-solved`);
    await page.locator('.score strong').filter({ hasText: '100' }).waitFor(PATIENCE);
    await this.press(this.button('lab.finish'));
    await page.locator('.debrief strong').filter({ hasText: '100' }).waitFor(PATIENCE);
    await this.#scene.check(`played-${lab.id}-debrief-${this.#hand}`);
  }
}

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const hands = ['mouse', 'keyboard'] as const;
  const cases = PLAYED.flatMap((one) => hands.map((hand) => ({ ...one, hand })));

  it.runIf(isLongRun).each(cases)(
    '$lab is played by $hand to all its points',
    async ({ lab: id, steps, hand }) => {
      const lab = labOf(id);
      const path = join(LABS, '_keys', id, `${steps}.actions.json`);
      const actions = actionsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      const player = new Player(scene, hand);
      await player.begin(lab);
      for (const step of actions.steps) await player.take(lab, step);
      await player.waitUntil(durationUs(actions.until, 0) / US_PER_MINUTE);
      await player.finish(lab);
    },
    LONG_MS,
  );
});
