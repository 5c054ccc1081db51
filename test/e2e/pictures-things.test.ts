/**
 * Goal: whatever is selected, the inspector tells about it so that everybody can read it, in every
 * look. Method: of each kind of thing there is, one is selected in a room that has it, at a moment
 * in which it has something to tell; each of its tabs is photographed and checked.
 */
import { describeWalks, PATIENCE, type Walk, type Walker } from '../support/screen-walks.ts';

/** A thing by kind and name, with the tabs besides its properties. */
type Thing = readonly [kind: string, name: string, ...tabs: readonly string[]];

/** Rooms with the minute at which they are looked at, and what is looked at in each. */
const ROOMS: Readonly<Record<string, { minutes: number; things: readonly Thing[] }>> = {
  'first-room': {
    minutes: 5,
    things: [
      ['place', 'main'],
      ['place', 'lab'],
      ['rack', 'r1'],
      ['cluster', 'gen-1'],
      ['power', 'grid'],
      ['power', 'ups-a'],
      ['power', 'a'],
      ['power', 'r1-a'],
      ['switch', 'core-1'],
      ['link', 'r1-h01--r1-tor'],
      ['host', 'r1-h01'],
      ['group', 'shop'],
      ['vm', 'web-1', 'guest', 'disks', 'network', 'sla', 'why', 'history'],
      ['disk', 'web-1-os'],
      ['nic', 'web-1-nic'],
      ['balancer', 'web', 'live', 'sla', 'why'],
      ['service', 'shop', 'live', 'sla', 'why'],
    ],
  },
  'autoscale-day': { minutes: 720, things: [['scaleSet', 'web', 'sla', 'why']] },
  'who-chooses-the-hour': {
    minutes: 200,
    things: [
      ['scaleSet', 'web'],
      ['scaleSet', 'jobs'],
    ],
  },
  'upgrade-stopped': { minutes: 30, things: [['scaleSet', 'web']] },
  'spot-mix': { minutes: 60, things: [['scaleSet', 'web']] },
  'domains-two-by-two': { minutes: 12, things: [['availabilitySet', 'web', 'sla', 'why']] },
  'closed-door': {
    minutes: 10,
    things: [
      ['network', 'vnet-shop'],
      ['subnet', 'web'],
      ['securityGroup', 'nsg-web'],
      ['publicIp', 'ip-jump'],
      ['vm', 'db-1', 'network'],
    ],
  },
  'company-image': {
    minutes: 85,
    things: [
      ['gallery', 'images'],
      ['imageDefinition', 'web'],
      ['vm', 'golden', 'guest'],
    ],
  },
  'cloned-identity': {
    minutes: 30,
    things: [
      ['vm', 'db-1', 'guest'],
      ['store', 'orders'],
    ],
  },
  'split-brain': {
    minutes: 8,
    things: [
      ['store', 'none'],
      ['storage', 'vault'],
      ['place', 'z1'],
    ],
  },
  'sync-and-async': { minutes: 40, things: [['store', 'fast']] },
  'deletion-and-backup': { minutes: 100, things: [['store', 'orders']] },
  'one-bare-server': { minutes: 300, things: [['host', 'server', 'guest']] },
  'hosted-hypervisor': {
    minutes: 10,
    things: [
      ['host', 'swapping'],
      ['batch', 'free'],
    ],
  },
  'machines-inside': { minutes: 10, things: [['vm', 'classroom', 'guest']] },
  'job-twice': {
    minutes: 60,
    things: [
      ['workload', 'invoices'],
      ['disk', 'orders-1-data-0'],
    ],
  },
  'machine-or-web-app': {
    minutes: 60,
    things: [
      ['webApp', 'site'],
      ['workload', 'on-machine'],
    ],
  },
  'one-machine-grows': {
    minutes: 450,
    things: [
      ['vm', 'db', 'disks'],
      ['quota', 'westeurope.standardDSv5Family'],
    ],
  },
  'taken-back': { minutes: 30, things: [['move', 'shop', 'move']] },
  'lift-and-shift': { minutes: 235, things: [['move', 'shop', 'move']] },
  'two-regions': {
    minutes: 20,
    things: [
      ['dnsProfile', 'shop'],
      ['service', 'shop', 'why'],
    ],
  },
  'chance-series': { minutes: 10, things: [['reliability', 'chain']] },
  'healed-host': { minutes: 60, things: [['platform', 'provider']] },
  'probe-depth': { minutes: 20, things: [['balancer', 'deep', 'live', 'why']] },
  'told-in-time': {
    minutes: 20,
    things: [
      ['vm', 'told-1'],
      ['balancer', 'told'],
    ],
  },
  'promise-and-room': { minutes: 350, things: [['service', 'set', 'sla']] },
};

function walkOf(template: string): Walk {
  return async (walker) => {
    const { minutes = 0, things = [] } = ROOMS[template] ?? {};
    await walker.room(template, minutes);
    await walker.put('preferences', 'firstStepsDone', true);
    for (const thing of things) await seeThing(walker, { template, thing });
  };
}

async function seeThing(
  { page, see, say, choose }: Walker,
  of: { readonly template: string; readonly thing: Thing },
): Promise<void> {
  const [kind, name, ...tabs] = of.thing;
  await choose([kind, name]);
  const heading = page.locator('.inspector h2').filter({ hasText: name });
  await heading.first().waitFor(PATIENCE);
  const state = `thing-${kind}-${name}-${of.template}`;
  const strip = page.locator('.inspector').getByRole('tab');
  await strip.first().click();
  await see(state);
  for (const tab of tabs) {
    await page
      .locator('.inspector')
      .getByRole('tab', { name: say(`inspector.${tab}`), exact: true })
      .click(PATIENCE);
    // What is asked of the engine first, and is there before it can be said to be loading.
    const body = page.locator('.inspector [role=tabpanel][data-state=active] *').first();
    await body.waitFor({ state: 'attached', ...PATIENCE });
    await page.locator('.inspector .ui-loading').waitFor({ state: 'detached', ...PATIENCE });
    await see(`${state}-${tab}`);
  }
}

async function seeRoom({ room, see, put, tell, page, say }: Walker): Promise<void> {
  await room('autoscale-day', 900);
  await put('preferences', 'firstStepsDone', true);
  await tell('selection', 'clear');
  await page.locator('.costs').waitFor(PATIENCE);
  await see('thing-none');
  await page.locator('.inspector').evaluate((panel) => {
    panel.scrollTop = panel.scrollHeight;
  });
  await see('thing-none-foot');
  await page.getByRole('tab', { name: say('panel.outline') }).click();
}

/** A clone has the identity of its original until it is emptied. */
async function seeTwins(walker: Walker): Promise<void> {
  await walker.room('cloned-identity', 15);
  await walker.put('preferences', 'firstStepsDone', true);
  await seeThing(walker, { template: 'twins', thing: ['vm', 'db-2', 'guest'] });
}

/** A machine beside a set that it is not in. */
async function seeAlone({ page, room, tell, choose, see }: Walker): Promise<void> {
  await room('domains-two-by-two', 2);
  const asks = { name: 'alone', group: 'shop', size: 'D2s_v5', image: 'Ubuntu2204' };
  await tell('workspace', 'execute', { type: 'vm.create', ...asks });
  await tell('playback', 'runUntil', 6 * 60_000_000);
  await choose(['vm', 'alone']);
  await page.locator('.inspector h2').filter({ hasText: 'alone' }).first().waitFor(PATIENCE);
  await see('machine-alone');
}

/** Users who are signed in, and some who have to sign in again. */
async function seeSessions({ page, room, put, tell, choose, see }: Walker): Promise<void> {
  await room('first-room', 3);
  await put('preferences', 'firstStepsDone', true);
  await tell('workspace', 'execute', {
    type: 'sessions.set',
    service: 'shop',
    keptIn: 'machine',
    perSecond: 2,
    lifetime: '20m',
  });
  await tell('playback', 'runUntil', 10 * 60_000_000);
  await tell('workspace', 'execute', { type: 'fault.cut', target: 'vm:shop/web-1' });
  await tell('playback', 'runUntil', 12 * 60_000_000);
  await choose(['service', 'shop']);
  await page.locator('.inspector h2').filter({ hasText: 'shop' }).first().waitFor(PATIENCE);
  await see('service-sessions');
}

/** Replicas in two zones: what they tell each other is paid for. */
async function seeTraffic({ page, room, put, see }: Walker): Promise<void> {
  await room('sync-and-async', 40);
  await put('preferences', 'firstStepsDone', true);
  await page.locator('.costs .traffic').scrollIntoViewIfNeeded(PATIENCE);
  await see('room-traffic-costs');
}

describeWalks({
  'nothing-chosen': seeRoom,
  twins: seeTwins,
  alone: seeAlone,
  sessions: seeSessions,
  traffic: seeTraffic,
  ...Object.fromEntries(
    Object.keys(ROOMS).map((template) => [`things-of-${template}`, walkOf(template)]),
  ),
});
