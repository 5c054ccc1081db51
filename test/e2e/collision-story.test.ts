/**
 * Goal: the story of two applications on one server can be lived through in the real app, in both
 * languages and themes [ENG-O3, ENG-O6, ENG-O9]: on one operating system they collide on port,
 * runtime, memory and the patch restart; in two machines none of it crosses; a lost host stops
 * both. Method: two templates are opened and played to the end; what the install dialog foretold,
 * what the log says and what the lists show is read, checked by axe-core and photographed.
 */
import { expect, it } from 'vitest';
import { describeScenes } from '../support/describe-scenes.ts';
import { looksInForce, USUAL_LOOKS } from '../support/looks-in-force.ts';
import { PATIENCE, SCENE_MS } from '../support/patience.ts';
import { hasFocus } from '../support/steady-acts.ts';

const LOOKS = looksInForce({ usual: USUAL_LOOKS, turn: 1 });

/** Words by which the test finds its way, in the order English, Portuguese. */
const WORDS = {
  bare: ['One bare server', 'Um único servidor'],
  two: ['The same two, virtualized', 'As mesmas duas, virtualizadas'],
  noisy: ['Noisy neighbours', 'Vizinhos barulhentos'],
  inside: ['Inside', 'Por dentro'],
  install: ['Install', 'Instalar'],
  payroll: ['Payroll', 'Folha de pagamento'],
  cancel: ['Cancel', 'Cancelar'],
  listens: ['shop listens on', 'shop já escuta em'],
  steal: ['Steal time', 'Tempo roubado'],
  console: ['Open console', 'Abrir console'],
} as const;

describeScenes({ looks: LOOKS, patience: PATIENCE }, (scene) => {
  const { look, at, open, check } = scene;

  /** Selects a line of the outline and looks inside its operating system. */
  async function lookInside(name: string): Promise<void> {
    const { page } = scene;
    const filter = page.locator('.outline input');
    await filter.fill(name);
    // Not its disk or its network card, which are named after it.
    const kinds = 'Host|Servidor|Machine|Máquina';
    const own = new RegExp(`^\\s*${name}\\s*(?:${kinds})`);
    await page.locator('.outline [role=row]').filter({ hasText: own }).first().click(PATIENCE);
    await filter.fill('');
    await page.getByRole('tab', { name: WORDS.inside[at] }).click(PATIENCE);
  }

  /** Lets the scenario run to its end as fast as it goes. */
  async function playToTheEnd(): Promise<void> {
    const { page } = scene;
    await scene.runToEnd();
    await page.getByText('08:00:00').first().waitFor(PATIENCE);
  }

  function log(text: string | RegExp) {
    return scene.page.locator('.guest .log li').filter({ hasText: text });
  }

  function application(name: string) {
    return scene.page.locator(`.guest [data-app="${name}"]`);
  }

  it(
    'on one operating system they collide on port, runtime, memory and the patch restart',
    async () => {
      const { page } = scene;
      await open(WORDS.bare);
      await lookInside('server');
      await application('shop').getByText(':80').waitFor(PATIENCE);
      await check('guest');
      // What would happen stands there before anybody installs, and is what then happens.
      await page.locator('.guest').getByRole('button', { name: WORDS.install[at] }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio').filter({ hasText: WORDS.payroll[at] }).click(PATIENCE);
      await dialog.getByText(WORDS.listens[at]).waitFor(PATIENCE);
      await dialog.getByText('php 7.4 conflicts with php 8.2').first().waitFor(PATIENCE);
      await dialog.getByRole('alert').waitFor(PATIENCE);
      await check('guest-foretold');
      await dialog.getByRole('button', { name: WORDS.cancel[at] }).click();
      await playToTheEnd();
      await log('php 7.4 conflicts with php 8.2').waitFor(PATIENCE);
      await log('EADDRINUSE: address already in use 0.0.0.0:80').waitFor(PATIENCE);
      await log(/Out of memory: Killed process \d+ \(php-fpm\)/)
        .first()
        .waitFor(PATIENCE);
      await log('php-fpm: php 8.2 is required, found 7.4').first().waitFor(PATIENCE);
      await application('shop').getByText('php 8.2 is required').waitFor(PATIENCE);
      await application('payroll').getByText(':8080').waitFor(PATIENCE);
      await check('guest-collided');
      // What keeps it from starting again is foretold where it is configured, too.
      const configure = { name: /^(Configure|Configurar) shop$/ };
      await application('shop').getByRole('button', configure).click(PATIENCE);
      await dialog.getByText('php 8.2 is required, found 7.4').waitFor(PATIENCE);
      await dialog.locator('input').first().fill('8081');
      await check('guest-configure');
      await dialog.locator('footer button').last().click();
      await dialog.waitFor({ state: 'detached' });
      await application('shop').locator('.name').click();
      await application('shop').getByText('tcp 0.0.0.0:8081').waitFor(PATIENCE);
      // The console of the system says the same, by keyboard alone.
      await page.getByRole('button', { name: WORDS.console[at] }).press('Enter');
      await dialog.waitFor(PATIENCE);
      await hasFocus(dialog.getByRole('textbox'));
      for (const line of ['ss -ltn', 'free -m', 'journalctl -n 4', 'systemctl']) {
        await page.keyboard.type(line);
        await page.keyboard.press('Enter');
      }
      await dialog.getByText(/LISTEN\s+0\.0\.0\.0:8080/).waitFor(PATIENCE);
      await dialog
        .getByText(/shop\.service|php-fpm\.service/)
        .first()
        .waitFor(PATIENCE);
      await check('guest-console');
      await page.keyboard.press('Escape');
    },
    SCENE_MS,
  );

  it(
    'in two machines none of it crosses, and a lost host stops both',
    async () => {
      await open(WORDS.two);
      await playToTheEnd();
      await lookInside('payroll');
      await log(/Out of memory: Killed process/)
        .first()
        .waitFor(PATIENCE);
      await application('payroll').getByText('Out of memory').waitFor(PATIENCE);
      await check('guest-two-payroll');
      await lookInside('shop');
      await application('shop').getByText(':80').waitFor(PATIENCE);
      // Started at most twice: the only thing that ever stopped it was the loss of the host.
      const stops = look.language === 'en' ? /^.*shop stopped on/ : /^.*shop parou em/;
      await expect.poll(() => log(stops).count()).toBe(1);
      expect(await log(/Out of memory|EADDRINUSE|conflicts/).count()).toBe(0);
      await check('guest-two-shop');
    },
    SCENE_MS,
  );

  it(
    'on a hypervisor that promises too much the neighbour shows as steal time',
    async () => {
      const { page } = scene;
      await open(WORDS.noisy);
      await lookInside('training');
      await page
        .getByRole('button', { name: /^(Start|Iniciar) machine-learning$/ })
        .click(PATIENCE);
      await lookInside('shop');
      await page.locator('.guest').getByText(WORDS.steal[at]).waitFor(PATIENCE);
      await check('guest-steal');
    },
    SCENE_MS,
  );
});
