/**
 * Which commands may be accepted with a warning (rule ENG-WN1).
 *
 * A warning follows from the command and from the world as it stands before it: so the same
 * decision at the same place warns alike, when it is made and whenever it is replayed. Looking
 * changes nothing.
 */
import type { Command } from '../../../../shared/commands/index.ts';
import type { Warning } from '../../../../shared/kernel/warning.ts';
import type { World } from '../../world/world.ts';
import { warnAutoscale } from './autoscale-warnings.ts';
import { warnProbe, warnService } from './balancer-warnings.ts';
import { warnMaintenance } from './maintenance-warnings.ts';
import { warnAvailabilitySet, warnPolicy, warnScale, warnScaleSetAdd } from './set-warnings.ts';

/** Most decisions: one list for all of them. */
const NO_WARNINGS: readonly Warning[] = [];

/** What is odd about a command that a decider has accepted. */
export function warningsOf(world: World, command: Command): readonly Warning[] {
  switch (command.type) {
    case 'autoscale.set':
      return warnAutoscale(world, command);
    case 'availabilitySet.add':
      return warnAvailabilitySet(command);
    case 'balancer.add':
    case 'balancer.edit':
      return warnProbe(world, command);
    case 'service.add':
      return warnService(world, command);
    case 'scaleSet.add':
      return warnScaleSetAdd(command);
    case 'scaleSet.scale':
      return warnScale(world, command);
    case 'scaleSet.policy':
      return warnPolicy(world, command);
    case 'maintenance.start':
      return warnMaintenance(world, command);
    default:
      return NO_WARNINGS;
  }
}
