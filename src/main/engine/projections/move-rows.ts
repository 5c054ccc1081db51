/**
 * Moves of servers as rows (`shared/views/move-view.ts`): what was found and measured, how far the
 * copy is, and what comes of it. It only reads.
 */
import {
  MOVE_PHASES,
  MOVE_STAGES,
  MOVE_TESTS,
  type MoveStage,
} from '../../../shared/model/move-kinds.ts';
import type { MoveFound } from '../../../shared/views/move-view.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import type { RunSummary } from '../../../shared/views/workspace-view.ts';
import { growthOf } from '../decide/move-deciders.ts';
import { usedMemoryMib } from '../systems/guest-load.ts';
import { leftOfPassMib, mibPerUs, pendingMib } from '../systems/move-copy.ts';
import { foundOn } from '../systems/move-found.ts';
import { failedOf, meanOf } from '../systems/move-steps.ts';
import { trialChecks, type TrialCheck } from '../systems/move-trial.ts';
import type { World } from '../world/world.ts';
import { monthOf, suggestSizes, type Measured } from './move-advice.ts';
import { remainsOf } from './move-remains.ts';
import { base, cause, idOf, some, tagsOf } from './row-parts.ts';

const CUTTING_OVER = MOVE_STAGES.indexOf('cuttingOver');
const FINISHED = MOVE_STAGES.indexOf('finished');

/** The row of a move. */
export function moveRow(world: World, slot: number): RowOf<'move'> {
  const { col } = world.move;
  const stage = MOVE_STAGES[col.stage[slot]!]!;
  const found = foundBy(world, slot);
  const measured = measuredBy(world, slot);
  const osDiskGib = col.osDiskGib[slot]! || found.diskGib;
  const cutOver = cutOverPart(world, slot);
  return {
    kind: 'move',
    ...base(world, 'move', slot),
    server: world.move.text('serverName', slot),
    stage,
    found,
    measured,
    suggestions: suggestSizes(world, { found, measured, osDiskGib }),
    ...some('mapping', stage === 'inventory' ? undefined : mappingPart(world, slot)),
    ...some('copy', isCopied(stage) ? copyPart(world, slot) : undefined),
    ...some('test', testPart(world, slot, found)),
    ...some('cutOver', cutOver),
    ...some('target', idOf(world, 'vm', col.target[slot]!)),
    remains: cutOver?.servedUs === undefined ? [] : remainsOf(world, slot, { found, measured }),
    rollBacks: col.rollBacks[slot]!,
    revision: col.revision[slot]!,
    ...cause(col.cause[slot]!),
  };
}

function isCopied(stage: MoveStage): boolean {
  return stage !== 'inventory' && stage !== 'mapped';
}

/** What is on the server, or was when it stopped. */
function foundBy(world: World, move: number): MoveFound {
  const text = world.move.text('found', move);
  if (world.move.col.stage[move]! < CUTTING_OVER || text === '') {
    return foundOn(world, world.move.ref('server', move));
  }
  // The text was written from a value of this type when the server stopped.
  return JSON.parse(text) as MoveFound;
}

function measuredBy(
  world: World,
  move: number,
): Measured & { fromUs: number; diskGrowthMibPerHour: number } {
  const { seenFromUs, peakMillicores, peakMemoryMib, meanMillicores, stage } = world.move.col;
  const isOver = stage[move]! >= CUTTING_OVER;
  const guest = isOver ? -1 : world.guests.onHost(world.move.ref('server', move));
  const memoryNow = guest < 0 ? 0 : usedMemoryMib(world, guest);
  return {
    fromUs: seenFromUs[move]!,
    meanMillicores: guest < 0 ? meanMillicores[move]! : meanOf(world, move, guest),
    peakMillicores: peakMillicores[move]!,
    peakMemoryMib: Math.ceil(Math.max(peakMemoryMib[move]!, memoryNow)),
    diskGrowthMibPerHour: guest < 0 ? 0 : growthOf(world, guest),
  };
}

function mappingPart(world: World, move: number): RowOf<'move'>['mapping'] {
  const size = world.lookup.size(world.move.text('size', move));
  const image = world.lookup.image(world.move.text('image', move));
  const osDiskGib = world.move.col.osDiskGib[move]!;
  const month =
    size.ok && image.ok
      ? monthOf(world, { size: size.value, image: image.value.image, osDiskGib })
      : { microUsd: 0, tier: '' };
  function said(column: 'subnet' | 'securityGroup' | 'storage'): string | undefined {
    const text = world.move.text(column, move);
    return text === '' ? undefined : text;
  }
  return {
    machine: world.move.text('machineName', move),
    size: world.move.text('size', move),
    image: world.move.text('image', move),
    group: world.move.text('group', move),
    ...some('subnet', said('subnet')),
    ...some('securityGroup', said('securityGroup')),
    ...some('storage', said('storage')),
    osDiskGib,
    diskTier: month.tier,
    tags: tagsOf(world.move.text('tags', move)),
    microUsdPerMonth: month.microUsd,
  };
}

function copyPart(world: World, move: number): RowOf<'move'>['copy'] {
  const { col } = world.move;
  const pending = pendingMib(world, move);
  return {
    mbps: col.mbps[move]!,
    churnMibPerHour: col.churnMibPerHour[move]!,
    everyUs: col.everyUs[move]!,
    phase: MOVE_PHASES[col.phase[move]!]!,
    passMib: Math.ceil(col.passMib[move]!),
    leftMib: Math.ceil(leftOfPassMib(world, move)),
    untilUs: col.passUntilUs[move]!,
    ...some('pointUs', col.passes[move] === 0 ? undefined : col.pointUs[move]!),
    passes: col.passes[move]!,
    copiedMib: Math.ceil(col.copiedMib[move]!),
    pendingMib: Math.ceil(pending),
    pendingUs: Math.ceil(pending / mibPerUs(Math.max(1, col.mbps[move]!))),
  };
}

function testPart(world: World, move: number, found: MoveFound): RowOf<'move'>['test'] {
  const result = MOVE_TESTS[world.move.col.test[move]!]!;
  if (result === 'none') return undefined;
  const text = world.move.text('testResult', move);
  // The text was written from such a list when the test was ended.
  const kept = text === '' ? undefined : (JSON.parse(text) as TrialCheck[]);
  const checks = kept ?? trialChecks(world, move);
  return {
    result,
    ...some('vm', idOf(world, 'vm', world.move.col.testVm[move]!)),
    checks: checks.map((check) => ({
      ...check,
      ports: [...check.ports],
      portsMissing: [...check.portsMissing],
    })),
    untried: found.services.reduce((sum, { calls }) => sum + calls.length, 0),
  };
}

function cutOverPart(world: World, move: number): RowOf<'move'>['cutOver'] {
  const { stage, stoppedUs, windowUs, servedUs, failedBefore, failedAfter } = world.move.col;
  if (stage[move]! < CUTTING_OVER) return undefined;
  const host = world.move.ref('server', move);
  const failed = stage[move] === FINISHED ? failedAfter[move]! : failedOf(world, host);
  const until = servedUs[move] === 0 ? world.nowUs : servedUs[move]!;
  return {
    beganUs: stoppedUs[move]!,
    windowEndsUs: stoppedUs[move]! + windowUs[move]!,
    ...some('servedUs', servedUs[move] === 0 ? undefined : servedUs[move]!),
    outageUs: until - stoppedUs[move]!,
    failed: failed - failedBefore[move]!,
  };
}

/** Servers that are moved, in figures for a run; nothing where none is. */
export function moveFigures(world: World): Pick<RunSummary, 'moves'> {
  if (world.move.count === 0) return {};
  const rows = [...world.move.slots()].map((slot) => moveRow(world, slot));
  const served = rows.filter(({ cutOver }) => cutOver?.servedUs !== undefined);
  return {
    moves: {
      serversMoved: served.length,
      moveOutageUs: Math.max(0, ...served.map(({ cutOver }) => cutOver?.outageUs ?? 0)),
      movesRolledBack: rows.reduce((sum, { rollBacks }) => sum + rollBacks, 0),
      moveRemains: served.reduce((sum, { remains }) => sum + remains.length, 0),
    },
  };
}
