/**
 * What the state of a moment cannot hand to a scenario, a sentence each.
 *
 * A scenario begins at rest: things, wiring, states, load. Whatever is in motion or remembered is
 * named here with its numbers, so that nobody mistakes the exported state for the whole.
 */
import { formatSimTime } from '../kernel/time.ts';
import { guestLosses } from './guest-from-rows.ts';
import { imageLosses } from './images-from-rows.ts';
import { movedAddresses, standsAlone, unpluggedNics } from './networks-from-rows.ts';
import type { RowTable, RowsAtMoment } from './row-table.ts';
import { moveLosses } from './moves-from-rows.ts';
import { narrowerUses } from './workloads-from-rows.ts';
import { holdsNoHost, startStateOf } from './work-from-rows.ts';

/** Names shown of a longer list. */
const NAMES_SHOWN_MAX = 5;

/** All losses of a moment; never empty, since chance and counts always begin anew. */
export function listLosses(moment: RowsAtMoment & { readonly table: RowTable }): string[] {
  const { table, atUs } = moment;
  const losses = [
    `Counts, costs and availability since the start: they begin anew at ${formatSimTime(atUs)}.`,
    'Positions in the streams of chance: arrivals and durations will be other ones.',
  ];
  if (moment.requestsInFlight > 0) {
    losses.push(`Requests in flight: ${moment.requestsInFlight}.`);
  }
  losses.push(
    ...list('Operations under way are taken as done', operations(table)),
    ...list('Disks being made or changed are taken as ready', busyDisks(table)),
    ...list('Hosts starting up are taken as up', startingHosts(table)),
    ...list('Machines that were lost begin running, and are lost again', lostMachines(table)),
    ...list('Batches and what their jobs had done', batches(table)),
    ...list('What uses of machines have served and have in hand', usesOf(table)),
    ...list('Uses of machines run on no instances of scale sets any more', narrowerUses(table)),
    ...list('Discharging batteries begin full', batteries(table)),
    ...list('Tripped breakers begin closed', tripped(table)),
    ...list('Maintenance under way', maintenance(table)),
    ...list(
      'Instances of scale sets are made anew from their model, fewer where there is no room',
      instances(table),
    ),
    ...list('Services that need something that is gone need it no more', looseNeeds(table)),
    ...list('Instances that are behind their model are made from it', behind(table)),
    ...list('Rolling upgrades under way', upgrades(table)),
    ...list('Evicted spot instances begin running', evicted(table)),
    ...list('Credits of machines that may run faster for a while begin anew', credits(table)),
    ...list('Burst credits of disks begin full', spentDisks(table)),
    ...list('Suspended repairs look for work again', suspended(table)),
    ...list('What stores hold, and who was behind', storesHolding(table)),
    ...list('Snapshots of disks that are gone', orphanSnapshots(table)),
    ...list('Dynamic addresses that are given out anew', movedAddresses(table)),
    ...list('Sessions of users: nobody is logged in at', loggedIn(table)),
    ...insideLosses(table),
    ...imageLossesOf(table),
    ...moveLossesOf(table),
    ...list(
      'Scheduled events',
      table.of('scheduledEvent').map(({ id }) => id),
    ),
    ...list('Rules of wear cover all parts of their kind', widerRules(table)),
    ...list('Machines that are off forget how their application had failed', brokenOff(table)),
    ...list('Racks that are warm begin cool', warmRacks(table)),
    ...list('Faults under way end once more and do not come again', rhythms(table)),
    ...list('What names found out and their users keep of it', keptAnswers(table)),
    ...list('Network interfaces no machine uses', unusedNics(table)),
    ...list(
      'Interfaces plugged into instances of scale sets begin unplugged',
      unpluggedNics(table),
    ),
    ...list('Hosts that keep places of reservations are found anew', reservations(table)),
    ...list('Machines that are not placed where they stood', unplaced(table)),
  );
  if ((moment.start.expect ?? []).length > 0) {
    losses.push(
      `Expectations of the file: ${moment.start.expect?.length}, counted from its start.`,
    );
  }
  return losses;
}

function list(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, NAMES_SHOWN_MAX).join(', ');
  const more = names.length - NAMES_SHOWN_MAX;
  return [`${what}: ${shown}${more > 0 ? ` and ${more} more` : ''}.`];
}

function insideLosses(table: RowTable): string[] {
  const { patches, growth, ended } = guestLosses(table);
  return [
    ...list('Patch levels, which begin anew', patches),
    ...list('Memory and disk that applications have gathered', growth),
    ...list('Applications that were killed or failed begin stopped', ended),
  ];
}

function imageLossesOf(table: RowTable): string[] {
  const { identities, emptied, written, kept, gone, making, history } = imageLosses(table);
  return [
    ...list('Machines that share an identity begin with one each', identities),
    ...list('Machines whose system was emptied begin as they were before', emptied),
    ...list('What applications had written onto the disks of images', written),
    ...list('Images with an identity nobody took out begin without', kept),
    ...list('Machines whose image is gone begin from the marketplace image behind it', gone),
    ...list('Images being made or copied are taken as ready', making),
    ...list('Where images came from: they begin as if uploaded', history),
  ];
}

function moveLossesOf(table: RowTable): string[] {
  const { over, copying, seen, tests, taken } = moveLosses(table);
  return [
    ...list('Moves that have changed over, with the way back to their servers', over),
    ...list('Copies of servers under way are taken as complete', copying),
    ...list('What servers were seen to use is measured anew', seen),
    ...list('What tests of moves found', tests),
    ...list('Moves whose machine would have a name that is taken since', taken),
  ];
}

function warmRacks(table: RowTable): string[] {
  return table
    .of('rack')
    .filter(({ inletMilliC }) => inletMilliC !== undefined)
    .map(({ id }) => id);
}

function rhythms(table: RowTable): string[] {
  return table
    .of('fault')
    .filter(({ phase, everyUs }) => phase === 'active' && everyUs !== undefined)
    .map(({ id, target }) => `${id} (${target})`);
}

function operations(table: RowTable): string[] {
  return table
    .of('vm')
    .filter(({ operation }) => operation !== 'none')
    .map(({ id, operation }) => `${id} (${operation})`);
}

function busyDisks(table: RowTable): string[] {
  return table.of('disk').flatMap(({ id, readyAtUs }) => (readyAtUs === undefined ? [] : [id]));
}

function spentDisks(table: RowTable): string[] {
  return table
    .of('disk')
    .filter(({ burst }) => burst !== undefined && Math.min(burst.operations, burst.bytes) < 1)
    .map(({ id }) => id);
}

function startingHosts(table: RowTable): string[] {
  return table.of('host').flatMap(({ id, state }) => (state === 'booting' ? [id] : []));
}

function lostMachines(table: RowTable): string[] {
  return table.of('vm').flatMap(({ id, lost }) => (lost ? [id] : []));
}

function batches(table: RowTable): string[] {
  return table.of('batch').map(({ id, done, count }) => `${id} (${done} of ${count} jobs done)`);
}

function usesOf(table: RowTable): string[] {
  return table.of('workload').map(({ id }) => id);
}

function batteries(table: RowTable): string[] {
  return table
    .of('power')
    .flatMap(({ id, batteryEmptyAtUs }) => (batteryEmptyAtUs === undefined ? [] : [id]));
}

function tripped(table: RowTable): string[] {
  return table.of('power').flatMap(({ id, tripped: isTripped }) => (isTripped ? [id] : []));
}

function maintenance(table: RowTable): string[] {
  const kinds = ['availabilitySet', 'scaleSet', 'vm', 'dedicatedHost'] as const;
  return kinds
    .flatMap((kind) => [...table.of(kind)])
    .flatMap(({ id, maintenance: wave }) => (wave === undefined ? [] : [id]));
}

function instances(table: RowTable): string[] {
  return table.of('scaleSet').flatMap(({ id, instances: made }) => (made.length === 0 ? [] : [id]));
}

function looseNeeds(table: RowTable): string[] {
  return table
    .of('service')
    .flatMap(({ id, dependsOn = [] }) =>
      dependsOn.some(({ on }) => on === undefined) ? [id] : [],
    );
}

function behind(table: RowTable): string[] {
  return table.of('vm').flatMap(({ id, latestModel }) => (latestModel === false ? [id] : []));
}

function suspended(table: RowTable): string[] {
  return table
    .of('scaleSet')
    .flatMap(({ id, repairs }) => (repairs?.state === 'suspended' ? [id] : []));
}

function evicted(table: RowTable): string[] {
  return table.of('vm').flatMap(({ id, evicted: gone }) => (gone === true ? [id] : []));
}

function upgrades(table: RowTable): string[] {
  return table
    .of('scaleSet')
    .flatMap(({ id, rollout }) => (rollout?.state === 'rollingForward' ? [id] : []));
}

function keptAnswers(table: RowTable): string[] {
  return table
    .of('dnsProfile')
    .filter(({ endpoints }) =>
      endpoints.some(({ holders, failures, health }) => {
        return holders > 0 || failures > 0 || health === 'degraded';
      }),
    )
    .map(({ id }) => id);
}

function reservations(table: RowTable): string[] {
  return table.of('reservation').map(({ id }) => id);
}

function unusedNics(table: RowTable): string[] {
  const unused = table.of('nic').filter(({ vm }) => vm === undefined);
  return unused.filter((nic) => !standsAlone(table, nic)).map(({ id }) => id);
}

/** A machine that is meant to hold a host and holds none can begin anywhere. */
function unplaced(table: RowTable): string[] {
  return table
    .of('vm')
    .filter((vm) => vm.scaleSet === undefined && vm.host === undefined)
    .filter((vm) => !holdsNoHost(startStateOf(vm)))
    .map(({ id }) => id);
}

/** Rules made before the last part of their kind was, which a file sets behind all parts. */
function widerRules(table: RowTable): string[] {
  return table
    .of('reliability')
    .filter(({ of, covers }) => of !== undefined && covers !== table.countOf(of))
    .map(({ id }) => id);
}

function credits(table: RowTable): string[] {
  return table.of('vm').flatMap(({ id, credits: held }) => (held === undefined ? [] : [id]));
}

function brokenOff(table: RowTable): string[] {
  return table
    .of('vm')
    .filter((vm) => vm.application !== undefined && startStateOf(vm) !== 'running')
    .map(({ id }) => id);
}

function storesHolding(table: RowTable): string[] {
  return table.of('store').map(({ id }) => id);
}

function loggedIn(table: RowTable): string[] {
  return table.of('service').flatMap(({ id, sessions }) => (sessions === undefined ? [] : [id]));
}

function orphanSnapshots(table: RowTable): string[] {
  return table
    .of('snapshot')
    .flatMap(({ id, disk }) => (table.get('disk', disk) === undefined ? [id] : []));
}
