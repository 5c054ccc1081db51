/**
 * Goal: what limits a use is what the engine says [ENG-WL6]. Method: each use is run short of one
 * resource; with twice of that its throughput rises by at least a fifth, with twice of any other
 * by less than a twentieth.
 */
import { describe, expect, it } from 'vitest';
import { WORKLOAD_FIGURES, type WorkLimit } from '../../src/shared/model/workload-kinds.ts';
import { isLongRun } from '../support/counts.ts';
import { runUse, steady, type Use, type WorkRoom } from '../support/work-room.ts';

interface Case {
  readonly limit: WorkLimit;
  readonly use: Use;
  readonly room?: WorkRoom;
}

const CASES: readonly Case[] = [
  {
    limit: 'cpu',
    use: { kind: 'requests', curve: steady(30), mode: 'requests', cpu: '100ms' },
    room: { vCpu: 1 },
  },
  { limit: 'cpu', use: { kind: 'requests', curve: steady(900), mode: 'flow' }, room: { vCpu: 2 } },
  { limit: 'cpu', use: { kind: 'batch', jobs: 9_000, threads: 32 }, room: { vCpu: 2 } },
  { limit: 'singleThread', use: { kind: 'batch', jobs: 9_000, threads: 1, reads: 10 } },
  {
    limit: 'diskIops',
    use: { kind: 'cron', cron: '*/5 * * * *', jobs: 900, threads: 64, cpu: '50ms', reads: 100 },
    room: { diskIops: 300, duration: '15m' },
  },
  {
    limit: 'lock',
    use: {
      kind: 'database',
      curve: steady(70),
      mode: 'requests',
      lock: '80ms',
      writeShare: 0.6,
    },
    room: { duration: '5m' },
  },
  {
    limit: 'connections',
    use: {
      kind: 'database',
      curve: steady(70),
      mode: 'requests',
      connections: 4,
      writeShare: 0,
      wait: '200ms',
      memoryMib: 0,
    },
  },
  {
    limit: 'diskBytes',
    use: { kind: 'database', curve: steady(50), mode: 'requests', ioKib: 256, writeShare: 0 },
    room: { diskMbps: 6 },
  },
  {
    limit: 'network',
    use: { kind: 'forwardProxy', curve: steady(70), mode: 'requests', threads: 200 },
    room: { networkMbps: 10 },
  },
  {
    limit: 'cpu',
    use: { kind: 'reverseProxy', curve: steady(90), mode: 'requests', cpu: '40ms' },
    room: { vCpu: 1 },
  },
  {
    limit: 'memory',
    use: { kind: 'jumpbox', curve: steady(0.1), mode: 'requests' },
    room: { memoryMib: 8_192, duration: '3h' },
  },
  {
    limit: 'network',
    use: { kind: 'dataGateway', curve: steady(30), mode: 'requests' },
    room: { networkMbps: 30 },
  },
  {
    limit: 'memory',
    use: { kind: 'desktop', users: 200, think: '10s' },
    room: { memoryMib: 16_384 },
  },
  { limit: 'singleThread', use: { kind: 'polling', jobs: 5_000, every: '60s' } },
];

/** A use or its machine with twice of one resource; the limits that it serves. */
function doublings({ use, room = {} }: Case): {
  limits: readonly WorkLimit[];
  use: Use;
  room: WorkRoom;
}[] {
  const figures = WORKLOAD_FIGURES[use.kind];
  const disk = room.diskIops ?? 20_000;
  return [
    { limits: ['cpu'], use, room: { ...room, vCpu: 2 * (room.vCpu ?? 16) } },
    { limits: ['memory'], use, room: { ...room, memoryMib: 2 * (room.memoryMib ?? 131_072) } },
    { limits: ['diskIops'], use, room: { ...room, diskIops: 2 * disk } },
    { limits: ['diskBytes'], use, room: { ...room, diskMbps: 2 * (room.diskMbps ?? 2_000) } },
    { limits: ['network'], use, room: { ...room, networkMbps: 2 * (room.networkMbps ?? 100_000) } },
    { limits: ['lock'], use: { ...use, writers: 2 }, room },
    {
      limits: ['threads', 'singleThread'],
      use: { ...use, threads: 2 * (use.threads ?? figures.threads) },
      room,
    },
    {
      limits: ['connections'],
      use: { ...use, connections: 2 * (use.connections ?? figures.connections) },
      room,
    },
  ];
}

describe('what limits a use', () => {
  it.each(CASES)('[ENG-WL6] $use.kind: $limit, found by doubling', (given) => {
    const room = { duration: isLongRun ? '10m' : '70s', ...given.room };
    const before = runUse(given.use, room);
    expect(before.limitedBy).toBe(given.limit);
    expect(before.p95Ms).toBeGreaterThan(before.p50Ms ?? 0);
    for (const { limits, ...doubled } of doublings({ ...given, room })) {
      const rise =
        runUse(doubled.use, doubled.room).throughputPerSecond / before.throughputPerSecond;
      if (limits.includes(given.limit)) expect(rise).toBeGreaterThanOrEqual(1.2);
      else expect(rise).toBeLessThan(1.05);
    }
  });
});
