/**
 * Goal: every dialog can be read and filled by everybody, in every look. Method: each form of the
 * palette, each form of an act on a thing, and each dialog with a screen of its own is opened where
 * it has something to choose from; it is photographed and checked, some also refused.
 */
import { PALETTE } from '../../src/renderer/palette/palette-groups.ts';
import { describeWalks, PATIENCE, type Walker } from '../support/screen-walks.ts';

/** When a room is looked at that is not at its beginning, in minutes. */
const MINUTES: Readonly<Record<string, number>> = { 'company-image': 20 };

/** Rooms, things in them by kind and name, and the acts whose forms are opened. */
const ACTS: Readonly<Record<string, readonly (readonly [string, string, ...string[]])[]>> = {
  'first-room': [
    ['power', 'r1-a', 'edit'],
    ['vm', 'web-1', 'recreate', 'deployBuild', 'openPort', 'breakApplication', 'tags', 'clone'],
    ['vm', 'web-2', 'announce', 'prepare', 'migrate', 'joinBalancer'],
    ['disk', 'web-1-os', 'changeDisk', 'snapshot'],
    ['nic', 'web-1-nic', 'addPublicIp'],
    ['balancer', 'web', 'edit', 'addBalancerRule', 'addFrontend', 'setProbe'],
    ['service', 'shop', 'setLoad', 'setSessions', 'cloneService'],
    ['host', 'r1-h01', 'setHypervisor'],
  ],
  'upgrade-stopped': [['scaleSet', 'web', 'scale', 'changeModel', 'changePolicies']],
  'domains-two-by-two': [['availabilitySet', 'web', 'maintain', 'configureWindow']],
  'closed-door': [
    ['network', 'vnet-shop', 'addSubnet', 'joinNetwork'],
    ['subnet', 'web', 'setOutbound'],
    ['securityGroup', 'nsg-web', 'addRule'],
    ['nic', 'web-1-nic', 'setAddress'],
  ],
  'split-brain': [
    ['store', 'none', 'editStore', 'setStoreLoad', 'addReplica', 'setBackup', 'deleteData'],
  ],
  'machine-or-web-app': [
    ['webApp', 'site', 'webTier', 'webAutoscale'],
    ['workload', 'on-machine', 'setWorkLoad', 'editWork'],
  ],
  'company-image': [
    ['gallery', 'images', 'addDefinition'],
    ['imageDefinition', 'web', 'addVersion'],
    ['vm', 'golden', 'capture'],
  ],
  'two-regions': [['dnsProfile', 'shop', 'edit']],
  'taken-back': [['move', 'shop', 'cutOverMove']],
  'one-bare-server': [['host', 'server', 'installHypervisor', 'inventoryMove']],
};

async function closeDialog({ page, tell }: Walker): Promise<void> {
  await tell('dialogs', 'close');
  await page.getByRole('dialog').waitFor({ state: 'detached', ...PATIENCE });
}

/** A walk for every few forms of the palette: all of them in every look would not end in time. */
function walkPalette(groups: typeof PALETTE): (walker: Walker) => Promise<void> {
  return async (walker) => {
    const { page, see, room, tell } = walker;
    await room('first-room', 2);
    for (const { id, opens, values } of groups.flatMap(({ items }) => items)) {
      if (opens === 'machine' || opens === 'images') await tell('dialogs', 'open', { kind: opens });
      else await tell('dialogs', 'openForm', opens, values ?? {});
      await page.getByRole('dialog').waitFor(PATIENCE);
      await see(`form-${id}`);
      await closeDialog(walker);
    }
  };
}

/** Opens the form of an act of what is selected; false when it is not offered now. */
async function openAct({ page, say }: Walker, act: string): Promise<boolean> {
  const named = { name: say(`action.${act}`), exact: true };
  const shown = page.locator('.head .acts').getByRole('button', named);
  if ((await shown.count()) > 0) {
    const isEnabled = await shown.first().isEnabled();
    if (isEnabled) await shown.first().click(PATIENCE);
    return isEnabled;
  }
  await page.locator('.head .acts [aria-haspopup="menu"]').click(PATIENCE);
  await page.getByRole('menu').waitFor(PATIENCE);
  const item = page.getByRole('menuitem', named);
  const isOffered = (await item.count()) > 0 && (await item.first().isEnabled());
  if (isOffered) await item.first().click(PATIENCE);
  else await page.keyboard.press('Escape');
  return isOffered;
}

function walkActs(template: string): (walker: Walker) => Promise<void> {
  return async (walker) => {
    const { page, see, room, choose } = walker;
    await room(template, MINUTES[template] ?? 4);
    for (const [kind, name, ...acts] of ACTS[template] ?? []) {
      for (const act of acts) {
        await choose([kind, name]);
        await page.locator('.inspector h2').filter({ hasText: name }).first().waitFor(PATIENCE);
        if (!(await openAct(walker, act))) {
          walker.fault(`${kind} ${name} of ${template} offers no ${act}`);
          continue;
        }
        await page.getByRole('dialog').waitFor(PATIENCE);
        await see(`form-of-${kind}-${act}`);
        await closeDialog(walker);
      }
    }
  };
}

/** Dialogs that anybody can open from anywhere. */
async function walkDialogs(walker: Walker): Promise<void> {
  const { page, see, say, room, tell, choose } = walker;
  await room('first-room', 3);
  await page.keyboard.press('Control+k');
  await page.getByRole('listbox').waitFor(PATIENCE);
  await see('find-begin');
  await page.keyboard.type('web');
  await see('find-web');
  await page.keyboard.type(' or nothing');
  await see('find-nothing');
  await closeDialog(walker);
  for (const kind of ['keys', 'branch', 'survival', 'glossary', 'responsibility', 'images']) {
    await tell('dialogs', 'open', { kind });
    await page.getByRole('dialog').waitFor(PATIENCE);
    await see(`dialog-${kind}`);
    if (kind === 'glossary') {
      await page.keyboard.type('zone');
      await see('dialog-glossary-found');
    }
    if (kind === 'responsibility') {
      await page.getByRole('tab', { name: say('duty.compute') }).click();
      await see('dialog-responsibility-compute');
    }
    if (kind === 'images') {
      await page.getByRole('tab', { name: say('images.own') }).click();
      await see('dialog-images-none-own');
    }
    await closeDialog(walker);
  }
  await tell('dialogs', 'open', { kind: 'newLab', from: 'room' });
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('dialog-new-lab-of-room');
  await closeDialog(walker);
  await choose(['vm', 'web-1']);
  await tell('dialogs', 'open', { kind: 'resize', vm: 'vm:shop/web-1' });
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('dialog-resize');
  await closeDialog(walker);
  await tell('dialogs', 'open', { kind: 'console', on: 'vm:shop/web-1' });
  await page.getByRole('dialog').waitFor(PATIENCE);
  for (const line of ['systemctl', 'ss -ltn', 'df -h', 'nonsense']) {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }
  await see('dialog-guest-console');
  await closeDialog(walker);
  await page.getByRole('button', { name: say('exports.label') }).click();
  await page.getByRole('menu').waitFor(PATIENCE);
  await see('menu-exports', { again: () => page.mouse.move(0, 790) });
}

/** What the service says no to, beside the field and below the form. */
async function walkRefused(walker: Walker): Promise<void> {
  const { page, see, room, tell } = walker;
  await room('first-room', 2);
  const dialog = page.getByRole('dialog');
  await tell('dialogs', 'openForm', 'host.add', { rack: 'rack:r1', unit: 'high up' });
  await dialog.locator('.ui-dialog-actions button').last().click(PATIENCE);
  await dialog.locator('.note.error').first().waitFor(PATIENCE);
  await see('form-refused-field');
  await closeDialog(walker);
  await tell('dialogs', 'openForm', 'host.add', { rack: 'rack:r1', unit: '1' });
  await dialog.locator('.ui-dialog-actions button').last().click(PATIENCE);
  await dialog.getByRole('alert').waitFor(PATIENCE);
  await see('form-refused');
  await closeDialog(walker);
  await tell('workspace', 'execute', { type: 'rack.remove', rack: 'rack:r1' });
  await page.locator('.ui-toast').first().waitFor(PATIENCE);
  await see('notice-harm', {
    again: () => tell('workspace', 'execute', { type: 'rack.remove', rack: 'rack:r1' }),
  });
}

async function walkRules(walker: Walker): Promise<void> {
  const { page, see, say, room, choose, press } = walker;
  await room('office-hours', 400);
  await choose(['scaleSet', 'web']);
  await press('scale.editRules');
  await page.getByRole('dialog').waitFor(PATIENCE);
  await see('dialog-autoscale');
  await page
    .getByRole('button', { name: say('profileForm.add') })
    .first()
    .click();
  await page.locator('fieldset.profile').last().scrollIntoViewIfNeeded();
  await see('dialog-autoscale-profile');
  await page.getByRole('dialog').locator('.cooldown input').first().fill('10s');
  await page.getByRole('dialog').locator('.ui-dialog-actions button').last().click();
  await see('dialog-autoscale-refused');
}

async function walkInstall(walker: Walker): Promise<void> {
  const { page, see, say, room, choose } = walker;
  await room('one-bare-server', 1);
  await choose(['host', 'server']);
  await page.getByRole('tab', { name: say('inspector.guest'), exact: true }).click(PATIENCE);
  await page
    .locator('.guest')
    .getByRole('button', { name: say('guest.install') })
    .click(PATIENCE);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio').first().waitFor(PATIENCE);
  await see('dialog-install');
  await dialog.getByRole('radio').nth(1).click();
  await dialog.getByRole('alert').waitFor(PATIENCE);
  await see('dialog-install-collides');
}

async function walkSideBySide(walker: Walker): Promise<void> {
  const { page, see, say, room, tell } = walker;
  await room('machine-or-web-app', 60);
  await tell('dialogs', 'open', { kind: 'responsibility' });
  await page.getByRole('tab', { name: say('duty.sideBySide') }).click(PATIENCE);
  await see('side-by-side-asked');
  await page.locator('.compare button').last().click();
  await page.locator('.compare table').waitFor(PATIENCE);
  await see('side-by-side');
}

describeWalks({
  ...Object.fromEntries(PALETTE.map((group) => [`palette-of-${group.id}`, walkPalette([group])])),
  ...Object.fromEntries(
    Object.keys(ACTS).map((template) => [`acts-of-${template}`, walkActs(template)]),
  ),
  dialogs: walkDialogs,
  refused: walkRefused,
  rules: walkRules,
  install: walkInstall,
  'side-by-side': walkSideBySide,
});
