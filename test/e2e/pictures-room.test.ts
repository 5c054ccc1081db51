/**
 * Goal: the room, its views, overlays, banners and everything about time are readable for everybody
 * in every look. Method: the first room and others are led through their states; each is
 * photographed, checked by axe-core and searched for what is cut off.
 */
import { expect } from 'vitest';
import { describeWalks, PATIENCE, type Walker } from '../support/screen-walks.ts';

function hover(page: Walker['page'], part: string): () => Promise<void> {
  return () => page.locator(part).first().hover(PATIENCE);
}

/** Selects nothing and shows the whole room. */
async function wholeRoom({ tell }: Walker): Promise<void> {
  await tell('selection', 'clear');
  await tell('mapCommands', 'fitAll');
}

async function cutRack({ tell }: Walker, target: string): Promise<void> {
  await tell('workspace', 'execute', { type: 'fault.cut', target });
}

async function walkFirstRoom(walker: Walker): Promise<void> {
  const { page, see, say, room, choose, tell, put, turnTo, press } = walker;
  await room('first-room', 3);
  await see('room');
  await see('room-hover', { again: hover(page, '.service') });
  await choose(['rack', 'r2']);
  await tell('selection', 'aim', 'rack:r2');
  await page.getByText(say('aim.cut')).first().waitFor(PATIENCE);
  await see('room-aimed');
  await put('preferences', 'firstStepsDone', true);
  await see('room-aimed-without-steps');
  await cutRack(walker, 'rack:r2');
  await tell('playback', 'runUntil', 300_000_000);
  await choose(['vm', 'web-5']);
  await page.getByRole('tab', { name: say('inspector.why'), exact: true }).click();
  await see('room-outage-why');
  await wholeRoom(walker);
  await see('room-outage');
  await tell('playback', 'goTo', 150_000_000);
  await see('room-rewound');
  await choose(['vm', 'web-1'], ['vm', 'web-2'], ['vm', 'web-3']);
  await see('many-selected');
  await turnTo('panel.build');
  await see('build-panel');
  await turnTo('panel.outline');
  await page.locator('.outline input').fill('web');
  await see('outline-filtered');
  await page.locator('.outline input').fill('nothing of that name');
  await see('outline-nothing');
  await page.locator('.outline input').fill('');
  const lines = page.locator('.outline [role=row]');
  await lines.filter({ hasText: 'r1-h02' }).first().click({ button: 'right' });
  await page.getByRole('menu').waitFor(PATIENCE);
  await see('outline-menu', { again: () => page.mouse.move(640, 300) });
  await page.keyboard.press('Escape');
  const panels = ['do.toggleLeft', 'do.toggleRight', 'do.toggleDock'];
  for (const panel of panels) await press(panel);
  await see('room-folded');
  await tell('selection', 'aim', 'rack:r1');
  await page.getByText(say('aim.cut')).first().waitFor(PATIENCE);
  await see('room-folded-aimed');
  for (const panel of panels) await press(panel);
}

/** What a screen reader is told of the outline, out of the browser's own accessibility tree. */
async function walkOutlineNames(walker: Walker): Promise<void> {
  const { page, say, room, see } = walker;
  await room('both-sets', 2);
  await cutRack(walker, 'rack:r1');
  const grid = page.getByRole('treegrid', { name: say('outline.label'), exact: true });
  await grid.getByRole('row').nth(5).waitFor(PATIENCE);
  const shown = await grid.locator('.name').allInnerTexts();
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const rows = nodes.filter(({ role, ignored }) => !ignored && role?.value === 'row');
  const told = rows.map(({ name, properties = [] }) => ({
    name: String(name?.value),
    // Whatever the browser tells of a row besides its name.
    with: new Map(properties.map((property) => [property.name, property.value.value as unknown])),
  }));
  const outline = told.filter((row) => row.with.has('level'));
  expect(outline).toHaveLength(shown.length);
  for (const [index, row] of outline.entries()) expect(row.name).toContain(shown[index]);
  // Things tell their kind and state as well; headings of groups have none.
  const names = outline.map(({ name }) => name);
  expect(names).toContain(`${say('kind.rack')} r1, ${say('state.rackCut')}`);
  expect(outline.some((row) => row.with.get('expanded') === true)).toBe(true);
  const places = await grid.getByRole('row').evaluateAll((lines) =>
    lines.map((line) => ({
      level: Number(line.ariaLevel),
      position: Number(line.ariaPosInSet),
      siblings: Number(line.ariaSetSize),
    })),
  );
  expect(places.map(({ level }) => level)).toEqual(outline.map((row) => row.with.get('level')));
  /** Where each level stands: a first child begins to count, a sibling counts on. */
  const counted: number[] = [];
  for (const { level, position, siblings } of places) {
    counted.length = Math.min(counted.length, level);
    expect(level).toBeLessThanOrEqual(counted.length + 1);
    counted[level - 1] = (counted[level - 1] ?? 0) + 1;
    expect(position).toBe(counted[level - 1]);
    expect(position).toBeLessThanOrEqual(siblings);
  }
  await see('outline-names');
}

async function walkOverlays(walker: Walker): Promise<void> {
  const { page, see, room, tell, put, press } = walker;
  await room('domains-two-by-two', 3);
  await see('map-domains');
  await put('mapCommands', 'overlaysOpen', true);
  await page.getByRole('menu').waitFor(PATIENCE);
  await see('map-overlays-menu', { again: () => page.mouse.move(0, 790) });
  await page.keyboard.press('Escape');
  await put('mapCommands', 'showLegend', true);
  for (const lens of ['load', 'cost', 'state']) {
    await tell('mapCommands', 'toggleLens', lens);
    await see(`map-lens-${lens}`);
  }
  await tell('mapCommands', 'toggleLens', 'state');
  await put('mapCommands', 'showLegend', false);
  await press('map.owner');
  await page.locator('.owners').waitFor(PATIENCE);
  await see('map-owners');
  await put('responsibility', 'shown', false);
  for (const field of ['showPower', 'showNetwork', 'showTraffic', 'showFaultDomains']) {
    await put('mapCommands', field, false);
  }
  await see('map-plain');
  await tell('mapCommands', 'zoomBy', 3);
  await see('map-near');
}

async function walkLevels(walker: Walker): Promise<void> {
  const { see, room, tell } = walker;
  for (const template of ['three-zones', 'two-regions', 'machines-inside', 'one-bare-server']) {
    await room(template, 4);
    await see(`map-of-${template}`);
    await tell('workspace', 'close');
  }
  await room('empty-room');
  await see('map-of-empty-room');
  await walker.put('mapViews', 'view', 'logic');
  await see('logic-of-empty-room');
}

async function walkLogic(walker: Walker): Promise<void> {
  const { page, see, room, choose, tell, put } = walker;
  await room('closed-door', 4);
  await put('mapViews', 'view', 'both');
  await page.locator('.logic canvas').first().waitFor(PATIENCE);
  await see('logic-both');
  await choose(['subnet', 'web']);
  await see('logic-both-linked');
  await put('mapViews', 'view', 'logic');
  await put('mapCommands', 'showLegend', true);
  await see('logic-legend');
  await put('mapCommands', 'showLegend', false);
  await tell('workspace', 'close');
  await room('two-regions', 20);
  await page.locator('.logic canvas').first().waitFor(PATIENCE);
  await see('logic-two-regions');
}

async function walkTime(walker: Walker): Promise<void> {
  const { page, see, say, room, tell, turnTo } = walker;
  await room('first-room', 4);
  await see('time-events');
  await cutRack(walker, 'rack:r2');
  await tell('playback', 'runUntil', 480_000_000);
  await tell('workspace', 'execute', { type: 'fault.restore', target: 'rack:r2' });
  await tell('playback', 'runUntil', 900_000_000);
  await wholeRoom(walker);
  await see('time-happened');
  await turnTo('dock.history');
  await see('time-decisions');
  await turnTo('dock.area');
  await see('time-no-stretch');
  await page.getByRole('button', { name: say('area.mark') }).click();
  await page.locator('.transport').waitFor(PATIENCE);
  await page.getByText(say('area.cost')).first().waitFor(PATIENCE);
  await see('time-stretch');
  await turnTo('dock.console');
  await page.locator('#lab-console-line').fill('fault.cu');
  await page.keyboard.press('Tab');
  await see('time-console');
  await page.locator('#lab-console-line').fill('host.ad rack=rack:r3');
  await page.keyboard.press('Enter');
  await page.locator('.console [role=alert], .console .error').first().waitFor(PATIENCE);
  await see('time-console-refused');
  await page.locator('.transport .opener').first().click();
  await see('time-run-to', { again: () => page.mouse.move(0, 790) });
  await page.keyboard.press('Escape');
  await tell('playback', 'goTo', 0);
  await see('time-at-start');
}

async function walkDock(walker: Walker): Promise<void> {
  const { page, see, say, room, tell } = walker;
  await room('first-room');
  const charts = page.getByRole('region', { name: say('course.title'), exact: true });
  const dial = page.getByRole('region', { name: say('designs.title'), exact: true });
  await tell('course', 'toggle');
  await charts.waitFor(PATIENCE);
  await charts.locator('.ui-loading').waitFor({ state: 'detached', ...PATIENCE });
  await see('charts-nothing-yet');
  await tell('playback', 'runUntil', 300_000_000);
  await cutRack(walker, 'rack:r2');
  await tell('playback', 'runUntil', 900_000_000);
  await wholeRoom(walker);
  await charts.locator('figure').nth(6).waitFor(PATIENCE);
  await charts.locator('progress').waitFor({ state: 'detached', ...PATIENCE });
  await see('charts');
  await see('charts-scrolled', {
    again: () =>
      charts
        .locator('figure')
        .last()
        .evaluate((card) => card.scrollIntoView()),
  });
  const asTable = say('course.asTable').replace('{what}', say('course.figure.requests'));
  await page.getByRole('button', { name: asTable }).click();
  await see('charts-table', {
    again: () =>
      charts
        .locator('figure')
        .first()
        .evaluate((card) => card.scrollIntoView()),
  });
  await tell('designs', 'toggle');
  await dial.locator('tbody tr').first().waitFor(PATIENCE);
  await dial.locator('progress').waitFor({ state: 'detached', ...PATIENCE });
  await see('designs-one');
  await tell('playback', 'goTo', 240_000_000);
  await tell('playback', 'fork', 'fewer machines');
  for (const vm of ['vm:shop/web-1', 'vm:shop/web-2']) {
    await tell('workspace', 'execute', { type: 'vm.delete', vm, withResources: true });
  }
  await tell('playback', 'runUntil', 900_000_000);
  await tell('designs', 'refresh');
  await dial.locator('tbody tr').nth(1).waitFor(PATIENCE);
  await dial.locator('progress').waitFor({ state: 'detached', ...PATIENCE });
  await see('designs-two');
  await tell('branchCompare', 'show');
  await page.locator('.sentence').first().waitFor(PATIENCE);
  await see('branches-lines');
  await page.getByRole('button', { name: say('branchCompare.asTable') }).click();
  await see('branches-table');
  await page.locator('.transport .opener.words').click();
  await see('branches-menu', { again: () => page.mouse.move(0, 790) });
}

async function walkCopies(walker: Walker): Promise<void> {
  const { page, see, say, room, tell } = walker;
  await room('first-room', 2);
  await tell('sweep', 'show');
  await page.locator('.sweep').waitFor(PATIENCE);
  await see('sweep-asked');
  await page.locator('.sweep .heat, .sweep .plan').first().waitFor(PATIENCE);
  const begin = page.getByRole('button', { name: say('sweep.begin'), exact: true });
  if ((await begin.count()) > 0) await begin.click();
  await page.locator('.sweep .heat').waitFor(PATIENCE);
  await page.waitForFunction(() => document.querySelector('.sweep progress') === null);
  await page.locator('[data-target="rack:r1"]').first().click(PATIENCE);
  await see('sweep-cells');
  await page.getByRole('button', { name: say('sweep.asTable') }).click();
  await see('sweep-table');
  await tell('workspace', 'close');
  await room('chance-series', 1);
  await tell('monteCarlo', 'show');
  await page.locator('.dock section').first().waitFor(PATIENCE);
  await see('many-runs-asked');
  await tell('monteCarlo', 'start');
  await page.locator('.dock table tbody tr').first().waitFor(PATIENCE);
  await page.waitForFunction(() => document.querySelector('.dock progress') === null);
  await see('many-runs');
  await tell('workspace', 'close');
  await room('empty-room', 1);
  await tell('experiments', 'show');
  await see('experiments-none');
}

async function walkExperiments(walker: Walker): Promise<void> {
  const { page, see, say, room, tell } = walker;
  await room('game-day', 1);
  await tell('experiments', 'show');
  await page.getByRole('button', { name: /rack-in-a-wave/ }).click(PATIENCE);
  await see('experiments');
  await page.getByLabel(say('experiment.predict.served')).fill('99');
  await page.getByLabel(say('experiment.predict.lost')).fill('2');
  await page.getByRole('button', { name: say('experiment.nobody'), exact: true }).click();
  await page.getByRole('button', { name: say('experiment.tryPredicted'), exact: true }).click();
  await page.locator('.result .verdict').first().waitFor(PATIENCE);
  await see('experiments-compared');
  await tell('dialogs', 'open', { kind: 'experiment' });
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('experiments-dialog');
}

async function walkTabs(walker: Walker): Promise<void> {
  const { page, see, room, tell, put } = walker;
  await room('first-room', 3);
  await tell('rooms', 'add');
  await page.locator('.rooms [role=tab]').nth(1).waitFor(PATIENCE);
  await page.locator('.welcome .gallery').first().waitFor(PATIENCE);
  await see('tabs-start');
  await room('closed-door', 1);
  await see('tabs-room');
  await put('preferences', 'presenter', true);
  await page.keyboard.press('Shift+1');
  await cutRack(walker, 'rack:r1');
  await see('presenter');
  await tell('course', 'toggle');
  await page.locator('.course .frame').first().waitFor(PATIENCE);
  await see('presenter-charts');
}

async function walkTours(walker: Walker): Promise<void> {
  const { page, see, say, tell } = walker;
  await page.locator('#tours-title').waitFor(PATIENCE);
  await page
    .locator('.tours .tour')
    .filter({ hasText: say('tour.lose.title') })
    .click(PATIENCE);
  await page.locator('.banner').waitFor(PATIENCE);
  await see('tour-step');
  for (let step = 0; step < 7; step += 1) await tell('tours', 'skip');
  await see('tour-through');
  await walker.put('tours', 'choosing', true);
  await see('tour-choice');
}

async function walkText(walker: Walker): Promise<void> {
  const { page, see, room, choose } = walker;
  await room('first-room', 1);
  await page.keyboard.press('Control+e');
  const editor = page.locator('.cm-content');
  await editor.waitFor(PATIENCE);
  await choose(['rack', 'r2']);
  await see('scenario-text');
  await editor.press('Control+Home');
  await page.keyboard.type('x');
  await page.locator('.cm-lint-marker-error').first().waitFor(PATIENCE);
  await see('scenario-text-broken');
}

describeWalks({
  'first-room': walkFirstRoom,
  'outline-names': walkOutlineNames,
  overlays: walkOverlays,
  levels: walkLevels,
  logic: walkLogic,
  time: walkTime,
  dock: walkDock,
  copies: walkCopies,
  experiments: walkExperiments,
  tabs: walkTabs,
  tours: walkTours,
  text: walkText,
});
