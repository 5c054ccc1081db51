/**
 * Goal: images, galleries and machines made from them survive an export: the room begins again with
 * the same disks, the same drift and the same generalized machine, and what cannot be carried is
 * named. Method: a room with a company image is written as a scenario, read and started.
 */
import { describe, expect, it } from 'vitest';
import { startEngine } from '../../../../src/main/workspace/start-engine.ts';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import { scenarioFromRows } from '../../../../src/shared/document/scenario-from-rows.ts';
import type { RowOf, TopologyKind } from '../../../../src/shared/views/topology-view.ts';
import { given } from '../../../support/make-engine.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const EMPTY = `{
  "format": "racklab.scenario", "formatVersion": 1, "title": { "en": "From here" },
  "catalogue": "azure-2026-11", "seed": 7, "duration": "1h"
}`;

function rowsOf<K extends TopologyKind>(engine: Engine, kind: K): RowOf<K>[] {
  return engine.rows().filter((row): row is RowOf<K> => row.kind === kind);
}

/** What has to be the same again. */
function lasting(engine: Engine): unknown {
  return {
    terms: rowsOf(engine, 'terms').map(({ name }) => name),
    images: rowsOf(engine, 'managedImage').map(({ id, state, contents, osDiskGib }) => {
      return { id, state, contents, osDiskGib };
    }),
    definitions: rowsOf(engine, 'imageDefinition').map(({ id, gallery, versions }) => ({
      id,
      gallery,
      versions: versions.map(({ version, excluded, contents, replicas, keepsIdentity }) => ({
        version,
        excluded,
        contents,
        keepsIdentity,
        regions: replicas.map(({ region, ready }) => `${region} ${ready}`),
      })),
    })),
    machines: rowsOf(engine, 'vm').map((vm) => ({
      id: vm.id,
      image: vm.exactImage,
      powerState: vm.powerState,
      generalized: vm.generalized,
      agent: vm.agent,
      drift: vm.drift,
      disks: vm.disks,
      applications: vm.guest?.applications.map(({ name, state }) => `${name} ${state}`),
    })),
  };
}

describe('an export of images', () => {
  it('begins with the same disks, machines and drift', () => {
    const scene = given({ racks: 2, hostsPerRack: 2 }, [
      { type: 'image.acceptTerms', image: 'RabbitMQ' },
      { type: 'gallery.add', name: 'company' },
      { type: 'imageDefinition.add', name: 'web', gallery: 'company', os: 'linux' },
      {
        type: 'imageDefinition.add',
        name: 'twin',
        gallery: 'company',
        os: 'linux',
        state: 'specialized',
      },
      {
        type: 'imageVersion.add',
        imageDefinition: 'web',
        version: '1.0.0',
        regions: ['northeurope'],
        disk: {
          base: 'Debian12',
          osDiskGib: 64,
          dataDisksGib: [32],
          patchLevel: 2,
          applications: [
            { application: 'payroll', start: false },
            { application: 'shop', replaceRuntimes: true, ports: { http: 8_080 } },
          ],
          tasks: [{ name: 'report', cron: '@daily', lasts: '5m' }],
        },
      },
      {
        type: 'imageVersion.add',
        imageDefinition: 'twin',
        version: '0.1.0',
        excludeFromLatest: true,
        disk: { base: 'Debian12', state: 'specialized', computerName: 'old' },
      },
      { type: 'vm.create', name: 'iso', size: 'D2s_v5', image: 'iso:Debian12', host: 'r1-h1' },
      { type: 'vm.create', name: 'a', size: 'D4s_v5', image: 'web' },
      { type: 'vm.create', name: 'g', size: 'D2s_v5', image: 'Ubuntu2204' },
    ])
      .when(
        { type: 'app.configure', on: 'a', app: 'payroll', settings: { 'pay-day': '5' } },
        { type: 'app.install', on: 'a', application: 'chat' },
        { type: 'vm.clone', vm: 'a', name: 'b' },
        { type: 'vm.deprovision', vm: 'g' },
        { type: 'vm.deallocate', vm: 'g' },
      )
      .until('10m')
      .when({ type: 'vm.generalize', vm: 'g' }, { type: 'vm.capture', vm: 'g', name: 'own' })
      .until('20m');
    const start = readScenario(EMPTY);
    if (!start.ok) throw new Error(start.error.message);
    const { scenario, notCarried } = scenarioFromRows({
      atUs: scene.engine.nowUs,
      rows: scene.engine.rows(),
      requestsInFlight: 0,
      start: start.value.scenario,
      durationUs: 3_600_000_000,
      catalogue: theCatalogue(),
      coming: [],
    });
    const again = readScenario(printScenario(scenario));
    if (!again.ok) throw new Error(`${again.error.message} ${again.error.hint}`);
    const begun = startEngine({ ...again.value, catalogue: theCatalogue() });
    if (!begun.ok) throw new Error(begun.error.message);
    begun.value.runUntil(0);
    const before = JSON.parse(JSON.stringify(lasting(scene.engine)));
    expect(JSON.parse(JSON.stringify(lasting(begun.value)))).toMatchObject({
      ...before,
      machines: expect.arrayContaining(before.machines),
    });
    const losses = notCarried.join('\n');
    expect(losses).toMatch(/share an identity begin with one each: vm:lab\/a, vm:lab\/b/);
  });
});
