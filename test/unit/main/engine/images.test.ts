/**
 * Goal: a machine made from an image has what is on its disk, and every way in which the service
 * refuses is refused [ENG-IM1 to ENG-IM10]. Method: the story of a company image through the
 * engine, from the first machine to copies in another region, and clones that share an identity.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { US_PER_HOUR } from '../../../../src/shared/kernel/time.ts';
import { given, MINUTE, SECOND, type Scene } from '../../../support/make-engine.ts';

const GOLDEN: Command = {
  type: 'vm.create',
  name: 'golden',
  size: 'D2s_v5',
  image: 'Ubuntu2204',
};
const SHOP: Command = {
  type: 'app.install',
  on: 'golden',
  application: 'shop',
  ports: { http: 8080 },
};
const DEFINITION: Command[] = [
  { type: 'gallery.add', name: 'company', group: 'lab' },
  { type: 'imageDefinition.add', name: 'web', gallery: 'company', os: 'linux' },
];

/** A machine with a shop on it, patched once, generalized and captured as `web-image`. */
function captured(): Scene {
  return given({ racks: 2, hostsPerRack: 2 }, [GOLDEN, SHOP])
    .when({ type: 'os.patch', on: 'vm:lab/golden' })
    .until('10m')
    .when({ type: 'vm.deprovision', vm: 'golden' }, { type: 'vm.deallocate', vm: 'golden' })
    .until('20m')
    .when({ type: 'vm.generalize', vm: 'golden' })
    .when({ type: 'vm.capture', vm: 'golden', name: 'web-image' })
    .until('21m');
}

function vmFrom(
  image: string,
  name = 'copy',
  group = 'lab',
): Extract<Command, { type: 'vm.create' }> {
  return { type: 'vm.create', name, size: 'D2s_v5', image, group };
}

describe('[ENG-IM1] an image is named by alias, URN, or as one of one’s own', () => {
  it('resolves latest and records what it meant', () => {
    const at = given({}, [
      vmFrom('Ubuntu2204'),
      vmFrom('Canonical:ubuntu-24_04-lts:server:latest', 'u24'),
    ]);
    expect(at.row('vm', 'copy').exactImage).toMatch(/^Canonical:.*:22\.04\.\d+$/);
    expect(at.row('vm', 'u24')).toMatchObject({
      image: 'Ubuntu2404',
      exactImage: 'Canonical:ubuntu-24_04-lts:server:24.04.202609040',
    });
  });

  it('asks for terms once where an image is sold with a plan', () => {
    const at = given();
    const refused = at.refusal(vmFrom('FlatcarLinuxFreeGen2'));
    expect(refused.code).toBe('image.termsNotAccepted');
    expect(refused.message).toContain('MarketplacePurchaseEligibilityFailed');
    at.when({ type: 'image.acceptTerms', image: 'FlatcarLinuxFreeGen2' }).when(
      vmFrom('FlatcarLinuxFreeGen2'),
      vmFrom('FlatcarLinuxFreeGen2', 'second'),
    );
    expect(at.row('terms', 'FlatcarLinuxFreeGen2').acceptedAtUs).toBe(0);
    expect(at.refusal({ type: 'image.acceptTerms', image: 'FlatcarLinuxFreeGen2' }).code).toBe(
      'image.termsAccepted',
    );
    expect(at.refusal({ type: 'image.acceptTerms', image: 'Ubuntu2204' }).code).toBe(
      'image.noPlan',
    );
  });
});

describe('[ENG-IM2] a system by hand', () => {
  it('takes a host with a console, many minutes, and leaves no agent behind', () => {
    const at = given();
    expect(at.refusal(vmFrom('iso:Debian12')).code).toBe('image.isoHost');
    at.when({ ...vmFrom('iso:Debian12'), host: 'r1-h1' }).until('10m');
    expect(at.row('vm', 'copy')).toMatchObject({ powerState: 'creating', agent: false });
    at.until('2h');
    expect(at.row('vm', 'copy').powerState).toBe('running');
    expect(at.refusal({ type: 'vm.deprovision', vm: 'copy' }).code).toBe('vm.noAgent');
  });
});

describe('[ENG-IM3] a captured machine', () => {
  it('hands on what is on its disk: applications with their configuration and patches', () => {
    const at = captured();
    expect(at.row('managedImage', 'web-image')).toMatchObject({
      ready: true,
      state: 'generalized',
      keepsIdentity: false,
      from: 'vm:lab/golden',
      contents: {
        patchLevel: 1,
        applications: [{ name: 'shop', changes: { ports: { http: 8080 } }, wanted: true }],
        runtimes: [{ runtime: 'php', version: '8.2' }],
      },
    });
    at.when(vmFrom('web-image')).until('40m');
    const copy = at.row('vm', 'copy');
    expect(copy.guest).toMatchObject({ up: true, patchLevel: 1 });
    expect(copy.guest?.applications[0]).toMatchObject({ name: 'shop', state: 'running' });
    expect(copy.guest?.applications[0]?.needs.listens[0]?.port).toBe(8080);
    expect(copy.drift).toBeUndefined();
    expect(copy.identity).toBeUndefined();
  });

  it('cannot be captured while it runs, nor before it is generalized', () => {
    const at = given({}, [GOLDEN]);
    const capture: Command = { type: 'vm.capture', vm: 'golden', name: 'x' };
    expect(at.refusal(capture).code).toBe('vm.notStopped');
    expect(at.refusal({ type: 'vm.generalize', vm: 'golden' }).code).toBe('vm.notStopped');
    at.when({ type: 'vm.deallocate', vm: 'golden' }).until('10m');
    expect(at.refusal(capture).code).toBe('vm.notGeneralized');
  });

  it('is not generalized while the platform will start it again, nor redeployed after', () => {
    const at = given({}, [GOLDEN]);
    at.when({ type: 'fault.cut', target: 'switch:core' }).until('1m');
    expect(at.row('vm', 'golden').powerState).toBe('stopped');
    const refused = at.refusal({ type: 'vm.generalize', vm: 'golden' });
    expect(refused).toMatchObject({ code: 'vm.notStopped', details: { powerState: 'stopped' } });
    at.when({ type: 'vm.deallocate', vm: 'golden' }).until('10m');
    at.when({ type: 'vm.generalize', vm: 'golden' });
    expect(at.refusal({ type: 'vm.redeploy', vm: 'golden' }).code).toBe('vm.generalized');
    expect(at.engine.checkInvariants()).toEqual([]);
  });

  it('never starts again', () => {
    const at = captured();
    const refused = at.refusal({ type: 'vm.start', vm: 'golden' });
    expect(refused.code).toBe('vm.generalized');
    expect(refused.message).toContain('OperationNotAllowed');
    expect(at.row('vm', 'golden')).toMatchObject({ generalized: true, powerState: 'deallocated' });
    expect(at.refusal({ type: 'vm.clone', vm: 'golden', name: 'x' }).code).toBe('vm.generalized');
  });

  it('is made within the seconds the service was measured to take', () => {
    const at = given({}, [GOLDEN])
      .when({ type: 'vm.deprovision', vm: 'golden' }, { type: 'vm.deallocate', vm: 'golden' })
      .until('10m')
      .when({ type: 'vm.generalize', vm: 'golden' })
      .when({ type: 'vm.capture', vm: 'golden', name: 'x' });
    expect(at.refusal(vmFrom('managedImage:lab/x')).code).toBe('image.notReady');
    const { readyAtUs } = at.row('managedImage', 'x');
    expect(readyAtUs - 10 * MINUTE).toBeGreaterThanOrEqual(5 * SECOND);
    expect(readyAtUs - 10 * MINUTE).toBeLessThanOrEqual(31 * SECOND);
  });
});

describe('[ENG-IM4] an uploaded disk', () => {
  it('takes its size over the line, and holds what it was said to hold', () => {
    const at = given().when({
      type: 'image.upload',
      name: 'own',
      base: 'Debian12',
      osDiskGib: 64,
      mbps: 500,
      patchLevel: 3,
      applications: [{ application: 'shop' }, { application: 'web-server', ports: { http: 81 } }],
      tasks: [{ name: 'report', cron: '0 3 * * *' }],
    });
    const { readyAtUs } = at.row('managedImage', 'own');
    expect(readyAtUs).toBe(Math.ceil((64 * 8 * 1_073_741_824) / 500));
    at.until('1h').when(vmFrom('own')).until('2h');
    const { guest } = at.row('vm', 'copy');
    expect(guest?.patchLevel).toBe(3);
    expect(guest?.applications.map(({ state }) => state)).toEqual(['running', 'running']);
    expect(guest?.tasks.map(({ name }) => name)).toEqual(['report']);
  });

  it('refuses what could never be on one disk', () => {
    const at = given();
    const upload = { type: 'image.upload', name: 'own', base: 'Debian12' } as const;
    const both = [{ application: 'shop' }, { application: 'payroll' }];
    expect(at.refusal({ ...upload, applications: both }).code).toBe('app.runtimeConflict');
    expect(at.refusal({ ...upload, osDiskGib: 5_000 }).code).toBe('image.diskTooLarge');
    expect(at.refusal({ ...upload, generation: 'V1', osDiskGib: 3_000 }).code).toBe(
      'image.diskTooLarge',
    );
  });

  it('is refused on a size of another generation, as the service refuses', () => {
    const at = given({}, [
      { type: 'image.upload', name: 'old', base: 'Debian12', generation: 'V1' },
    ]);
    const refused = at.refusal({ ...vmFrom('old'), size: 'Standard_D2ps_v5' });
    expect(refused.code).toBe('image.sizeMismatch');
    expect(at.refusal({ ...vmFrom('old'), osDisk: { sizeGib: 20 } }).code).toBe(
      'disk.smallerThanImage',
    );
  });
});

/** A gallery with version 1.0.0 in its own region, and a group in another. */
function gallery(): Scene {
  return captured()
    .when({ type: 'group.add', name: 'far', location: 'northeurope' }, ...DEFINITION)
    .when({
      type: 'imageVersion.add',
      imageDefinition: 'web',
      version: '1.0.0',
      managedImage: 'web-image',
    });
}

describe('[ENG-IM5] a gallery version', () => {
  it('is there when its replica is complete, and not before', () => {
    const at = gallery();
    expect(at.refusal(vmFrom('imageDefinition:lab/web')).code).toBe('imageVersion.notReplicated');
    const [version] = at.row('imageDefinition', 'web').versions;
    const [replica] = version?.replicas ?? [];
    expect((replica?.readyAtUs ?? 0) - 21 * MINUTE).toBeGreaterThan(40 * SECOND);
    at.until('40m').when(vmFrom('web@1.0.0'));
    expect(at.row('vm', 'copy')).toMatchObject({
      image: 'imageDefinition:lab/web@1.0.0',
      exactImage: 'imageDefinition:lab/web@1.0.0',
    });
    expect(at.refusal(vmFrom('web@2.0.0', 'other')).code).toBe('imageVersion.notFound');
  });

  it('makes machines in the regions it is replicated to, and nowhere else', () => {
    const at = gallery().until('40m');
    const far = vmFrom('imageDefinition:lab/web', 'far-1', 'far');
    const refused = at.refusal(far);
    expect(refused.code).toBe('imageVersion.notReplicated');
    expect(refused.message).toContain('not available in northeurope');
    expect(at.refusal(vmFrom('web-image', 'far-1', 'far')).code).toBe('image.otherRegion');
    at.when({
      type: 'imageVersion.replicate',
      imageDefinition: 'web',
      version: '1.0.0',
      regions: ['northeurope'],
    });
    expect(at.refusal(far).details).toMatchObject({ region: 'northeurope' });
    at.until('55m').when(far);
    expect(at.row('vm', 'far-1').location).toBe('northeurope');
  });
});

describe('[ENG-IM6] latest', () => {
  it('is the newest version of the region that is not left out', () => {
    const at = gallery().until('40m');
    const add = (version: string, excludeFromLatest = false): Command => ({
      type: 'imageVersion.add',
      imageDefinition: 'web',
      version,
      managedImage: 'web-image',
      excludeFromLatest,
    });
    at.when(add('1.9.0'), add('1.10.0'), add('2.0.0', true)).until('1h');
    at.when(vmFrom('imageDefinition:lab/web'));
    expect(at.row('vm', 'copy').exactImage).toBe('imageDefinition:lab/web@1.10.0');
    at.when({
      type: 'imageVersion.exclude',
      imageDefinition: 'web',
      version: '2.0.0',
      exclude: false,
    });
    expect(at.row('vm', 'copy').newerVersion).toBe('2.0.0');
    expect(at.refusal(add('2.0.0')).code).toBe('imageVersion.taken');
  });
});

describe('[ENG-IM7] a definition', () => {
  it('takes disks of its kind only', () => {
    const at = captured().when(...DEFINITION, {
      type: 'imageDefinition.add',
      name: 'as-it-is',
      gallery: 'company',
      os: 'linux',
      state: 'specialized',
    });
    const add = {
      type: 'imageVersion.add',
      version: '1.0.0',
      imageDefinition: 'as-it-is',
    } as const;
    expect(at.refusal({ ...add, managedImage: 'web-image' }).code).toBe('imageDefinition.mismatch');
    expect(at.refusal(add).code).toBe('imageVersion.oneSource');
    expect(at.refusal({ ...add, vm: 'golden' }).code).toBe('vm.generalized');
    expect(at.refusal({ type: 'gallery.remove', gallery: 'company' }).code).toBe(
      'gallery.notEmpty',
    );
  });
});

describe('[ENG-IM8] clones that were not emptied', () => {
  /** A running machine and its clone, both up. */
  function clones(): Scene {
    return given({ racks: 2, hostsPerRack: 2 }, [GOLDEN, SHOP])
      .when({ type: 'vm.clone', vm: 'golden', name: 'twin' })
      .until('30m');
  }

  it('carry one identity, and the name leads to the one that came up last', () => {
    const at = clones();
    const golden = at.row('vm', 'golden').identity;
    const twin = at.row('vm', 'twin').identity;
    expect(twin?.machineId).toBe(golden?.machineId);
    expect(twin?.machineId).toMatch(/^[0-9a-f]{32}$/);
    expect(twin).toMatchObject({
      computerName: 'golden',
      sharedWith: ['vm:lab/golden'],
      nameHeldBy: 'vm:lab/twin',
      breaks: ['replication', 'inventory', 'hostKeys'],
    });
    expect(golden?.breaks).toContain('name');
    expect(at.happened('identity.shared')).toMatchObject([
      { subject: 'vm:lab/twin', details: { computerName: 'golden', machines: 2 } },
    ]);
    expect(at.row('vm', 'twin').guest?.applications[0]?.state).toBe('running');
    at.when({ type: 'vm.stop', vm: 'twin' }).until('40m');
    expect(at.row('vm', 'golden').identity?.nameHeldBy).toBe('vm:lab/golden');
  });

  it('refuse each other as replicas of a store', () => {
    const at = clones();
    const store: Extract<Command, { type: 'store.add' }> = {
      type: 'store.add',
      name: 'db',
      replicas: ['golden', 'twin'],
    };
    expect(at.refusal(store).code).toBe('store.sameIdentity');
    at.when({ ...store, replicas: ['golden'] });
    expect(at.refusal({ type: 'store.join', store: 'db', vm: 'twin' }).code).toBe(
      'store.sameIdentity',
    );
  });

  it('get one of their own when they are emptied and start again', () => {
    const at = clones()
      .when({ type: 'vm.deprovision', vm: 'twin' }, { type: 'vm.restart', vm: 'twin' })
      .until('40m');
    expect(at.row('vm', 'twin').identity).toBeUndefined();
    expect(at.row('vm', 'golden').identity?.sharedWith).toEqual([]);
    expect(at.row('vm', 'golden').identity?.breaks).toEqual([]);
    at.when({ type: 'store.add', name: 'db', replicas: ['golden', 'twin'] });
  });

  it('come from specialized versions too, and from images nobody emptied', () => {
    const at = given({ racks: 2, hostsPerRack: 2 }, [GOLDEN])
      .when({ type: 'gallery.add', name: 'company' })
      .when({
        type: 'imageDefinition.add',
        name: 'as-it-is',
        gallery: 'company',
        os: 'linux',
        state: 'specialized',
      })
      .when({
        type: 'imageVersion.add',
        imageDefinition: 'as-it-is',
        version: '1.0.0',
        vm: 'golden',
      })
      .until('20m')
      .when(vmFrom('as-it-is', 'a'), vmFrom('as-it-is', 'b'))
      .until('40m');
    expect(at.row('vm', 'a').identity?.sharedWith).toEqual(['vm:lab/golden', 'vm:lab/b']);
    at.when({ type: 'vm.deallocate', vm: 'golden' })
      .until('50m')
      .when({ type: 'vm.generalize', vm: 'golden' })
      .when({ type: 'vm.capture', vm: 'golden', name: 'hasty' })
      .until('51m');
    expect(at.row('managedImage', 'hasty')).toMatchObject({ keepsIdentity: true });
    at.when(vmFrom('hasty', 'c')).until('1h');
    expect(at.row('vm', 'c').identity).toMatchObject({ computerName: 'c' });
  });

  it('on Windows share their accounts', () => {
    const at = given({}, [{ ...GOLDEN, image: 'Win2022DatacenterGen2' }])
      .when({ type: 'vm.clone', vm: 'golden', name: 'twin' })
      .until('30m');
    expect(at.row('vm', 'twin').identity?.machineId).toMatch(/^S-1-5-21-\d+-\d+-\d+$/);
    expect(at.row('vm', 'twin').identity?.breaks).toContain('accounts');
  });
});

describe('[ENG-IM9] drift', () => {
  it('is what differs from the image, thing by thing', () => {
    const at = captured().when(vmFrom('web-image')).until('40m');
    at.when(
      { type: 'app.install', on: 'copy', application: 'web-server', ports: { http: 81 } },
      { type: 'os.patch', on: 'copy', reboot: false },
      { type: 'task.add', on: 'copy', name: 'report', cron: '@daily' },
      { type: 'app.stop', on: 'copy', app: 'shop' },
      { type: 'app.configure', on: 'copy', app: 'shop', ports: { http: 9090 } },
    );
    expect(at.row('vm', 'copy').drift).toEqual({
      patchLevels: 1,
      added: ['web-server'],
      removed: [],
      changed: [
        { name: 'shop', field: 'start', image: 'true', machine: 'false' },
        { name: 'shop', field: 'ports.http', image: '8080', machine: '9090' },
      ],
      runtimesAdded: [],
      runtimesRemoved: [],
      tasksAdded: ['report'],
      tasksRemoved: [],
      tasksChanged: [],
    });
    at.when({ type: 'vm.reimage', vm: 'copy' }).until('1h');
    expect(at.row('vm', 'copy').drift).toBeUndefined();
    at.when({ type: 'app.stop', on: 'copy', app: 'shop' });
    at.when({ type: 'vm.recreate', vm: 'copy' }).until('2h');
    expect(at.row('vm', 'copy').drift).toBeUndefined();
    expect(at.row('vm', 'copy').guest?.applications[0]?.state).toBe('running');
  });
});

describe('[ENG-IM10] the bill of images', () => {
  it('counts what is used, once for each region', () => {
    const at = gallery().until('40m');
    const image = at.row('managedImage', 'web-image');
    const microUsd = (image.usedGib * 1.073741824 * 50_000) / 730;
    expect(image.microUsdPerHour).toBe(Math.round(microUsd));
    expect(at.row('imageDefinition', 'web').microUsdPerHour).toBe(Math.round(microUsd));
    at.when({
      type: 'imageVersion.replicate',
      imageDefinition: 'web',
      version: '1.0.0',
      regions: ['northeurope', 'westeurope'],
    });
    expect(at.row('imageDefinition', 'web').microUsdPerHour).toBe(Math.round(3 * microUsd));
    const before = at.engine.metrics().costMicroUsd;
    at.when({ type: 'imageVersion.remove', imageDefinition: 'web', version: '1.0.0' });
    expect(at.engine.metrics().costMicroUsd).toBeCloseTo(before, 3);
    expect(before).toBeGreaterThan((19 * MINUTE * 2 * microUsd) / US_PER_HOUR);
  });
});

describe('[ENG-IM11] a scale set made from a company image', () => {
  it('gives its instances what is on it, and again with every new system disk', () => {
    const at = gallery()
      .until('40m')
      .when({
        type: 'scaleSet.add',
        name: 'farm',
        group: 'lab',
        size: 'D2s_v5',
        image: 'web',
        capacity: 2,
        orchestration: 'uniform',
      })
      .until('1h');
    const instance = at.row('vm', 'farm_0');
    expect(instance).toMatchObject({
      image: 'imageDefinition:lab/web',
      exactImage: 'imageDefinition:lab/web@1.0.0',
      guest: { patchLevel: 1, applications: [{ name: 'shop', state: 'running' }] },
    });
    at.when({ type: 'app.stop', on: 'vm:lab/farm_0', app: 'shop' });
    expect(at.row('vm', 'farm_0').drift?.changed).toHaveLength(1);
    at.when({ type: 'scaleSet.reimage', vm: 'farm_0' }).until('2h');
    expect(at.row('vm', 'farm_0').drift).toBeUndefined();
    const remove = {
      type: 'imageVersion.remove',
      imageDefinition: 'web',
      version: '1.0.0',
    } as const;
    expect(at.refusal(remove).code).toBe('image.inUse');
    expect(
      at.refusal({ type: 'scaleSet.update', scaleSet: 'farm', image: 'iso:Debian12' }).code,
    ).toBe('image.isoHost');
  });
});
