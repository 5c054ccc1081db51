/**
 * Goal: joined networks reach each other directly and pass nothing on, and public addresses cost
 * what the catalogue says [ENG-VN14] [ENG-VN15]. Method: three networks with a machine in each,
 * joined and parted by hand, asked for the way.
 */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/main/engine/index.ts';
import { networksFromRows } from '../../../../src/shared/document/networks-from-rows.ts';
import { RowReferences } from '../../../../src/shared/document/row-references.ts';
import { RowTable } from '../../../../src/shared/document/row-table.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';
import { startWork, steady, workScenario } from '../../../support/work-room.ts';

const HOUR_US = 3_600_000_000;

/** Machines a, b and c, each in a network of its own. */
function room(): Engine {
  const scenario = workScenario([{ kind: 'requests', curve: steady(1) }]);
  const names = ['a', 'b', 'c'];
  return startWork({
    ...scenario,
    virtualNetworks: names.map((name, at) => ({ name, ranges: [`10.${at + 1}.0.0/16`] })),
    peerings: [{ network: 'a', with: 'b' }],
    securityGroups: [
      {
        name: 'known',
        rules: [
          {
            name: 'no-web',
            priority: 200,
            direction: 'inbound',
            access: 'deny',
            protocol: 'tcp',
            source: '10.1.0.0/16',
            destination: '*',
            ports: '80',
          },
        ],
      },
    ],
    subnets: names.map((name, at) => ({
      name: `${name}-1`,
      network: name,
      range: `10.${at + 1}.1.0/24`,
      ...(name === 'b' ? { securityGroup: 'known' } : {}),
    })),
    machines: names.map((name) => ({
      name,
      size: 'box',
      image: 'Ubuntu2204',
      subnet: `${name}-1`,
    })),
    workloads: [{ name: 'w', kind: 'requests', machines: ['a'], curve: steady(1) }],
  });
}

function send(engine: Engine, command: Parameters<Engine['propose']>[0]): void {
  engine.commit(expectOk(engine.propose(command)));
}

function reach(engine: Engine, ends: string, port = 22) {
  const [from = '', to = ''] = ends.split(' ');
  return expectOk(engine.reach({ from, to, port, protocol: 'tcp' }));
}

describe('joined networks', () => {
  it('[ENG-VN14] reach each other directly, by the rules, and pass nothing on', () => {
    const engine = room();
    const there = reach(engine, 'a b');
    expect(there.reachable).toBe(true);
    expect(there.hops.find(({ hop }) => hop === 'route')).toMatchObject({ found: 'peering' });
    expect(reach(engine, 'b a').reachable).toBe(true);
    // A rule that names the addresses of the other network is met.
    expect(reach(engine, 'a b', 80).message).toContain('rule 200 (no-web)');
    expect(reach(engine, 'a c').reachable).toBe(false);
    send(engine, { type: 'network.peer', network: 'b', with: 'c' });
    expect(reach(engine, 'b c').reachable).toBe(true);
    expect(reach(engine, 'a c').reachable).toBe(false);
    send(engine, { type: 'network.unpeer', network: 'b', with: 'a' });
    expect(reach(engine, 'a b').reachable).toBe(false);
    expect(engine.checkInvariants()).toEqual([]);
  });

  it('[ENG-VN14] are told in a file once, and part with one of them', () => {
    const engine = room();
    const rows = engine.rows();
    const source = {
      table: new RowTable(rows),
      references: new RowReferences(rows),
      catalogue: theCatalogue(),
    };
    expect(networksFromRows(source).peerings).toEqual([{ network: 'a', with: 'b' }]);
    for (const type of ['vm.delete', 'nic.delete'] as const) {
      if (type === 'vm.delete') send(engine, { type, vm: 'b' });
      engine.runUntil(engine.nowUs + HOUR_US);
    }
    for (const row of engine.rows(['nic'])) {
      if (row.kind === 'nic' && row.vm === undefined) {
        send(engine, { type: 'nic.delete', nic: row.id });
      }
    }
    send(engine, { type: 'subnet.remove', subnet: 'b-1' });
    send(engine, { type: 'network.remove', network: 'b' });
    const [left] = engine.rows(['network']);
    expect(left).toMatchObject({ name: 'a' });
    expect(left).not.toHaveProperty('peers');
    expect(engine.checkInvariants()).toEqual([]);
  });
});

describe('a public address', () => {
  it('[ENG-VN15] costs from its making to its removal, whether anybody has it or not', () => {
    const engine = room();
    send(engine, { type: 'publicIp.add', name: 'kept', allocation: 'static' });
    send(engine, { type: 'publicIp.add', name: 'comes', allocation: 'dynamic' });
    const start = engine.nowUs;
    engine.runUntil(start + 2 * HOUR_US);
    const lines = engine.costs().lines.filter(({ kind }) => kind === 'publicIp');
    // 0.005 and 0.0036 dollars an hour; no source was read for the second.
    expect(
      lines.map(({ name, microUsd, assumed }) => [name, Math.round(microUsd), assumed]),
    ).toEqual([
      ['kept', 10_000, false],
      ['comes', 7_200, true],
    ]);
    send(engine, { type: 'publicIp.remove', publicIp: 'kept' });
    engine.runUntil(start + 4 * HOUR_US);
    const all = engine.costs().byKind.find(({ kind }) => kind === 'publicIp');
    expect(Math.round(all?.microUsd ?? 0)).toBe(10_000 + 14_400);
  });
});
