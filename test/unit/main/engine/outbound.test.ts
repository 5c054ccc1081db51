/**
 * Goal: calls outwards take ports, and requests that find none are lost with that reason. Method:
 * the shares of fact 103 are read from pools of every size; a pool under a seeded load is held
 * against the number of ports its rate and hold time need, worked out by hand.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { given, type RoomOptions, type Scene } from '../../../support/make-engine.ts';

const CALLS = { outboundCalls: 1, outboundHold: '4m', workers: 1_000, queueLimit: 1_000 };

function scene(options: RoomOptions): Scene {
  return given({ machines: 2, ...options, service: { ...CALLS, ...options.service } });
}

function reasons(of: Scene): string[] {
  return of.engine.ledger('web').map(({ reason }) => reason);
}

describe('[ENG-PO2] the ports of a machine', () => {
  it.each([
    [1, 1_024],
    [50, 1_024],
    [51, 512],
    [100, 512],
    [101, 256],
    [200, 256],
    [201, 128],
    [400, 128],
    [401, 64],
    [800, 64],
    [801, 32],
    [1_000, 32],
  ])('in a pool of %i are %i', (members, ports) => {
    const machines = Array.from({ length: members }, (_, index): Command => ({
      type: 'vm.create',
      name: `m${index}`,
      size: 'B1ls',
      image: 'Ubuntu2204',
      host: 'big',
      balancers: ['wide'],
    }));
    const it = given({}, [
      { type: 'host.add', name: 'big', rack: 'r1', cores: 4_096, memoryMib: 4_000_000 },
      { type: 'balancer.add', name: 'wide' },
      ...machines,
    ]);
    expect(it.row('balancer', 'wide').outboundPorts).toBe(ports);
  });

  it('depend on the way out', () => {
    const it = scene({});
    const ways = { natGateway: 64_512, publicIp: 64_000, balancer: 1_024, none: 0 } as const;
    for (const outbound of ['natGateway', 'publicIp', 'none', 'balancer'] as const) {
      it.when({ type: 'balancer.edit', balancer: 'front', outbound });
      expect(it.row('balancer', 'front').outboundPorts).toBe(ways[outbound]);
    }
  });
});

describe('[ENG-PO1] ports', () => {
  it('are enough while rate × hold time is', () => {
    // 3 / s on each of two machines for 240 s: 720 of 1 024.
    const it = scene({ perSecond: 6 }).until('20m');
    expect(it.service().lost).toBe(0);
    expect(reasons(it)).toEqual([]);
    const held = it.world.backend.col.portsInUse[0] ?? 0;
    expect(Math.abs(held - 720)).toBeLessThan(5 * Math.sqrt(720));
  });

  it('are given back after the hold time, and taken by each call', () => {
    const it = scene({ perSecond: 10, service: { outboundCalls: 3, outboundHold: '2s' } });
    it.until('1m');
    // 5 / s × 3 calls × 2 s, and up to a second longer: 30 to 45.
    const held = it.world.backend.col.portsInUse[0] ?? 0;
    expect(held % 3).toBe(0);
    expect(held).toBeLessThan(120);
    expect(it.service().lost).toBe(0);
  });
});

describe('[ENG-PO3] [INV-71] without a port', () => {
  it('a request is lost, from the moment they run out', () => {
    // 10 / s on each of two machines: 1 024 ports are gone after 102 s or so.
    const it = scene({ perSecond: 20 }).until('90s');
    expect(it.service().lost).toBe(0);
    it.until('3m');
    expect(reasons(it)).toEqual(['snatExhausted']);
    expect(it.service().lost).toBeGreaterThan(1_000);
    // A gateway has ports for both, so the rest of the time is served.
    it.when({ type: 'balancer.edit', balancer: 'front', outbound: 'natGateway' });
    const { lost } = it.service();
    it.until('20m');
    expect(it.service().lost).toBe(lost);
  });

  it('in a network without a way out, every request that calls is lost', () => {
    const it = scene({ perSecond: 20, balancer: { outbound: 'none' } }).until('30s');
    const { lost, offered } = it.service();
    expect(lost).toBe(offered);
    expect(reasons(it)).toEqual(['noOutbound']);
  });

  it('what a machine held goes with it', () => {
    const it = scene({ perSecond: 20 }).until('30s');
    it.when({ type: 'balancer.leave', balancer: 'front', vm: 'web-1' }).until('40s');
    it.when({ type: 'vm.delete', vm: 'web-2' }).until('2m');
    expect(it.world.portWindow.count).toBe(0);
  });
});
