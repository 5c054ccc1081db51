/**
 * Deciders for the platform's reactions and for moving or mending a machine by hand (rules ENG-
 * PR1, ENG-PR7 and ENG-PR8; docs/facts.md, facts 16 and 17). What the platform does by itself is
 * decided by the systems.
 */
import { ok } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { PLACEMENT_RULES } from '../../../shared/model/hypervisor-kinds.ts';
import { POWER_STATES, PROVISIONING_STATES } from '../../../shared/model/kinds.ts';
import { chooseElsewhere } from '../systems/elsewhere.ts';
import { startOperation, startRedeploy } from '../systems/lifecycle.ts';
import { DIRTY_MIB_PER_SECOND, watchFailingHosts, watchLostHosts } from '../systems/platform.ts';
import { darkStorageOf } from '../systems/settle.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { refuse, type Decided } from './decide-kit.ts';
import { isGeneralized } from './image-plan.ts';
import { storageDown } from './machine-plan.ts';
import { checkStandsAlone } from './nested-rules.ts';
import { findIdle } from './vm-deciders.ts';

const RUNNING = POWER_STATES.indexOf('running');
const STOPPED = POWER_STATES.indexOf('stopped');
const FAILED = PROVISIONING_STATES.indexOf('Failed');

/** Looks at `platform.set`; its refusals stand with its schema in `shared/commands`. */
export function decidePlatformSet(world: World, command: CommandOf<'platform.set'>): Decided {
  const { healing, liveMigration, dirtyMibPerSecond, placement } = command;
  const said = [healing, liveMigration, dirtyMibPerSecond, placement];
  if (said.every((one) => one === undefined)) {
    return refuse({
      code: 'platform.nothingSaid',
      message: 'Nothing the platform does was named, so nothing would change.',
      hint: 'Say how it heals, migrates or places machines, or how much memory they write.',
      details: { named: 0, known: said.length },
    });
  }
  return ok(() => {
    const slot = world.platform.count === 0 ? makePlatform(world) : 0;
    const { col } = world.platform;
    if (healing !== undefined) col.healing[slot] = healing ? 1 : 0;
    if (liveMigration !== undefined) col.liveMigration[slot] = liveMigration ? 1 : 0;
    if (dirtyMibPerSecond !== undefined) col.dirtyMibPerSecond[slot] = dirtyMibPerSecond;
    if (placement !== undefined) col.placement[slot] = PLACEMENT_RULES.indexOf(placement);
    world.platform.dirty.touch(slot);
    if (healing === true) watchLostHosts(world);
    if (liveMigration === true) watchFailingHosts(world);
  });
}

function makePlatform(world: World): number {
  const slot = world.platform.allocate();
  world.platform.setText({ column: 'name', slot, text: 'provider' });
  world.platform.col.dirtyMibPerSecond[slot] = DIRTY_MIB_PER_SECOND;
  world.names.add('platform', slot);
  return slot;
}

/** Looks at `vm.redeploy`; its refusals stand with its schema in `shared/commands`. */
export function decideVmRedeploy(world: World, command: CommandOf<'vm.redeploy'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.generalized[vm] === 1) return isGeneralized(world, vm, 'redeployed');
  const state = world.vm.col.powerState[vm]!;
  const id = textIdOf(world, 'vm', vm);
  if (state !== RUNNING && state !== STOPPED) {
    return refuse({
      code: 'vm.notAllocated',
      message: `${id} is ${POWER_STATES[state]!}; only a machine that holds a host can leave it.`,
      hint: 'Start it instead: it gets a host anyway.',
      details: { vm: id, powerState: POWER_STATES[state]! },
    });
  }
  const dark = darkStorageOf(world, vm);
  if (dark >= 0) return storageDown(world, dark);
  const alone = checkStandsAlone(world, vm);
  if (!alone.ok) return alone;
  if (chooseElsewhere(world, vm) < 0) {
    return refuse({
      code: 'AllocationFailed',
      message:
        `No other host of its datacenter has ${world.vm.col.vCpu[vm]} cores and ` +
        `${world.vm.col.memoryMib[vm]} MiB free for ${id} where it may stand.`,
      hint: 'Free some room, or add a host where its set and zone allow it.',
      details: { vm: id, vCpu: world.vm.col.vCpu[vm]!, memoryMib: world.vm.col.memoryMib[vm]! },
    });
  }
  return ok(() => {
    world.vm.col.wanted[vm] = 1;
    world.vm.col.lost[vm] = 0;
    world.vm.col.cause[vm] = world.decisionId;
    startRedeploy(world, vm);
  });
}

/** Looks at `vm.reapply`; its refusals stand with its schema in `shared/commands`. */
export function decideVmReapply(world: World, command: CommandOf<'vm.reapply'>): Decided {
  const found = findIdle(world, command.vm);
  if (!found.ok) return found;
  const vm = found.value;
  if (world.vm.col.provisioningState[vm] !== FAILED) {
    const id = textIdOf(world, 'vm', vm);
    return refuse({
      code: 'vm.notFailed',
      message: `The last operation on ${id} did not fail, so there is nothing to apply again.`,
      hint: 'Redeploy moves a machine; restart restarts it.',
      details: { vm: id },
    });
  }
  return ok(() => {
    world.vm.col.cause[vm] = world.decisionId;
    startOperation(world, vm, 'reapply');
  });
}
