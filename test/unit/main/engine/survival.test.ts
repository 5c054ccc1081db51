/**
 * Goal: the survival matrix on the screen is what the engine does, cell by cell [ENG-SV1] [ENG-
 * SV2]. Method: one machine with everything a row speaks of (an installed application on its OS
 * disk, a data disk, a temporary disk, spent credits) goes through each act; what it has
 * afterwards is compared with what it had.
 */
import { describe, expect, it } from 'vitest';
import {
  SURVIVAL,
  SURVIVAL_ACTS,
  type SurvivalAct,
  type SurvivalFate,
} from '../../../../src/shared/model/survival.ts';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

const VM = 'vm:lab/m';
const INITIAL = 60;

/** A burstable machine with a temporary disk, on one of two hosts that both have room. */
function machine(): Scene {
  const data = { sizeGib: 32 };
  return given({ racks: 2, hostsPerRack: 1 }, [
    { type: 'platform.set', healing: true, liveMigration: true },
    { type: 'vm.create', name: 'm', size: 'B2s', image: 'Ubuntu2204', dataDisks: [data] },
    { type: 'app.install', on: VM, application: 'web-server', name: 'site', cpuMillicores: 0 },
  ]).until('1h');
}

/** What is done, as commands and how long to wait after each. */
const ACTS: Readonly<Record<SurvivalAct, readonly (readonly [Command, string])[]>> = {
  restart: [[{ type: 'vm.restart', vm: VM }, '2h']],
  stopStart: [
    [{ type: 'vm.stop', vm: VM }, '2h'],
    [{ type: 'vm.start', vm: VM }, '3h'],
  ],
  liveMigration: [[{ type: 'fault.inject', kind: 'hostFailing', target: 'host:r1-h1' }, '2h']],
  resize: [[{ type: 'vm.resize', vm: VM, size: 'B4ms' }, '2h']],
  reimage: [[{ type: 'vm.reimage', vm: VM }, '2h']],
  redeploy: [[{ type: 'vm.redeploy', vm: VM }, '2h']],
  healing: [[{ type: 'fault.cut', target: 'host:r1-h1' }, '2h']],
  deallocateStart: [
    [{ type: 'vm.deallocate', vm: VM }, '2h'],
    [{ type: 'vm.start', vm: VM }, '3h'],
  ],
};

interface Had {
  readonly apps: number;
  readonly data: readonly string[];
  readonly tempDisks: number;
  readonly host: string | undefined;
  readonly address: string;
  readonly credits: number;
}

function look(at: Scene): Had {
  const row = at.row('vm', 'm');
  return {
    apps: row.guest?.applications.length ?? 0,
    data: row.disks,
    tempDisks: row.tempDisk?.had ?? 0,
    host: row.host,
    address: at.row('nic', 'm-nic').privateAddress,
    credits: row.credits?.balance ?? 0,
  };
}

/** Whether a fate agrees with what was kept; `stayed` says whether the node is the same one. */
function agrees(fate: SurvivalFate, given: { kept: boolean; stayed: boolean }): boolean {
  if (fate === 'mayChange') return true;
  return fate === 'withNode' ? given.kept === given.stayed : given.kept === (fate === 'kept');
}

describe('[ENG-SV1] what survives', () => {
  it.each(SURVIVAL_ACTS)('%s', (act) => {
    const at = machine();
    const before = look(at);
    expect(before).toMatchObject({ apps: 1, tempDisks: 1, host: 'host:r1-h1' });
    for (const [command, until] of ACTS[act]) at.when(command).until(until);
    const row = at.row('vm', 'm');
    expect(row.powerState).toBe('running');
    const after = look(at);
    const stayed = after.host === before.host;
    const fates = SURVIVAL[act];
    const cells = {
      osDisk: after.apps === before.apps,
      dataDisks: before.data.every((disk) => after.data.includes(disk)),
      tempDisk: after.tempDisks === before.tempDisks,
      node: stayed,
      privateIp: after.address === before.address,
      // An hour banks 24: who begins anew has not caught up yet.
      credits: after.credits >= before.credits,
    };
    for (const [thing, kept] of Object.entries(cells)) {
      const cell = thing as keyof typeof cells;
      expect([cell, agrees(fates[cell], { kept, stayed })]).toEqual([cell, true]);
    }
  });

  it('[ENG-SV2] credits go with the node: another one gives the initial ones again', () => {
    const at = machine();
    const spent = at.row('vm', 'm').credits?.balance ?? 0;
    expect(spent).toBeGreaterThan(INITIAL);
    const stayed = machine();
    stayed.when({ type: 'vm.restart', vm: VM }).until('70m');
    expect(stayed.row('vm', 'm').credits?.balance).toBeGreaterThan(spent);
    const moved = machine();
    moved.when({ type: 'vm.redeploy', vm: VM }).until('65m');
    expect(moved.row('vm', 'm').credits?.balance).toBeLessThan(INITIAL + 2);
    const migrated = machine();
    migrated.when({ type: 'fault.inject', kind: 'hostFailing', target: 'host:r1-h1' }).until('70m');
    expect(migrated.row('vm', 'm').host).toBe('host:r2-h1');
    expect(migrated.row('vm', 'm').credits?.balance).toBeGreaterThan(spent);
  });
});
