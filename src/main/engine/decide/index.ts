/**
 * The one place that knows which decider answers for which command. It is split by storey so that
 * each switch ends in a type check of what is left.
 */
import { unreachable } from '../../../shared/kernel/assert.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { World } from '../world/world.ts';
import type { Decided } from './decide-kit.ts';
import * as autoscale from './autoscale-deciders.ts';
import * as availability from './availability-deciders.ts';
import * as batches from './batch-deciders.ts';
import { decideEnvironment, isEnvironmentCommand } from './environment-deciders.ts';
import * as faults from './fault-deciders.ts';
import * as groups from './group-deciders.ts';
import * as guests from './guest-commands-index.ts';
import * as hosts from './host-deciders.ts';
import * as maintenance from './maintenance-deciders.ts';
import { decideImage, isImageCommand } from './image-commands-index.ts';
import { decideMove, isMoveCommand } from './move-index.ts';
import * as network from './network-deciders.ts';
import { decidePlacement, isPlacementCommand } from './placement-index.ts';
import * as places from './place-deciders.ts';
import * as power from './power-deciders.ts';
import { decideReaction, isReactionCommand } from './reaction-index.ts';
import { decideScaleSet, isScaleSetCommand } from './scale-set-index.ts';
import { decideService, isServiceCommand } from './service-index.ts';
import { decideState, isStateCommand } from './state-deciders.ts';
import { decideTraffic, isTrafficCommand } from './traffic-deciders.ts';
import { decideHypervisor, isHypervisorCommand } from './hypervisor-index.ts';
import { decideVirtualNetwork, isVirtualNetworkCommand } from './virtual-network-index.ts';
import * as vms from './vm-deciders.ts';
import { decideWebApp, isWebAppCommand } from './web-app-deciders.ts';
import * as windows from './window-deciders.ts';
import { decideWorkload, isWorkloadCommand } from './workload-deciders.ts';

/** Looks at a command: the act that carries it out, or the refusal. Changes nothing. */
export function decide(world: World, command: Command): Decided {
  if (guests.isGuestCommand(command)) return guests.decideGuest(world, command);
  switch (command.type) {
    case 'place.add':
      return places.decidePlaceAdd(world, command);
    case 'place.remove':
      return places.decidePlaceRemove(world, command);
    case 'cluster.add':
      return places.decideClusterAdd(world, command);
    case 'cluster.remove':
      return places.decideClusterRemove(world, command);
    case 'rack.add':
      return places.decideRackAdd(world, command);
    case 'rack.edit':
      return places.decideRackEdit(world, command);
    case 'rack.remove':
      return places.decideRackRemove(world, command);
    case 'storage.add':
      return places.decideStorageAdd(world, command);
    case 'storage.remove':
      return places.decideStorageRemove(world, command);
    default:
      return decidePlant(world, command);
  }
}

type PlaceType =
  | 'place.add'
  | 'place.remove'
  | 'cluster.add'
  | 'cluster.remove'
  | 'rack.add'
  | 'rack.edit'
  | 'rack.remove'
  | 'storage.add'
  | 'storage.remove';
type BeyondPlaces = Exclude<Command, { type: PlaceType } | guests.GuestCommand>;

function decidePlant(world: World, command: BeyondPlaces): Decided {
  switch (command.type) {
    case 'power.add':
      return power.decidePowerAdd(world, command);
    case 'power.edit':
      return power.decidePowerEdit(world, command);
    case 'power.remove':
      return power.decidePowerRemove(world, command);
    case 'cord.add':
      return power.decideCordAdd(world, command);
    case 'cord.remove':
      return power.decideCordRemove(world, command);
    case 'switch.add':
      return network.decideSwitchAdd(world, command);
    case 'switch.remove':
      return network.decideSwitchRemove(world, command);
    case 'link.add':
      return network.decideLinkAdd(world, command);
    case 'link.remove':
      return network.decideLinkRemove(world, command);
    case 'host.add':
      return hosts.decideHostAdd(world, command);
    case 'host.edit':
      return hosts.decideHostEdit(world, command);
    case 'host.remove':
      return hosts.decideHostRemove(world, command);
    case 'fault.cut':
      return faults.decideFaultCut(world, command);
    case 'fault.restore':
      return faults.decideFaultRestore(world, command);
    default:
      return decideCloud(world, command);
  }
}

type PlantType =
  | 'power.add'
  | 'power.edit'
  | 'power.remove'
  | 'cord.add'
  | 'cord.remove'
  | 'switch.add'
  | 'switch.remove'
  | 'link.add'
  | 'link.remove'
  | 'host.add'
  | 'host.edit'
  | 'host.remove'
  | 'fault.cut'
  | 'fault.restore';
type BeyondPlant = Exclude<BeyondPlaces, { type: PlantType }>;

function decideCloud(world: World, command: BeyondPlant): Decided {
  if (isHypervisorCommand(command)) return decideHypervisor(world, command);
  if (isVirtualNetworkCommand(command)) return decideVirtualNetwork(world, command);
  if (isWorkloadCommand(command)) return decideWorkload(world, command);
  if (isStateCommand(command)) return decideState(world, command);
  if (isTrafficCommand(command)) return decideTraffic(world, command);
  if (isPlacementCommand(command)) return decidePlacement(world, command);
  if (isScaleSetCommand(command)) return decideScaleSet(world, command);
  if (isReactionCommand(command)) return decideReaction(world, command);
  if (isServiceCommand(command)) return decideService(world, command);
  if (isImageCommand(command)) return decideImage(world, command);
  if (isMoveCommand(command)) return decideMove(world, command);
  if (isEnvironmentCommand(command)) return decideEnvironment(world, command);
  if (isWebAppCommand(command)) return decideWebApp(world, command);
  switch (command.type) {
    case 'group.add':
      return groups.decideGroupAdd(world, command);
    case 'group.remove':
      return groups.decideGroupRemove(world, command);
    case 'vm.create':
      return vms.decideVmCreate(world, command);
    case 'vm.start':
      return vms.decideVmStart(world, command);
    case 'vm.stop':
      return vms.decideVmStop(world, command);
    case 'vm.deallocate':
      return vms.decideVmDeallocate(world, command);
    case 'vm.restart':
      return vms.decideVmRestart(world, command);
    case 'vm.delete':
      return vms.decideVmDelete(world, command);
    case 'vm.tag':
      return vms.decideVmTag(world, command);
    case 'disk.delete':
      return groups.decideDiskDelete(world, command);
    case 'nic.delete':
      return groups.decideNicDelete(world, command);
    case 'availabilitySet.add':
      return availability.decideAvailabilitySetAdd(world, command);
    case 'availabilitySet.remove':
      return availability.decideAvailabilitySetRemove(world, command);
    case 'maintenance.start':
      return maintenance.decideMaintenanceStart(world, command);
    case 'maintenance.configure':
      return windows.decideMaintenanceConfigure(world, command);
    case 'maintenance.unconfigure':
      return windows.decideMaintenanceUnconfigure(world, command);
    case 'maintenance.apply':
      return maintenance.decideMaintenanceApply(world, command);
    case 'maintenance.cancel':
      return maintenance.decideMaintenanceCancel(world, command);
    case 'vm.recreate':
      return vms.decideVmRecreate(world, command);
    case 'autoscale.set':
      return autoscale.decideAutoscaleSet(world, command);
    case 'autoscale.clear':
      return autoscale.decideAutoscaleClear(world, command);
    case 'batch.submit':
      return batches.decideBatchSubmit(world, command);
    default:
      return unreachable(command);
  }
}
