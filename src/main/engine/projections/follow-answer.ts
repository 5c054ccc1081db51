/**
 * "What becomes of a request?", hop by hop (rules ENG-FR1 to ENG-FR5).
 *
 * The question is put to a copy of the room that runs on as the room itself would, and the request
 * is followed through it. So the answer is what happens when time gets there, as long as nobody
 * decides anything, and the room that was asked about does not change by it.
 */
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { printDuration, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import type { FollowQuery, FollowView, FollowWhich } from '../../../shared/views/follow-view.ts';
import type { Happening } from '../../../shared/events/happenings.ts';
import { arrive } from '../systems/arrivals.ts';
import { textIdOf } from '../world/names.ts';
import type { RequestWatch, WatchNote } from '../world/request-watch.ts';
import type { World } from '../world/world.ts';
import { messageOfFollow } from './follow-message.ts';
import { FollowTrace } from './follow-trace.ts';
import { cause } from './row-parts.ts';

/** How long is looked ahead when nobody says it ([GEN]). */
const FOLLOW_WITHIN_US = 10 * US_PER_MINUTE;
/** Events looked at for one answer, at most ([GEN]): a second of work. */
export const FOLLOW_EVENTS_MAX = 600_000;
/** Events between two looks at whether the request has ended. */
const SLICE = 512;

/** A copy of the room, used up by one question. */
export interface FollowGround {
  readonly world: World;
  /** Runs on to a moment, or until so many events were processed. */
  readonly run: (targetUs: number, maxEvents: number) => { readonly reason: string };
  /** The chain behind a happening, as the room knows it. */
  readonly explain: (happening: number) => Happening[];
}

/** Picks the request that is asked for out of all that are decided over. */
class FollowWatch implements RequestWatch {
  /** The request that is followed; of `failing`, once it has failed. */
  found: FollowTrace | undefined;
  /** Requests of the service that arrived. */
  seen = 0;
  readonly #world: World;
  readonly #service: number;
  readonly #which: FollowWhich;
  #current: FollowTrace | undefined;
  readonly #inHand = new Map<number, FollowTrace>();

  constructor(world: World, service: number, which: FollowWhich) {
    this.#world = world;
    this.#service = service;
    this.#which = which;
  }

  take(note: WatchNote): void {
    if (note.note === 'arrived') {
      this.#begin(note.service);
      return;
    }
    const request = 'request' in note && note.note !== 'taken' ? note.request : -1;
    const trace = request < 0 ? this.#current : this.#inHand.get(request);
    if (trace === undefined) return;
    trace.take(note);
    if (note.note === 'taken') this.#inHand.set(note.request, trace);
    if (note.note === 'taken' || request < 0) this.#leaveHands(note);
    if (trace.end !== undefined) this.#over(trace, request);
  }

  #begin(service: number): void {
    this.#current = undefined;
    if (service !== this.#service) return;
    this.seen += 1;
    if (this.found !== undefined) return;
    this.#current = new FollowTrace(this.#world, service);
    if (this.#which !== 'failing') this.found = this.#current;
  }

  /** Whoever decided over it is done: what is noted next is about another request. */
  #leaveHands(note: WatchNote): void {
    if (note.note === 'taken' || note.note === 'failed') this.#current = undefined;
  }

  #over(trace: FollowTrace, request: number): void {
    this.#inHand.delete(request);
    if (this.found === undefined && trace.end?.outcome !== 'served') this.found = trace;
  }
}

/** Follows one request of a service on a copy of the room. */
export function followOf(
  ground: FollowGround,
  service: number,
  query: FollowQuery,
): Result<FollowView> {
  const { world } = ground;
  const { which = 'next', withinUs = FOLLOW_WITHIN_US } = query;
  const askedAtUs = world.nowUs;
  const watch = new FollowWatch(world, service, which);
  world.watch = watch;
  if (which === 'now') arrive(world, service);
  const sight = look(ground, { watch, untilUs: askedAtUs + withinUs });
  const { found } = watch;
  if (found === undefined) return nothingFound(ground, { service, which, watch, sight, withinUs });
  const { end } = found;
  const answer = {
    of: textIdOf(world, 'service', service),
    name: world.service.text('name', service),
    which,
    askedAtUs,
    number: found.number,
    sentUs: found.sentUs,
    sentEvent: found.sentEvent,
    ...(end === undefined
      ? {}
      : { endedUs: end.atUs, endedEvent: end.event, tookUs: end.tookUs, ...cause(end.cause) }),
    ...(end?.reason === undefined ? {} : { reason: end.reason }),
    outcome: end?.outcome ?? 'inFlight',
    deadlineUs: world.service.col.deadlineUs[service]!,
    hops: found.hops(),
    chain: end === undefined || end.cause === 0 ? [] : ground.explain(end.cause),
  } as const;
  return ok({ ...answer, message: messageOfFollow(answer) });
}

/** How far was looked. */
interface Sight {
  readonly events: number;
  readonly toUs: number;
  /** All events were spent before the time was over. */
  readonly isCut: boolean;
}

/** Lets the copy run until the request has ended, or as long as is looked ahead. */
function look(
  ground: FollowGround,
  at: { readonly watch: FollowWatch; readonly untilUs: number },
): Sight {
  const { world } = ground;
  const before = world.eventCount;
  for (;;) {
    const events = world.eventCount - before;
    const isOver = at.watch.found?.end !== undefined;
    if (isOver || events >= FOLLOW_EVENTS_MAX) {
      return { events, toUs: world.nowUs, isCut: !isOver };
    }
    if (ground.run(at.untilUs, SLICE).reason !== 'budgetSpent') {
      return { events: world.eventCount - before, toUs: world.nowUs, isCut: false };
    }
  }
}

/** No such request came. Refuses with `follow.nothingArrives` or `follow.nothingFails`. */
function nothingFound(
  { world }: FollowGround,
  at: {
    readonly service: number;
    readonly which: FollowWhich;
    readonly watch: FollowWatch;
    readonly sight: Sight;
    readonly withinUs: number;
  },
): Result<never> {
  const { seen } = at.watch;
  const { events, toUs, isCut } = at.sight;
  const name = world.service.text('name', at.service);
  const span = isCut ? `${events} events` : printDuration(at.withinUs);
  const details = { service: textIdOf(world, 'service', at.service), seen, events, toUs };
  if (at.which === 'failing' && seen > 0) {
    return err({
      code: 'follow.nothingFails',
      message: `None of the ${seen} requests that reach ${name} within ${span} fails.`,
      hint: 'Follow the next one, or break something first.',
      details,
    });
  }
  return err({
    code: 'follow.nothingArrives',
    message: `No request reaches ${name} within ${span}.`,
    hint: 'Give it a load, look further ahead, or follow one that is sent now.',
    details,
  });
}
