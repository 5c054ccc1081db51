/**
 * What narrows the place of a machine: proximity group, dedicated host, reservation, and which of
 * them exclude each other (rules ENG-PP1, ENG-DH2 and ENG-CR2; docs/facts.md, facts 57 to 60).
 *
 * A new machine and one that starts again ask the same question, from a command or from columns.
 */
import { err, ok, type AppError, type Result } from '../../../shared/kernel/result.ts';
import { HOST_STATES } from '../../../shared/model/kinds.ts';
import { chooseDedicated } from '../systems/dedicated-hosts.ts';
import { checkHost, type Demand } from '../systems/placement.ts';
import { chooseBoundHost, mismatch, proximityRefusal } from '../systems/placement-bounds.ts';
import { proximityTest } from '../systems/proximity.ts';
import { freePlaces } from '../systems/reserved-places.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { findOptional } from './decide-kit.ts';

const UP = HOST_STATES.indexOf('up');

/** Slots of what a machine names, -1 for nothing. */
export interface Narrowing {
  readonly proximityGroup: number;
  readonly hostGroup: number;
  /** The host it names for life; -1 with automatic placement too. */
  readonly dedicatedHost: number;
  readonly reservation: number;
}

/** What a command may name. */
export interface NarrowingWords {
  readonly proximityGroup?: string | undefined;
  readonly hostGroup?: string | undefined;
  readonly dedicatedHost?: string | undefined;
  readonly reservation?: string | undefined;
}

/** Where a machine may stand. */
export interface Within extends Narrowing {
  readonly zone: number;
  /** The drawn host somebody named, or -1. */
  readonly pinned: number;
}

/** A host, and the reserved place on it that the machine takes, or -1. */
export interface Chosen {
  readonly host: number;
  readonly place: number;
}

/** The slots a command means. Refuses what is not there. */
export function findNarrowing(world: World, words: NarrowingWords): Result<Narrowing> {
  const proximityGroup = findOptional(world, 'proximityGroup', words.proximityGroup);
  if (!proximityGroup.ok) return proximityGroup;
  const dedicatedHost = findOptional(world, 'dedicatedHost', words.dedicatedHost);
  if (!dedicatedHost.ok) return dedicatedHost;
  const named = findOptional(world, 'hostGroup', words.hostGroup);
  if (!named.ok) return named;
  const reservation = findOptional(world, 'reservation', words.reservation);
  if (!reservation.ok) return reservation;
  const owner =
    dedicatedHost.value < 0 ? -1 : world.dedicatedHost.ref('hostGroup', dedicatedHost.value);
  if (owner >= 0 && named.value >= 0 && owner !== named.value) {
    return err({
      code: 'dedicatedHost.unfit',
      message: `${words.dedicatedHost} belongs to ${textIdOf(world, 'hostGroup', owner)}.`,
      hint: 'Name a host of the group, or leave the group out.',
      details: { hostGroup: textIdOf(world, 'hostGroup', owner) },
    });
  }
  return ok({
    proximityGroup: proximityGroup.value,
    hostGroup: owner >= 0 ? owner : named.value,
    dedicatedHost: dedicatedHost.value,
    reservation: reservation.value,
  });
}

/** What a machine was given for life. */
export function narrowingOf(world: World, vm: number): Narrowing {
  return {
    proximityGroup: world.vm.ref('proximityGroup', vm),
    hostGroup: world.vm.ref('hostGroup', vm),
    dedicatedHost: world.vm.ref('dedicatedHost', vm),
    reservation: world.vm.ref('reservation', vm),
  };
}

/** Ids of what was named, for the details of a refusal. */
function named(world: World, narrowing: Narrowing, availabilitySet: number) {
  const ids: Record<string, string> = {};
  const { proximityGroup, hostGroup, reservation } = narrowing;
  const slots = { proximityGroup, hostGroup, reservation, availabilitySet };
  for (const table of ['proximityGroup', 'hostGroup', 'reservation', 'availabilitySet'] as const)
    if (slots[table] >= 0) ids[table] = textIdOf(world, table, slots[table]);
  return ids;
}

/** Refuses what the service does not offer together (facts 43, 58 and 59). */
export function checkTogether(
  world: World,
  narrowing: Narrowing,
  other: { availabilitySet: number },
): Result<void> {
  const { proximityGroup, hostGroup, reservation } = narrowing;
  const inSet = other.availabilitySet >= 0;
  const details = named(world, narrowing, other.availabilitySet);
  if (reservation >= 0 && inSet) {
    return err({
      code: 'reservation.withSet',
      message:
        'A reservation holds places for machines alone; members of an availability set go where ' +
        'their fault domain says.',
      hint: 'Leave the reservation out, or the set.',
      details,
    });
  }
  if (reservation >= 0 && proximityGroup >= 0) {
    return err({
      code: 'reservation.withProximity',
      message:
        'The places of a reservation are where they are; a proximity group says where its ' +
        'members must be.',
      hint: 'Leave the reservation out, or the proximity group.',
      details,
    });
  }
  if (reservation >= 0 && hostGroup >= 0) {
    return err({
      code: 'reservation.withHostGroup',
      message:
        'A dedicated host is room held and paid for already, so no reservation applies to it.',
      hint: 'Leave the reservation out, or the host group.',
      details,
    });
  }
  if (hostGroup >= 0 && inSet) {
    return err({
      code: 'hostGroup.withSet',
      message: 'Members of an availability set are placed by the service, on hosts it shares.',
      hint: 'Leave the host group out, or the set: a host group has fault domains of its own.',
      details,
    });
  }
  return ok(undefined);
}

/** The zone a machine has in its host group: its own, or that of the group. */
export function zoneIn(world: World, input: { zone: number; hostGroup: number }): Result<number> {
  if (input.hostGroup < 0) return ok(input.zone);
  const zone = world.hostGroup.ref('zone', input.hostGroup);
  if (zone < 0 || input.zone < 0) return ok(Math.max(zone, input.zone));
  if (zone === input.zone) return ok(zone);
  const id = textIdOf(world, 'hostGroup', input.hostGroup);
  return err(mismatch(world, { id, actual: zone, zone: input.zone }));
}

/** Refuses a machine that differs from the places it wants to use in size or zone. */
function checkReservation(world: World, demand: Demand, within: Within): Result<void> {
  const { reservation, zone } = within;
  const size = world.reservation.text('size', reservation);
  const reservedZone = world.reservation.ref('zone', reservation);
  if (size === demand.size && reservedZone === zone) return ok(undefined);
  const id = textIdOf(world, 'reservation', reservation);

  function name(zone: number): string {
    return zone < 0 ? 'no zone' : textIdOf(world, 'place', zone);
  }
  return err({
    code: 'reservation.mismatch',
    message:
      `${id} holds places for ${size} in ${name(reservedZone)}; the machine is ${demand.size} ` +
      `in ${name(zone)}.`,
    hint: 'Ask for that size and zone, or leave the reservation out.',
    details: { reservation: id, size, zone: name(reservedZone) },
  });
}

/** A free reserved place whose host works, or -1. */
function usablePlace(world: World, within: Within): number {
  const { state, connected } = world.host.col;
  return (
    freePlaces(world, within.reservation).find((place) => {
      const host = world.reservedPlace.col.host[place]! - 1;
      if (within.pinned >= 0 && host !== within.pinned) return false;
      return state[host] === UP && connected[host] === 1;
    }) ?? -1
  );
}

/** A host inside everything that narrows the place, outside availability sets. */
export function chooseWithin(world: World, demand: Demand, within: Within): Result<Chosen> {
  const { pinned, hostGroup, proximityGroup, reservation, zone } = within;
  const owner = pinned < 0 ? -1 : world.host.ref('dedicated', pinned);
  if (hostGroup < 0 && owner >= 0) return err(dedicatedOnly(world, { host: pinned, owner }));
  if (hostGroup >= 0) {
    const dedicated = within.dedicatedHost >= 0 ? within.dedicatedHost : owner;
    const host = chooseDedicated(world, { group: hostGroup, dedicated, demand });
    return host.ok ? ok({ host: host.value, place: -1 }) : host;
  }
  if (reservation >= 0) {
    const fits = checkReservation(world, demand, within);
    if (!fits.ok) return fits;
    const place = usablePlace(world, within);
    if (place >= 0) return ok({ host: world.reservedPlace.col.host[place]! - 1, place });
  }
  if (pinned < 0) {
    const host = chooseBoundHost(world, demand, { zone, proximityGroup });
    return host.ok ? ok({ host: host.value, place: -1 }) : host;
  }
  const near = proximityGroup < 0 || proximityTest(world, proximityGroup)(pinned);
  if (!near) return err(proximityRefusal(world, demand, { zone, proximityGroup }));
  const host = checkHost(world, { host: pinned, demand });
  return host.ok ? ok({ host: host.value, place: -1 }) : host;
}

function dedicatedOnly(world: World, input: { host: number; owner: number }): AppError {
  const host = textIdOf(world, 'host', input.host);
  const group = world.dedicatedHost.ref('hostGroup', input.owner);
  const id = textIdOf(world, 'hostGroup', group);
  return {
    code: 'dedicatedHost.only',
    message: `${host} is dedicated to ${id}, so only its machines may stand there.`,
    hint: 'Name that host group, or another host.',
    details: { host, hostGroup: id },
  };
}
