/**
 * Maintenance that is allowed and takes more than it seems (rule ENG-WN5; docs/facts.md, facts 45
 * and 111): everything that runs at once, one domain before the last one is known to serve, and a
 * window for the customer over an availability set. How a wave goes is not
 * its matter.
 */
import type { CommandOf } from '../../../../shared/commands/index.ts';
import { durationUs, printDuration } from '../../../../shared/kernel/time.ts';
import type { Warning } from '../../../../shared/kernel/warning.ts';
import { POWER_STATES } from '../../../../shared/model/kinds.ts';
import { domainOf, groundOf, machinesOf, type WaveSet } from '../../systems/wave-domains.ts';
import { textIdOf } from '../../world/names.ts';
import type { World } from '../../world/world.ts';
import { findMaintained, recoveryOf } from '../maintenance-deciders.ts';
import { warn } from './warn.ts';

const RUNNING = POWER_STATES.indexOf('running');

/** Warnings of `maintenance.start`. */
export function warnMaintenance(world: World, command: CommandOf<'maintenance.start'>): Warning[] {
  const set = findMaintained(world, command);
  if (!set.ok) return [];
  const id = textIdOf(world, set.value.table, set.value.slot);
  return [
    ...(command.mode === 'noReboot' ? [] : warnEverything(world, set.value, id)),
    ...warnRecovery(world, set.value, { id, recoveryUs: recoveryOf(set.value, command.recovery) }),
    ...warnSelfService(set.value, { id, selfService: command.selfService }),
  ];
}

function warnEverything(world: World, set: WaveSet, id: string): Warning[] {
  if (set.table === 'vm') return [];
  const running = machinesOf(world, set).filter((vm) => world.vm.col.powerState[vm] === RUNNING);
  const by = groundOf(world, set, false);
  const domains = new Set(running.map((vm) => domainOf(world, vm, by)));
  if (domains.size !== 1) return [];
  const machines = running.length;
  return [
    warn({
      code: 'maintenance.everyMachine',
      message:
        `${machines === 1 ? 'The only running machine' : `All ${machines} running machines`} of ` +
        `${id} ${machines === 1 ? 'is' : 'are'} in one domain: nothing serves while it is done.`,
      hint: 'Spread the machines over more domains first, or count on the outage.',
      details: { set: id, machines },
    }),
  ];
}

/** What a probe has not asked again nobody knows to serve. */
function warnRecovery(
  world: World,
  set: WaveSet,
  at: { readonly id: string; readonly recoveryUs: number },
): Warning[] {
  const { id, recoveryUs } = at;
  // A machine by itself, or a host, has no next domain.
  if (set.table === 'vm' || set.table === 'dedicatedHost') return [];
  const { balancer } = world.backend.col;
  const pools = machinesOf(world, set).flatMap((vm) => [...world.pools.backendsOfVm(vm)]);
  const { probeIntervalUs } = world.balancer.col;
  const intervals = pools.map((backend) => probeIntervalUs[balancer[backend]! - 1]!);
  const probeUs = Math.max(0, ...intervals);
  if (recoveryUs > probeUs) return [];
  return [
    warn({
      code: 'maintenance.noRecovery',
      message:
        `The next domain of ${id} begins ${printDuration(recoveryUs)} after the work on one ends` +
        `${probeUs === 0 ? '' : `, and a probe asks every ${printDuration(probeUs)}`}: ` +
        'nobody knows yet whether it serves.',
      hint: 'Leave 30m between two domains, as the service does.',
      details: { set: id, recoveryUs, probeUs },
    }),
  ];
}

/** A customer who begins several machines of one set at once undoes what the set is for. */
function warnSelfService(
  set: WaveSet,
  at: { readonly id: string; readonly selfService: string | undefined },
): Warning[] {
  if (set.table !== 'availabilitySet' || durationUs(at.selfService, 0) === 0) return [];
  return [
    warn({
      code: 'maintenance.selfServiceInSet',
      message:
        `A window for the customer is not advised for ${at.id}: only the wave of the platform ` +
        'keeps its domains apart.',
      hint: 'Begin one machine at a time, or leave the window out.',
      details: { set: at.id },
    }),
  ];
}
