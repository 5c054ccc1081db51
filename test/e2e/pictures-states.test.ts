/**
 * Goal: what is seen seldom or for a moment only is as readable as the rest, in every look. Method:
 * a service that answers late, a request that is followed to its end, panels docked elsewhere, the
 * map near and with its menus, notices, and a track told in rows are brought about, photographed
 * and checked.
 */
import type { WebSocketRoute } from 'playwright-core';
import { describeWalks, PATIENCE, type Walker } from '../support/screen-walks.ts';

const NOTHING = {
  format: 'racklab.scenario',
  formatVersion: 1,
  title: { en: 'Nothing yet', 'pt-BR': 'Nada ainda' },
  catalogue: 'azure-2026-11',
  seed: 1,
  duration: '15m',
};

/** Puts a service between that can be made to answer nothing for as long as one likes. */
async function slowService({ page }: Walker): Promise<{ hold(): void; let(): void }> {
  let isHeld = false;
  const kept: (() => void)[] = [];
  await page.routeWebSocket(/.*/, (socket: WebSocketRoute) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const pass = (): void => socket.send(message);
      if (isHeld) kept.push(pass);
      else pass();
    });
  });
  await page.reload();
  await page.locator('.welcome .gallery').first().waitFor(PATIENCE);
  return {
    hold() {
      isHeld = true;
    },
    let() {
      isHeld = false;
      for (const pass of kept.splice(0)) pass();
    },
  };
}

async function walkWaiting(walker: Walker): Promise<void> {
  const { page, see, room, choose, tell, say } = walker;
  const service = await slowService(walker);
  await room('first-room', 5);
  await choose(['service', 'shop']);
  service.hold();
  await page
    .locator('.inspector')
    .getByRole('tab', { name: say('inspector.sla'), exact: true })
    .click(PATIENCE);
  await page.locator('.ui-loading').first().waitFor(PATIENCE);
  await see('waiting-sla');
  await page.locator('.transport .run').click(PATIENCE);
  await see('waiting-run');
  service.let();
  await tell('playback', 'setRunning', false);
  await tell('workspace', 'close');
  await page.locator('.welcome .gallery').first().waitFor(PATIENCE);
  service.hold();
  await page.locator('.shelves .card').first().click(PATIENCE);
  await page.locator('.acts .act').waitFor(PATIENCE);
  await see('waiting-room');
  service.let();
  await page.locator('.workbench .transport').waitFor(PATIENCE);
}

async function walkFollow(walker: Walker): Promise<void> {
  const { page, see, room, tell, put } = walker;
  await room('first-room', 5);
  await tell('follow', 'show', 'service:shop');
  await page.locator('.dock-panel').first().waitFor(PATIENCE);
  await see('follow-asked');
  await tell('follow', 'ask');
  await page.locator('.dock-panel ol li').nth(2).waitFor(PATIENCE);
  await see('follow-answered');
  await tell('follow', 'goTo', 2);
  await see('follow-half-way');
  for (const target of ['rack:r1', 'rack:r2']) {
    await tell('workspace', 'execute', { type: 'fault.cut', target });
  }
  await tell('playback', 'runUntil', 360_000_000);
  await see('follow-stale');
  await put('follow', 'which', 'now');
  await tell('follow', 'ask');
  await page.locator('.dock-panel ol li').first().waitFor(PATIENCE);
  await see('follow-failed');
}

async function walkPanels(walker: Walker): Promise<void> {
  const { page, see, room, tell, choose } = walker;
  await room('first-room', 4);
  await page.locator('[data-panel-menu="right"]').click(PATIENCE);
  await page.getByRole('menu').waitFor(PATIENCE);
  await see('panel-menu', { again: () => page.mouse.move(0, 790) });
  await page.keyboard.press('Escape');
  await choose(['vm', 'web-1']);
  await tell('docking', 'move', 'dock', 'right');
  await see('panel-dock-right');
  await tell('docking', 'move', 'left', 'bottom');
  await see('panel-left-below');
  await tell('docking', 'reset');
}

async function walkTrack(walker: Walker): Promise<void> {
  const { page, see, say, room, tell, press } = walker;
  await room('autoscale-day', 700);
  await press('track.pins');
  await page.getByRole('menu').waitFor(PATIENCE);
  await see('track-menu', { again: () => page.mouse.move(0, 790) });
  const pins = page.getByRole('menu').getByRole('menuitemcheckbox');
  await pins.nth(2).click(PATIENCE);
  await see('track-pins');
  await page.getByRole('button', { name: say('track.asTable') }).click(PATIENCE);
  await see('track-table');
  await page.getByRole('button', { name: say('track.asTrack') }).click(PATIENCE);
  await tell('timeWindow', 'step', 'in');
  await tell('timeWindow', 'step', 'in');
  await see('track-near');
}

/** Where on the screen the middle of the map is. */
async function middleOfMap({ page }: Walker): Promise<{ x: number; y: number }> {
  const box = await page.locator('.topology .frame').first().boundingBox(PATIENCE);
  if (box === null) throw new Error('there is no map');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function walkNear(walker: Walker): Promise<void> {
  const { page, see, room, tell, choose } = walker;
  await room('first-room', 4);
  // So many that the map has a map of itself.
  for (let more = 7; more <= 14; more += 1) {
    await tell('workspace', 'execute', { type: 'rack.add', name: `r${more}`, row: 'row:row-2' });
  }
  await tell('workspace', 'execute', { type: 'fault.cut', target: 'rack:r1' });
  await choose(['rack', 'r14']);
  await tell('selection', 'reveal', 'rack:r14');
  await tell('mapCommands', 'zoomBy', 3);
  await page.locator('.topology .alarm').first().waitFor(PATIENCE);
  await see('map-alarm');
  await see('map-hover', {
    again: async () => {
      const { x, y } = await middleOfMap(walker);
      await page.mouse.move(x - 20, y);
      await page.mouse.move(x, y, { steps: 4 });
      await page.locator('.topology .card[aria-hidden]').waitFor(PATIENCE);
    },
  });
}

async function walkEvents(walker: Walker): Promise<void> {
  const { page, see, room, tell, choose } = walker;
  await room('domains-two-by-two', 5);
  await tell('workspace', 'execute', { type: 'maintenance.start', availabilitySet: 'web' });
  await tell('playback', 'runUntil', 6 * 60_000_000);
  await choose(['availabilitySet', 'web']);
  await page.locator('.inspector h2').filter({ hasText: 'web' }).first().waitFor(PATIENCE);
  await see('wave');
  await tell('workspace', 'close');
  await room('first-room', 5);
  await tell('workspace', 'execute', {
    type: 'event.schedule',
    event: 'Reboot',
    target: 'vm:shop/web-2',
  });
  await page.getByText('web-2').first().waitFor(PATIENCE);
  await see('event-announced');
}

async function walkConnect(walker: Walker): Promise<void> {
  const { page, see, room, tell, choose } = walker;
  await room('first-room', 4);
  await choose(['vm', 'web-1']);
  await tell('connect', 'begin');
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('connect-begin');
  await choose(['balancer', 'web']);
  await see('connect-asked');
}

async function walkMended(walker: Walker): Promise<void> {
  const { page, see, room, put } = walker;
  await room('first-room', 2);
  await put('workspace', 'reopened', true);
  await put('workspace', 'recovered', {
    code: 'journal.tornTail',
    message: 'The last line was torn.',
    details: { droppedBytes: 40, droppedEntries: 1 },
  });
  await page.locator('.ui-banner.recovered').waitFor(PATIENCE);
  await see('banner-mended');
  await put('session', 'status', 'stale');
  await page.locator('.veil').waitFor(PATIENCE);
  await see('connection-stale');
}

/** A room in which nothing stands at all, as a scenario file may be. */
async function walkNothing({ page, see }: Walker): Promise<void> {
  await page.locator('.welcome .gallery').first().waitFor(PATIENCE);
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'nothing.scenario.json'));
    const event = { dataTransfer: data, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new DragEvent('drop', event));
  }, JSON.stringify(NOTHING));
  await page.locator('.empty-room').waitFor(PATIENCE);
  await see('room-of-nothing');
}

/** A gallery with what its images hold. */
async function walkImages({ page, see, room, tell }: Walker): Promise<void> {
  await room('company-image', 85);
  await tell('dialogs', 'open', { kind: 'images' });
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('dialog-images-own');
}

describeWalks({
  waiting: walkWaiting,
  follow: walkFollow,
  panels: walkPanels,
  track: walkTrack,
  near: walkNear,
  events: walkEvents,
  connect: walkConnect,
  mended: walkMended,
  nothing: walkNothing,
  images: walkImages,
});
