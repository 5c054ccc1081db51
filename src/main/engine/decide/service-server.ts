/**
 * A service that begins at a server of one's own: which server that may be, and what each of its
 * requests calls (rules ENG-LS1 and ENG-LS4). Moving it is decided elsewhere.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { ensureGuest } from '../systems/guest-records.ts';
import { systemIsUp } from '../systems/guest-load.ts';
import { AWAY, settleServer } from '../systems/own-server.ts';
import { settleCalls } from '../systems/service-calls.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { findOptional, refuse } from './decide-kit.ts';
import { runsMachines } from '../systems/hypervisor-cost.ts';

/** Where a service is served at first, and what it calls; -1: behind its balancer. */
export interface ServerPlan {
  readonly server: number;
  readonly calls: readonly { readonly host: number; readonly vm: number; readonly times: number }[];
}

/** Looks the server and the calls of a service up. */
export function planServer(
  world: World,
  command: Pick<CommandOf<'service.add'>, 'name' | 'server' | 'calls'>,
): Result<ServerPlan> {
  const server = findOptional(world, 'host', command.server);
  if (!server.ok) return server;
  const asked = command.calls ?? [];
  if (server.value < 0 && asked.length > 0) {
    return refuse({
      code: 'service.callsNeedServer',
      message: `${command.name} has no server of its own: what its requests call is not counted.`,
      hint: 'Name the server, or leave the calls out.',
      details: { service: command.name, calls: asked.length },
    });
  }
  if (server.value >= 0 && runsMachines(world, server.value)) {
    const id = textIdOf(world, 'host', server.value);
    return refuse({
      code: 'service.serverHasHypervisor',
      message: `${id} runs a hypervisor: machines serve there, and not the host itself.`,
      hint: 'Name a server with an operating system of its own, or leave it out.',
      details: { service: command.name, server: id },
    });
  }
  const calls: { host: number; vm: number; times: number }[] = [];
  for (const { to, times } of asked) {
    const found = world.names.resolve(['host', 'vm'], to);
    if (!found.ok) {
      return found.error.code === 'reference.ambiguous'
        ? found
        : refuse({ ...found.error, code: 'service.needNotFound' });
    }
    const { table, slot } = found.value;
    calls.push(table === 'host' ? { host: slot, vm: -1, times } : { host: -1, vm: slot, times });
  }
  return ok({ server: server.value, calls });
}

/** Leads the users of a new service to its server. */
export function putAtServer(world: World, service: number, plan: ServerPlan): void {
  if (plan.server < 0) return;
  world.service.setRef({ column: 'server', slot: service, to: plan.server });
  world.service.col.away[service] = AWAY.server;
  for (const { host, vm, times } of plan.calls) {
    const row = world.serviceCall.allocate();
    world.serviceCall.setRef({ column: 'service', slot: row, to: service });
    world.serviceCall.setRef({ column: 'host', slot: row, to: host });
    world.serviceCall.setRef({ column: 'vm', slot: row, to: vm });
    world.serviceCall.col.times[row] = times;
  }
  const owner = { table: 'host', slot: plan.server } as const;
  settleServer(world, ensureGuest(world, owner, systemIsUp(world, owner)));
  settleCalls(world);
}
