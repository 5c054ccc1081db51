/**
 * The hops of one request, out of what the deciding functions noted (rules ENG-FR2 and ENG-FR3).
 *
 * A note is put into words of the view at the moment it is made, while the world still stands as
 * it stood for the decision. What a request passes without a note of its own (ports, needs) follows
 * from a machine having taken it: that is the last thing to happen.
 */
import { FAILURE_REASONS, POWER_STATES, type FailureReason } from '../../../shared/model/kinds.ts';
import type { FollowHop, FollowHopKind, FollowVerdict } from '../../../shared/views/follow-view.ts';
import { usersQuestion } from '../systems/blocked-traffic.ts';
import { walkPath } from '../systems/network-paths.ts';
import { textIdOf } from '../world/names.ts';
import type { WatchNote } from '../world/request-watch.ts';
import type { World } from '../world/world.ts';
import { pathHop } from './reach-answer.ts';
import { cause } from './row-parts.ts';

const RUNNING = POWER_STATES.indexOf('running');

/** The rule that decides at each kind of hop, when nothing is amiss there. */
export const RULE_OF_HOP: Readonly<Record<FollowHopKind, string>> = {
  users: 'ENG-S1',
  name: 'ENG-DN1',
  server: 'ENG-LS1',
  balancer: 'ENG-S3',
  full: 'ENG-S3',
  network: 'ENG-VN11',
  machine: 'ENG-S10',
  ports: 'ENG-PO1',
  needs: 'ENG-W3',
  store: 'ENG-ST15',
  queue: 'ENG-S10',
  work: 'ENG-S10',
  frozen: 'ENG-PR4',
  answer: 'ENG-S10',
};

interface WhereItFails {
  readonly rule: string;
  /** The hop at which it fails; the last one there was when absent. */
  readonly hop?: FollowHopKind;
}

/** Where a request fails for each reason, and by which rule. */
export const WHERE_IT_FAILS: Readonly<Record<FailureReason, WhereItFails>> = {
  noBackendInRotation: { rule: 'ENG-S6' },
  noRoom: { rule: 'ENG-S3' },
  backendDead: { rule: 'ENG-S5', hop: 'machine' },
  machineLost: { rule: 'ENG-S5', hop: 'machine' },
  late: { rule: 'ENG-S10', hop: 'answer' },
  appCrashed: { rule: 'ENG-W1', hop: 'machine' },
  appHung: { rule: 'ENG-W1', hop: 'machine' },
  appFailing: { rule: 'ENG-W1', hop: 'machine' },
  dependencyDown: { rule: 'ENG-W3', hop: 'needs' },
  flowsCut: { rule: 'ENG-S16', hop: 'machine' },
  idleTimeout: { rule: 'ENG-S17', hop: 'answer' },
  noAnswer: { rule: 'ENG-I3', hop: 'machine' },
  packetLost: { rule: 'ENG-I3', hop: 'machine' },
  frontendDown: { rule: 'ENG-Z9' },
  dnsStale: { rule: 'ENG-DN4' },
  storeUnavailable: { rule: 'ENG-ST16' },
  dataMissing: { rule: 'ENG-ST19' },
  snatExhausted: { rule: 'ENG-PO3', hop: 'ports' },
  noOutbound: { rule: 'ENG-PO3', hop: 'ports' },
  blockedByRule: { rule: 'ENG-VN11' },
  nameUnresolved: { rule: 'ENG-DN7' },
  serverDown: { rule: 'ENG-LS1' },
};

type Draft = Omit<FollowHop, 'tookUs' | 'atUs' | 'verdict' | 'rule'> & {
  readonly verdict?: FollowVerdict;
  readonly rule?: string;
};
/** How a request ended. */
export interface TraceEnd {
  readonly atUs: number;
  readonly event: number;
  readonly outcome: 'served' | 'late' | 'refused' | 'lost';
  readonly reason: FailureReason | undefined;
  readonly cause: number;
  /** What its user waited. */
  readonly tookUs: number;
}

/** One request on its way. */
export class FollowTrace {
  readonly sentUs: number;
  readonly sentEvent: number;
  readonly number: number;
  end: TraceEnd | undefined;
  readonly #world: World;
  readonly #service: number;
  readonly #hops: Omit<FollowHop, 'tookUs'>[] = [];
  /** The machine that is being asked, and whether it was named as a hop. */
  #backend = -1;
  #isMachineTold = false;

  constructor(world: World, service: number) {
    this.#world = world;
    this.#service = service;
    this.sentUs = world.nowUs;
    this.sentEvent = world.eventCount;
    this.number = world.service.col.offered[service]!;
    this.#add({ hop: 'users', at: textIdOf(world, 'service', service) });
  }

  /** Takes a note that is about this request. */
  take(note: WatchNote): void {
    switch (note.note) {
      case 'name':
        this.#toName(note);
        break;
      case 'server':
        this.#toServer(note.host);
        break;
      case 'balancer':
        this.#toBalancer(note);
        break;
      case 'offer':
        this.#toBackend(note.backend);
        break;
      case 'full':
        this.#add({ hop: 'full', at: this.#machine(), ...this.#fill() });
        this.#isMachineTold = true;
        break;
      case 'store':
        this.#toStore(note);
        break;
      case 'taken':
        this.#taken(note);
        break;
      case 'work': {
        const { workUs, needsUs, callUs } = note;
        this.#add({ hop: 'work', at: this.#place(), workUs, needsUs, callUs });
        break;
      }
      case 'frozen':
        this.#add({ hop: 'frozen', at: this.#place() });
        break;
      case 'answer':
        this.#answered(note);
        break;
      case 'failed':
        this.#failed(note);
        break;
      default:
        break;
    }
  }

  /** The hops so far, each with the time until the next. */
  hops(): FollowHop[] {
    const endUs = this.end === undefined ? this.#world.nowUs : this.sentUs + this.end.tookUs;
    return this.#hops.map((hop, index) => {
      const isLast = index === this.#hops.length - 1;
      const untilUs = this.#hops[index + 1]?.atUs ?? endUs;
      const verdict = isLast && this.end === undefined ? 'underWay' : hop.verdict;
      return { ...hop, tookUs: Math.max(0, untilUs - hop.atUs), verdict };
    });
  }

  #add(draft: Draft): void {
    const { verdict = 'passed', rule = RULE_OF_HOP[draft.hop] } = draft;
    this.#hops.push({ ...draft, atUs: this.#world.nowUs, verdict, rule });
  }

  #toName(note: Extract<WatchNote, { note: 'name' }>): void {
    const world = this.#world;
    const { endpoint, isKept } = note;
    const balancer = endpoint < 0 ? -1 : world.dnsEndpoint.col.balancer[endpoint]! - 1;
    this.#add({
      hop: 'name',
      at: textIdOf(world, 'dnsProfile', note.profile),
      isKept,
      ...(balancer < 0 ? {} : { leadsTo: textIdOf(world, 'balancer', balancer) }),
    });
  }

  #toServer(host: number): void {
    const { serverBusy, serverQueued, workers, queueLimit } = this.#world.service.col;
    this.#add({
      hop: 'server',
      at: textIdOf(this.#world, 'host', host),
      busy: serverBusy[this.#service]!,
      workers: workers[this.#service]!,
      waiting: serverQueued[this.#service]!,
      queueLimit: queueLimit[this.#service]!,
    });
  }

  #toBalancer(note: Extract<WatchNote, { note: 'balancer' }>): void {
    const { balancer, up, anyway, byAddress } = note;
    const how = byAddress ? 'address' : 'even';
    this.#add({
      hop: 'balancer',
      at: textIdOf(this.#world, 'balancer', balancer),
      rule: byAddress ? 'ENG-S14' : RULE_OF_HOP.balancer,
      up,
      members: this.#world.pools.backendsOfBalancer(balancer).length,
      choice: anyway ? 'anybody' : how,
    });
  }

  /** A machine is asked: the networks before it come first. */
  #toBackend(backend: number): void {
    const world = this.#world;
    this.#backend = backend;
    this.#isMachineTold = false;
    const { balancer, vm } = world.backend.col;
    // What does not run is found out before any rule is asked.
    const runs = world.vm.col.powerState[vm[backend]! - 1] === RUNNING;
    if (!runs || !world.networks.narrows) return;
    const question = usersQuestion(world, {
      balancer: balancer[backend]! - 1,
      vm: vm[backend]! - 1,
      port: world.service.col.port[this.#service]!,
    });
    for (const hop of walkPath(world, question)) {
      const network = pathHop(world, question, hop);
      this.#add({
        hop: 'network',
        ...(network.at === undefined ? {} : { at: network.at }),
        network,
      });
    }
  }

  #machine(): string {
    return textIdOf(this.#world, 'vm', this.#world.backend.col.vm[this.#backend]! - 1);
  }

  /** Where it is worked on: a machine, or the server of one's own. */
  #place(): string {
    if (this.#backend >= 0) return this.#machine();
    return textIdOf(this.#world, 'host', this.#world.service.col.server[this.#service]! - 1);
  }

  /** How full the machine is. */
  #fill(): Pick<FollowHop, 'busy' | 'workers' | 'waiting' | 'queueLimit'> {
    const { busy, queued } = this.#world.backend.col;
    const { workers, queueLimit } = this.#world.service.col;
    return {
      busy: busy[this.#backend]!,
      workers: workers[this.#service]!,
      waiting: queued[this.#backend]!,
      queueLimit: queueLimit[this.#service]!,
    };
  }

  /** The machine answers and has room. */
  #tellMachine(): void {
    if (this.#isMachineTold || this.#backend < 0) return;
    this.#isMachineTold = true;
    this.#add({ hop: 'machine', at: this.#machine(), ...this.#fill() });
  }

  /** It had its ports, where it needs any. */
  #tellPorts(): void {
    const calls = this.#world.service.col.outboundCalls[this.#service]!;
    if (calls > 0 && this.#backend >= 0) this.#add({ hop: 'ports', at: this.#machine(), calls });
  }

  /** What it needs was there, or this request was not one of those that need it. */
  #tellNeeds(): void {
    const needs = this.#world.traffic.dependenciesOf(this.#service).length;
    if (needs > 0 && this.#backend >= 0) this.#add({ hop: 'needs', at: this.#machine(), needs });
  }

  #toStore(note: Extract<WatchNote, { note: 'store' }>): void {
    this.#tellWayToStore();
    const world = this.#world;
    const { replica, isWrite } = note;
    const vm = replica < 0 ? -1 : world.replica.col.vm[replica]! - 1;
    this.#add({ hop: 'store', isWrite, ...(vm < 0 ? {} : { at: textIdOf(world, 'vm', vm) }) });
  }

  #tellWayToStore(): void {
    if (this.#isMachineTold) return;
    this.#tellMachine();
    this.#tellPorts();
    this.#tellNeeds();
  }

  #taken(note: Extract<WatchNote, { note: 'taken' }>): void {
    this.#tellWayToStore();
    if (note.isFree) return;
    this.#add({ hop: 'queue', at: this.#place(), waiting: note.ahead });
  }

  #answered(note: Extract<WatchNote, { note: 'answer' }>): void {
    const { outcome, tookUs, latencyUs } = note;
    const reason = FAILURE_REASONS[note.reason];
    this.#add({
      hop: 'answer',
      at: textIdOf(this.#world, 'service', this.#service),
      verdict: outcome,
      latencyUs,
      ...(reason === undefined ? {} : { reason, rule: WHERE_IT_FAILS[reason].rule }),
      ...cause(note.cause),
    });
    this.#finish({ outcome, reason, cause: note.cause, tookUs });
  }

  #failed(note: Extract<WatchNote, { note: 'failed' }>): void {
    const { outcome } = note;
    // The index was one of the list.
    const reason = FAILURE_REASONS[note.reason]!;
    const where = WHERE_IT_FAILS[reason];
    const failure = { verdict: outcome, reason, rule: where.rule, ...cause(note.cause) };
    const hop = this.#hopOfFailure(where, note.request);
    if (hop === undefined) Object.assign(this.#hops.at(-1)!, failure);
    else this.#add({ ...hop, ...failure });
    this.#finish({ outcome, reason, cause: note.cause, tookUs: this.#world.nowUs - this.sentUs });
  }

  /** The hop that a failure adds to the way; undefined when it is the last one there is. */
  #hopOfFailure(where: WhereItFails, request: number): Draft | undefined {
    if (request >= 0) return { hop: 'machine', at: this.#place() };
    // A rule that stops a call outwards stands behind the machine, not before it.
    const isPorts = where.rule === 'ENG-VN11' && this.#hops.at(-1)?.network?.open !== false;
    const kind = isPorts ? 'ports' : where.hop;
    if (kind === undefined) return undefined;
    if (kind !== 'machine') this.#tellMachine();
    if (kind === 'needs') this.#tellPorts();
    return { hop: kind, at: this.#machine(), ...(kind === 'machine' ? this.#fill() : {}) };
  }

  #finish(end: Omit<TraceEnd, 'atUs' | 'event'>): void {
    this.end = { ...end, atUs: this.#world.nowUs, event: this.#world.eventCount };
  }
}
