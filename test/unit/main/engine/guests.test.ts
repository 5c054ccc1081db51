/**
 * Goal: what is inside an operating system behaves by the rules ENG-O1 to ENG-O11. Method: a bare
 * server of 8 GiB and machines beside it; applications of the catalogue are installed, collide,
 * suffer, and come back, and the rows are read.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import type { ApplicationView, GuestView } from '../../../../src/shared/views/guest-view.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

type Install = Extract<Command, { type: 'app.install' }>;

const BARE: Command = {
  type: 'host.add',
  name: 'bare',
  rack: 'r1',
  cores: 4,
  memoryMib: 8_192,
  diskGib: 20,
  system: 'operatingSystem',
};

function bare(more: Command[] = []): Scene {
  return given({ racks: 1, hostsPerRack: 2 }, [BARE, ...more]);
}

function install(application: string, more: Partial<Install> = {}): Install {
  return { type: 'app.install', on: 'host:bare', application, ...more };
}

function guestOn(scene: Scene, host = 'bare'): GuestView {
  const { guest } = scene.row('host', host);
  if (guest === undefined) throw new Error('nobody touched it');
  return guest;
}

function app(guest: GuestView, name: string): ApplicationView {
  const found = guest.applications.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no application ${name}`);
  return found;
}

describe('[ENG-O1] an operating system', () => {
  it('exists on a bare host and in each machine, and has a row from the first touch on', () => {
    const scene = bare([{ type: 'vm.create', name: 'm', size: 'D2s_v5', image: 'Ubuntu2204' }]);
    expect(scene.row('host', 'bare').guest).toBeUndefined();
    scene.when(install('intranet'), { ...install('intranet'), on: 'vm:m' });
    expect(app(guestOn(scene), 'intranet').state).toBe('running');
    expect(scene.row('vm', 'm').guest?.applications.map(({ name }) => name)).toEqual(['intranet']);
  });

  it('goes with its machine, and keeps a bare host in its role', () => {
    const scene = bare([{ type: 'vm.create', name: 'm', size: 'D2s_v5', image: 'Ubuntu2204' }]);
    scene.when({ ...install('chat'), on: 'm' }, { type: 'vm.delete', vm: 'm' }).until('1h');
    expect(scene.world.guest.count + scene.world.guestApp.count).toBe(0);
    scene.when(install('chat'));
    const edit: Command = { type: 'host.edit', host: 'bare', system: 'hypervisor' };
    expect(scene.refusal(edit).code).toBe('host.hasApplications');
    scene
      .when({ type: 'app.stop', on: 'bare', app: 'chat' })
      .when({ type: 'app.remove', on: 'bare', app: 'chat' })
      .when(edit);
    expect(scene.row('host', 'bare').guest).toBeUndefined();
  });
});

describe('[ENG-O2, O3, O4] collisions', () => {
  const refusals: [string, Command[], Command, string, RegExp][] = [
    [
      'a port',
      [install('web-server')],
      install('shop'),
      'app.portTaken',
      /EADDRINUSE.*0\.0\.0\.0:80/,
    ],
    [
      'a port on one address against all',
      [install('web-server')],
      install('reverse-proxy', { ports: { https: 8443 }, addresses: { http: '10.0.0.9' } }),
      'app.portTaken',
      /EADDRINUSE: address already in use 10\.0\.0\.9:80/,
    ],
    [
      'a path',
      [install('web-server')],
      install('intranet', { paths: { files: '/var/www/html/intranet' } }),
      'app.pathTaken',
      /EAGAIN: cannot lock \/var\/www\/html\/intranet: held by pid \d+ \(httpd\)/,
    ],
    [
      'a service name',
      [install('web-server')],
      install('chat', { serviceName: 'httpd' }),
      'app.serviceTaken',
      /EEXIST.*httpd\.service/,
    ],
    [
      'two versions of a runtime that stands alone',
      [install('shop')],
      install('payroll', { ports: { http: 8080 } }),
      'app.runtimeConflict',
      /php 7\.4 conflicts with php 8\.2/,
    ],
    [
      'an application that can be there once',
      [install('cache')],
      install('cache', { name: 'cache-2', serviceName: 'cached-2' }),
      'app.onlyOne',
      /only one per system/,
    ],
    [
      'memory that is taken whole',
      [install('database')],
      install('search'),
      'app.memoryShort',
      /ENOMEM: cannot allocate memory: 6144 MiB asked for, 3584 MiB free/,
    ],
    [
      'the disk',
      [],
      { ...install('machine-learning'), on: 'host:small' },
      'app.diskFull',
      /ENOSPC: no space left on device: 1650 MiB needed, 512 MiB free/,
    ],
    [
      'what it depends on',
      [],
      install('reports'),
      'app.dependencyMissing',
      /database is not running/,
    ],
  ];

  it.each(refusals)(
    'are refused with the error of the system: %s',
    (_, before, when, code, line) => {
      const small: Command = { ...BARE, name: 'small', diskGib: 1 };
      const error = bare([small, ...before]).refusal(when);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(line);
    },
  );

  it('do not cross machines', () => {
    const machines = ['a', 'b'].map((name): Command => ({
      type: 'vm.create',
      name,
      size: 'D2s_v5',
      image: 'Ubuntu2204',
    }));
    const scene = bare(machines).when(
      { ...install('shop'), on: 'vm:a' },
      { ...install('payroll'), on: 'vm:b' },
    );
    for (const name of ['a', 'b']) {
      expect(scene.row('vm', name).guest?.applications.map(({ state }) => state)).toEqual([
        'running',
      ]);
    }
    scene.when({ type: 'os.patch', on: 'vm:a' }).until('1m');
    expect(scene.row('vm', 'b').guest?.applications[0]?.state).toBe('running');
  });

  it('can be got out of by configuration, name by name', () => {
    const scene = bare([install('web-server')]).when(install('shop', { start: false }));
    scene.when({ type: 'app.configure', on: 'bare', app: 'shop', ports: { http: 8080 } });
    scene.when({ type: 'app.start', on: 'bare', app: 'shop' });
    expect(app(guestOn(scene), 'shop').needs.listens).toEqual([
      { name: 'http', protocol: 'tcp', address: '0.0.0.0', port: 8080 },
    ]);
    const busy = { type: 'app.configure', on: 'bare', app: 'shop', ports: { http: 81 } } as const;
    expect(scene.refusal(busy).code).toBe('app.running');
  });
});

describe('[ENG-O5] runtimes', () => {
  it('that stand side by side are both installed, and go with the last that needs them', () => {
    const scene = bare([install('database', { memoryMib: 1_024 })]).when(
      install('search', { memoryMib: 1_024 }),
      install('reports', { memoryMib: 512 }),
    );
    const both = [
      { runtime: 'java', version: '17' },
      { runtime: 'java', version: '8' },
    ];
    expect(guestOn(scene).runtimes).toEqual(both);
    scene
      .when({ type: 'app.stop', on: 'bare', app: 'reports' })
      .when({ type: 'app.remove', on: 'bare', app: 'reports' });
    expect(guestOn(scene).runtimes).toEqual(both);
    scene
      .when({ type: 'app.stop', on: 'bare', app: 'search' })
      .when({ type: 'app.remove', on: 'bare', app: 'search' });
    expect(guestOn(scene).runtimes).toEqual([]);
  });

  it('that are replaced break the first application the next time it starts', () => {
    const scene = bare([install('shop')]).when(
      install('payroll', { ports: { http: 8080 }, replaceRuntimes: true }),
    );
    expect(app(guestOn(scene), 'shop').state).toBe('running');
    scene.when({ type: 'os.patch', on: 'bare' }).until('2h');
    const shop = app(guestOn(scene), 'shop');
    expect([shop.state, shop.code, shop.line]).toEqual([
      'failed',
      'app.runtimeMissing',
      'php-fpm: php 8.2 is required, found 7.4',
    ]);
    expect(app(guestOn(scene), 'payroll').state).toBe('running');
  });
});

describe('[ENG-O6] memory', () => {
  it('that runs out by a start kills the largest, who may be somebody else', () => {
    // 8192 - 512 of the system = 7680; 6144 reserved + 1536 = 7680 fits exactly, 256 more do not.
    const scene = bare([install('search')]).when(install('shop'));
    expect(guestOn(scene).usedMemoryMib).toBe(8_192);
    scene.when(install('web-server', { ports: { http: 8080 } }));
    const search = app(guestOn(scene), 'search');
    expect(search).toMatchObject({ state: 'killed', code: 'app.outOfMemory', pid: 0 });
    expect(search.line).toMatch(
      /^Out of memory: Killed process 1000 \(java\), anon-rss:6291456kB$/,
    );
    expect(app(guestOn(scene), 'shop').state).toBe('running');
    expect(scene.chain(search.cause).map((text) => text.split(' ')[0])).toEqual([
      'decision',
      'app.started',
      'app.killed',
    ]);
  });

  it('that leaks away kills at the moment it is gone', () => {
    // 7680 - 1536 - 512 = 5632 free, 1024 an hour: full after 5.5 hours.
    const scene = bare([install('shop')]).when(install('chat', { memoryGrowthMibPerHour: 1_024 }));
    scene.until('5h29m59s');
    expect(app(guestOn(scene), 'chat').state).toBe('running');
    scene.until('5h30m1s');
    expect(app(guestOn(scene), 'chat')).toMatchObject({ state: 'killed' });
    expect(app(guestOn(scene), 'shop').state).toBe('running');
    expect(scene.happened('app.killed')[0]).toMatchObject({
      atUs: 19_800_000_000,
      details: { app: 'chat', residentMib: 6_144, asker: 'chat' },
    });
  });

  it('goes to the end with those that depend on the victim', () => {
    const scene = bare([install('database')]).when(install('reports', { memoryMib: 512 }));
    scene.when(install('machine-learning', { memoryMib: 3_500 }));
    expect(guestOn(scene).applications.map(({ name, state }) => [name, state])).toEqual([
      ['database', 'killed'],
      ['reports', 'failed'],
      ['machine-learning', 'running'],
    ]);
  });
});

describe('[ENG-O7] the disk', () => {
  it('that fills up ends whoever writes, and nobody else', () => {
    // 20480 - 4096 - 60 - 150 = 16174 free at 8087 an hour: two hours.
    const scene = bare([install('cache')]).when(
      install('web-server', { diskGrowthMibPerHour: 8_087 }),
    );
    scene.until('1h59m59s');
    expect(app(guestOn(scene), 'web-server').state).toBe('running');
    scene.until('2h');
    expect(app(guestOn(scene), 'web-server')).toMatchObject({
      state: 'failed',
      code: 'app.diskFull',
      line: 'ENOSPC: no space left on device: cannot write the log of httpd.service',
    });
    expect(app(guestOn(scene), 'cache').state).toBe('running');
    const again: Command = { type: 'app.start', on: 'bare', app: 'web-server' };
    expect(scene.refusal(again).code).toBe('app.diskFull');
    expect(scene.refusal(install('chat')).code).toBe('app.diskFull');
    scene.when({ type: 'app.remove', on: 'bare', app: 'web-server' }).when(install('chat'));
  });
});

describe('[ENG-O8] the processor', () => {
  it('is shared evenly, nobody getting more than it asks for', () => {
    // 4000 for 3 x 2000 and 400: the small one in full, the others 1200 each.
    const scene = bare([install('web-server', { cpuMillicores: 400, memoryMib: 1 })]);
    for (const n of [1, 2, 3]) {
      const name = `t${n}`;
      scene.when(
        install('machine-learning', {
          name,
          serviceName: name,
          paths: { models: `/srv/${name}` },
          cpuMillicores: 2_000,
          memoryMib: 1,
        }),
      );
    }
    expect(guestOn(scene).applications.map((one) => one.grantedMillicores)).toEqual([
      400, 1_200, 1_200, 1_200,
    ]);
  });
});

describe('[ENG-O8, A2] noisy neighbours (facts/azure, facts 115 and 116)', () => {
  const dense: Command = {
    type: 'host.add',
    name: 'dense',
    rack: 'r1',
    cores: 4,
    memoryMib: 65_536,
    vCpuPerCore: 2,
  };
  function machine(name: string, size: string): Command {
    return { type: 'vm.create', name, size, image: 'Ubuntu2204', host: 'dense' };
  }
  function busy(on: string, cpuMillicores: number): Command {
    return { ...install('machine-learning'), on, cpuMillicores, memoryMib: 64 };
  }
  const steal = (scene: Scene, vm: string) => scene.row('vm', vm).guest?.stealPpm;

  it('take from each other in proportion to vCPU what a hypervisor promised twice', () => {
    const scene = given({ racks: 1, hostsPerRack: 0 }, [
      dense,
      machine('a', 'D4s_v5'),
      machine('b', 'D2s_v5'),
      busy('vm:a', 4_000),
    ]);
    expect(steal(scene, 'a')).toBe(0);
    // 4000 millicores for 4000 and 2000 at weights 4 and 2: two thirds and one third, so a third
    // of what each asked for is missing: (4000 - 2666.7) / 4000 = (2000 - 1333.3) / 2000.
    scene.when(busy('vm:b', 2_000));
    expect([steal(scene, 'a'), steal(scene, 'b')]).toEqual([333_333, 333_333]);
    // With 500 asked for, b is served in full and a gets 3500 of 4000.
    scene
      .when({ type: 'app.stop', on: 'vm:b', app: 'machine-learning' })
      .when({
        type: 'app.configure',
        on: 'vm:b',
        app: 'machine-learning',
        cpuMillicores: 500,
      })
      .when({ type: 'app.start', on: 'vm:b', app: 'machine-learning' });
    expect([steal(scene, 'a'), steal(scene, 'b')]).toEqual([125_000, 0]);
    scene.when({ type: 'vm.stop', vm: 'b' }).until('5m');
    expect(steal(scene, 'a')).toBe(0);
  });

  it('give way to a machine of more weight', () => {
    // 4000 millicores for 4000 and 4000 at 4 vCPU × 100 and 4 vCPU × 300: 1000 and 3000.
    const heavy = { ...machine('b', 'D4s_v5'), cpuWeight: 300 } as Command;
    const scene = given({ racks: 1, hostsPerRack: 0 }, [
      dense,
      machine('a', 'D4s_v5'),
      heavy,
      busy('vm:a', 4_000),
      busy('vm:b', 4_000),
    ]);
    expect([steal(scene, 'a'), steal(scene, 'b')]).toEqual([750_000, 250_000]);
    expect(scene.row('vm', 'b').cpuWeight).toBe(300);
  });

  it('cannot happen with memory: what is there once is promised once', () => {
    const scene = given({ racks: 1, hostsPerRack: 0 }, [
      { ...dense, memoryMib: 16_384 },
      machine('a', 'D2s_v5'),
      machine('b', 'D2s_v5'),
    ]);
    expect(scene.refusal(machine('c', 'D2s_v5'))).toMatchObject({
      code: 'AllocationFailed',
      details: { freeCores: 4, freeMemoryMib: 0 },
    });
    expect(
      given({ racks: 1, hostsPerRack: 0 }, [{ ...dense, vCpuPerCore: 1 }]).refusal(
        machine('big', 'D8s_v5'),
      ).code,
    ).toBe('AllocationFailed');
  });

  it('slow the requests of a service in the machine beside them', () => {
    const late = (alone: boolean) => {
      const scene = given({ racks: 1, hostsPerRack: 0, machines: 0 }, [
        dense,
        { type: 'balancer.add', name: 'front' },
        { type: 'service.add', name: 'web', balancer: 'front', deadline: '400ms' },
        { ...machine('a', 'D4s_v5'), balancers: ['front'] } as Command,
        machine('b', 'D4s_v5'),
        { ...install('shop', { cpuMillicores: 4_000 }), on: 'vm:a' },
        ...(alone ? [] : [busy('vm:b', 4_000)]),
        { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 10 }] } },
      ]);
      return scene.until('2m').service().late;
    };
    expect(late(false)).toBeGreaterThan(4 * Math.max(1, late(true)));
  });
});

describe('[ENG-O9] a restart', () => {
  it('stops everybody and starts them in the order of their dependencies', () => {
    const scene = bare([install('database')]).when(install('reports', { memoryMib: 512 }), {
      type: 'os.patch',
      on: 'bare',
      reboot: false,
    });
    expect(guestOn(scene)).toMatchObject({ patchLevel: 1, rebootPending: true });
    scene.when({ type: 'os.reboot', on: 'bare' });
    expect(guestOn(scene).up).toBe(false);
    expect(guestOn(scene).applications.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
    expect(scene.refusal({ type: 'app.start', on: 'bare', app: 'database' }).code).toBe(
      'guest.down',
    );
    scene.until('1h');
    expect(guestOn(scene)).toMatchObject({ up: true, rebootPending: false });
    expect(guestOn(scene).applications.map(({ state }) => state)).toEqual(['running', 'running']);
    expect(scene.happened('app.started').map(({ details }) => details?.['app'])).toEqual([
      'reports',
      'database',
      'reports',
    ]);
  });

  it('does not start what was stopped by hand, nor what was killed', () => {
    const scene = bare([install('search'), install('shop')]);
    scene.when({ type: 'app.stop', on: 'bare', app: 'shop' }, { type: 'os.reboot', on: 'bare' });
    scene.until('1h');
    expect(guestOn(scene).applications.map(({ state }) => state)).toEqual(['running', 'stopped']);
  });

  it('of the host by a fault stops the applications in its machines too', () => {
    const scene = given({ racks: 1, hostsPerRack: 1 }, [
      { type: 'vm.create', name: 'a', size: 'D2s_v5', image: 'Ubuntu2204' },
      { type: 'vm.create', name: 'b', size: 'D2s_v5', image: 'Ubuntu2204' },
      { ...install('shop'), on: 'vm:a' },
      { ...install('payroll'), on: 'vm:b' },
    ]);
    const states = () => ['a', 'b'].map((vm) => scene.row('vm', vm).guest?.applications[0]?.state);
    scene.until('1m').cut('host:r1-h1');
    expect(states()).toEqual(['stopped', 'stopped']);
    const cause = scene.row('vm', 'a').guest?.applications[0]?.cause;
    expect(scene.chain(cause).at(-1)).toBe('app.stopped vm:lab/a');
    expect(scene.chain(cause)[0]).toBe('decision host:r1-h1');
    scene.restore('host:r1-h1').until('2h');
    expect(states()).toEqual(['running', 'running']);
  });
});

describe('[ENG-O10, O11] tasks', () => {
  const nightly: Command = {
    type: 'task.add',
    on: 'bare',
    name: 'nightly',
    cron: '0 2 * * *',
    lasts: '30m',
    memoryMib: 1_024,
  };

  it('run at the minutes of their line and are missed while the system is down', () => {
    const scene = bare([nightly]);
    const task = () => guestOn(scene).tasks[0];
    expect(task()).toMatchObject({ nextAtUs: 7_200_000_000, runs: 0, pid: 0 });
    scene.until('2h10m');
    expect(task()?.pid).toBeGreaterThan(0);
    expect(guestOn(scene).usedMemoryMib).toBe(512 + 1_024);
    scene.until('2h30m');
    expect(task()).toMatchObject({ runs: 1, pid: 0, missed: 0 });
    scene.until('25h').cut('host:bare').until('27h');
    expect(task()).toMatchObject({ runs: 1, missed: 1 });
    expect(scene.happened('task.missed')[0]?.details).toMatchObject({ why: 'systemDown' });
  });

  it('that last longer than their interval miss the next run', () => {
    const scene = bare([{ ...nightly, cron: '*/10 * * * *', lasts: '15m' }]).until('1h5m');
    expect(guestOn(scene).tasks[0]).toMatchObject({ runs: 3, missed: 3 });
  });

  it('can push somebody out of memory', () => {
    const scene = bare([{ ...nightly, memoryMib: 4_000 }, install('database')]).until('3h');
    expect(app(guestOn(scene), 'database').state).toBe('killed');
    expect(scene.happened('app.killed')[0]?.details?.['asker']).toBe('nightly');
  });
});

describe('[ENG-O12] a service', () => {
  const served: Command[] = [
    { type: 'balancer.add', name: 'front' },
    { type: 'service.add', name: 'web', balancer: 'front' },
    { type: 'vm.create', name: 'm', size: 'D2s_v5', image: 'Ubuntu2204', balancers: ['front'] },
    { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 20 }] } },
  ];
  const shop: Command = { ...install('shop'), on: 'vm:m' };
  const machineOf = (scene: Scene) => scene.row('vm', 'm').application;

  it('is answered while an application listens on its port, and lost when that is killed', () => {
    const scene = bare([...served, shop]).until('2m');
    expect(scene.service().lost).toBe(0);
    scene.when({ type: 'app.stop', on: 'vm:m', app: 'shop' });
    expect(machineOf(scene)).toBe('crashed');
    scene.until('4m');
    const { lost, refused } = scene.service();
    expect(lost + refused).toBeGreaterThan(1_000);
    scene.when({ type: 'app.start', on: 'vm:m', app: 'shop' });
    expect(machineOf(scene)).toBeUndefined();
    const before = scene.until('5m').service();
    expect(scene.until('7m').service()).toMatchObject({
      lost: before.lost,
      refused: before.refused,
    });
  });

  it('is not answered by an application on another port, nor during a patch restart', () => {
    const scene = bare([...served, { ...shop, ports: { http: 8_080 } }]);
    expect(machineOf(scene)).toBe('crashed');
    const again = bare([...served, shop]).until('1m');
    again.when({ type: 'os.patch', on: 'vm:m' }).until('10m');
    expect(again.service().lost).toBeGreaterThan(0);
    expect(machineOf(again)).toBeUndefined();
  });

  it('finds out when it is put before a machine that listens elsewhere', () => {
    const scene = bare([
      { type: 'vm.create', name: 'm', size: 'D2s_v5', image: 'Ubuntu2204' },
      { ...shop, ports: { http: 8_080 } },
      { type: 'balancer.add', name: 'front' },
      { type: 'service.add', name: 'web', balancer: 'front' },
    ]);
    expect(machineOf(scene)).toBeUndefined();
    scene.when({ type: 'balancer.join', balancer: 'front', vm: 'm' });
    expect(machineOf(scene)).toBe('crashed');
    scene.when({ type: 'balancer.leave', balancer: 'front', vm: 'm' });
    scene.when({ type: 'app.stop', on: 'vm:m', app: 'shop' });
    expect(machineOf(scene)).toBeUndefined();
  });
});
