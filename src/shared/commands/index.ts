/**
 * Every command there is, as one union.
 *
 * A command is a decision of a person, a script or a lab: a plain object with a `type`. The same
 * schema checks what a dialog sends, what a scenario file times and what the command line says.
 */
import { z } from 'zod';
import { applicationCommandSchemas } from './application-commands.ts';
import { autoscaleCommandSchemas } from './autoscale-commands.ts';
import { availabilityCommandSchemas } from './availability-commands.ts';
import { balancerRuleCommandSchemas } from './balancer-rule-commands.ts';
import { cloudCommandSchemas } from './cloud-commands.ts';
import { dnsCommandSchemas } from './dns-commands.ts';
import { environmentCommandSchemas } from './environment-commands.ts';
import { eventCommandSchemas } from './event-commands.ts';
import { diskCommandSchemas } from './disk-commands.ts';
import { faultCommandSchemas } from './fault-commands.ts';
import { guestCommandSchemas } from './guest-commands.ts';
import { imageCommandSchemas } from './image-commands.ts';
import { platformCommandSchemas } from './platform-commands.ts';
import { reliabilityCommandSchemas } from './reliability-commands.ts';
import { hypervisorCommandSchemas } from './hypervisor-commands.ts';
import { maintenanceWindowCommandSchemas } from './maintenance-window-commands.ts';
import { moveCommandSchemas } from './move-commands.ts';
import { placeCommandSchemas } from './place-commands.ts';
import { placementCommandSchemas } from './placement-commands.ts';
import { plantCommandSchemas } from './plant-commands.ts';
import { scaleSetCommandSchemas } from './scale-set-commands.ts';
import { scaleSetPolicyCommandSchemas } from './scale-set-policy-commands.ts';
import { securityGroupCommandSchemas } from './security-group-commands.ts';
import { serviceCommandSchemas } from './service-commands.ts';
import { sessionCommandSchemas } from './session-commands.ts';
import { snapshotCommandSchemas } from './snapshot-commands.ts';
import { storeCommandSchemas } from './store-commands.ts';
import { virtualNetworkCommandSchemas } from './virtual-network-commands.ts';
import { webAppCommandSchemas } from './web-app-commands.ts';
import { workCommandSchemas } from './work-commands.ts';
import { workloadCommandSchemas } from './workload-commands.ts';

/** Schemas of all commands, in the order the help lists them. */
export const commandSchemas = [
  ...placeCommandSchemas,
  ...plantCommandSchemas,
  ...cloudCommandSchemas,
  ...workCommandSchemas,
  ...availabilityCommandSchemas,
  ...scaleSetCommandSchemas,
  ...autoscaleCommandSchemas,
  ...scaleSetPolicyCommandSchemas,
  ...applicationCommandSchemas,
  ...dnsCommandSchemas,
  ...faultCommandSchemas,
  ...platformCommandSchemas,
  ...reliabilityCommandSchemas,
  ...eventCommandSchemas,
  ...storeCommandSchemas,
  ...sessionCommandSchemas,
  ...snapshotCommandSchemas,
  ...guestCommandSchemas,
  ...placementCommandSchemas,
  ...maintenanceWindowCommandSchemas,
  ...diskCommandSchemas,
  ...serviceCommandSchemas,
  ...virtualNetworkCommandSchemas,
  ...securityGroupCommandSchemas,
  ...hypervisorCommandSchemas,
  ...imageCommandSchemas,
  ...workloadCommandSchemas,
  ...moveCommandSchemas,
  ...environmentCommandSchemas,
  ...balancerRuleCommandSchemas,
  ...webAppCommandSchemas,
] as const;

/** Checks any command, whatever its type. */
export const commandSchema = z.discriminatedUnion('type', commandSchemas);

export type Command = z.infer<typeof commandSchema>;
export type CommandType = Command['type'];

/** The command of one type: `CommandOf<'vm.create'>`. */
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;

/** All types, for help texts and exhaustive tests. */
export const commandTypes: readonly CommandType[] = commandSchemas.map(
  (schema) => schema.shape.type.value,
);
