/**
 * Goal: a document's export, run from its start, gives the document's state; exporting the state of
 * a moment gives a room that looks the same. Method: a live engine is driven by seeded chance,
 * decisions fall on arbitrary and on crowded moments, half way through an instant too; then the
 * exported file is read, run and compared by hash, or its rows are compared.
 */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/index.ts';
import { carriedState } from '../../src/main/workspace/carried-state.ts';
import { startEngine } from '../../src/main/workspace/start-engine.ts';
import { overlayCatalogue } from '../../src/shared/document/catalogue-overlay.ts';
import {
  exportScenario,
  type ExportedDecision,
} from '../../src/shared/document/export-scenario.ts';
import { readScenario, type ReadScenario } from '../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../src/shared/document/print-scenario.ts';
import { startStateOf } from '../../src/shared/document/work-from-rows.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { US_PER_SECOND } from '../../src/shared/kernel/time.ts';
import { commandTypes } from '../../src/shared/commands/index.ts';
import type { GuestView } from '../../src/shared/views/guest-view.ts';
import type { RowOf, TopologyRow } from '../../src/shared/views/topology-view.ts';
import { generate, RoomSight, type Step } from '../support/command-generators.ts';
import { count } from '../support/counts.ts';
import { LAB_SCENARIO_TEXT } from '../support/lab-scenario.ts';
import { theCatalogue } from '../support/the-catalogue.ts';

const ACTS = 25;
/** A session goes on until it decided so much, however long its first acts had to wait. */
const DECISIONS_MIN = 6;
const ACTS_MAX = 4 * ACTS;
const END_US = 1_800 * US_PER_SECOND;

function read(text: string): ReadScenario {
  const outcome = readScenario(text);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

function start(given: ReadScenario): Engine {
  const engine = startEngine({ ...given, catalogue: theCatalogue() });
  if (!engine.ok) throw new Error(engine.error.message);
  return engine.value;
}

/** A live session: an engine and the decisions that were taken on it. */
class Session {
  readonly engine: Engine;
  readonly decisions: ExportedDecision[] = [];

  constructor(from: ReadScenario) {
    this.engine = start(from);
    this.engine.runUntil(0, { maxEvents: 0 });
  }

  /** Takes a decision now, if it is accepted. */
  decide(command: Exclude<Step, { waitUs: number }>): void {
    const { engine } = this;
    const proposed = engine.propose(command);
    if (!proposed.ok) return;
    const { nowUs: atUs, eventsAtNow, midInstant, actionsDone } = engine;
    engine.commit(proposed.value);
    this.decisions.push({ atUs, eventsAtNow, midInstant, actionsDone, command });
  }

  step(step: Step): void {
    if ('waitUs' in step) this.engine.runUntil(this.engine.nowUs + step.waitUs);
    else this.decide(step);
  }

  /** Any command that there is, with what it needs before it. */
  act(random: RandomStream, serial: number): void {
    const type = commandTypes[random.nextBelow(commandTypes.length)] ?? 'fault.cut';
    let generated;
    try {
      generated = generate(type, new RoomSight({ rows: this.engine.rows(), random, serial }));
    } catch {
      // Nothing in the room fits this command at the moment: another one will come.
      return;
    }
    for (const step of generated.prepare ?? []) this.step(step);
    this.decide(generated.command);
  }

  /** Lets time pass: to a round second, by a few events, or to the next event exactly. */
  wander(random: RandomStream): void {
    const { engine } = this;
    const way = random.nextBelow(4);
    if (way === 0) engine.runUntil(engine.nowUs + random.nextBelow(90) * US_PER_SECOND);
    else if (way === 1)
      engine.runUntil(Math.max(END_US, engine.nowUs), { maxEvents: 1 + random.nextBelow(400) });
    else if (way === 2) engine.runUntil(engine.nextEventAtUs() ?? engine.nowUs, { maxEvents: 1 });
    else engine.runUntil(engine.nowUs + random.nextBelow(2_000_000));
  }
}

function liveSession(from: ReadScenario, seed: number): Session {
  const session = new Session(from);
  const random = new RandomStream(seed, 'session');
  for (let serial = 0; serial < ACTS_MAX; serial += 1) {
    const isOver = serial >= ACTS || session.engine.nowUs >= END_US;
    if (isOver && session.decisions.length >= DECISIONS_MIN) break;
    session.act(random, serial);
    session.wander(random);
  }
  return session;
}

/** Decides half way through the very moments that have timed actions, which some follow. */
function amidActions(
  from: ReadScenario,
  plan: { readonly seed: number; readonly moments: readonly ExportedDecision[] },
): Session {
  const session = new Session(from);
  const { engine } = session;
  const random = new RandomStream(plan.seed, 'amid');
  for (const [serial, { atUs }] of plan.moments.entries()) {
    if (atUs < engine.nowUs) continue;
    if (atUs > engine.nowUs) engine.runUntil(atUs - 1);
    engine.runUntil(atUs, { maxEvents: random.nextBelow(4) });
    session.decide({ type: 'group.add', name: `amid-${serial}` });
    session.decide({ type: 'vm.stop', vm: 'web-1' });
    engine.runUntil(atUs, { maxEvents: random.nextBelow(3) });
    session.decide({ type: 'group.add', name: `later-${serial}` });
  }
  return session;
}

const SEEDS = Array.from({ length: count('simulationSeeds') }, (_, index) => index + 1);

describe('a document exported as a scenario', () => {
  it.each(SEEDS)('runs to the same state (seed %i)', (seed) => {
    const from = read(LAB_SCENARIO_TEXT);
    const session = liveSession(from, seed);
    const exported = exportScenario({ start: from.scenario, decisions: session.decisions });
    const text = printScenario(exported);
    const again = start(read(text));
    const untilUs = Math.max(session.engine.nowUs, END_US);
    session.engine.runUntil(untilUs);
    again.runUntil(untilUs);
    expect(session.decisions.length).toBeGreaterThanOrEqual(DECISIONS_MIN);
    expect(again.hash()).toBe(session.engine.hash());
    expect(printScenario(exportScenario({ start: read(text).scenario, decisions: [] }))).toBe(text);
  });

  it.each(SEEDS)('carries decisions amid the actions of an export again (seed %i)', (seed) => {
    const first = liveSession(read(LAB_SCENARIO_TEXT), seed);
    const middle = printScenario(
      exportScenario({ start: read(LAB_SCENARIO_TEXT).scenario, decisions: first.decisions }),
    );
    const from = read(middle);
    const session = amidActions(from, { seed, moments: first.decisions });
    const exported = exportScenario({ start: from.scenario, decisions: session.decisions });
    const again = start(read(printScenario(exported)));
    const untilUs = Math.max(session.engine.nowUs, END_US);
    session.engine.runUntil(untilUs);
    again.runUntil(untilUs);
    expect(again.hash()).toBe(session.engine.hash());
  });

  it('puts a decision between events where it was taken, before what waits for their end', () => {
    const from = read(LAB_SCENARIO_TEXT);
    const at = 300 * US_PER_SECOND;
    const command = { type: 'group.add' as const, name: 'x' };
    const decision = (eventsAtNow: number, midInstant: boolean) =>
      exportScenario({
        start: from.scenario,
        decisions: [{ atUs: at, eventsAtNow, midInstant, command }],
      }).actions?.map((action) => [action.at, action.do, action.afterEvents]);
    expect(decision(2, true)?.slice(0, 2)).toEqual([
      ['5m', 'group.add', 2],
      ['5m', 'fault.cut', undefined],
    ]);
    expect(decision(2, false)?.slice(0, 2)).toEqual([
      ['5m', 'fault.cut', undefined],
      ['5m', 'group.add', undefined],
    ]);
  });

  it('knows the machines that copies of a machine and of a service bring along', () => {
    const from = read(LAB_SCENARIO_TEXT);
    const commands: ExportedDecision['command'][] = [
      { type: 'group.add', name: 'other' },
      { type: 'vm.clone', vm: 'web-1', name: 'twin' },
      { type: 'vm.deallocate', vm: 'vm:shop/twin' },
      { type: 'environment.clone', name: 'lane', service: 'site', kind: 'staging' },
      { type: 'vm.deallocate', vm: 'vm:lane/web-1' },
    ];
    const decisions = commands.map((command, at) => {
      return { atUs: (at + 1) * US_PER_SECOND, eventsAtNow: 0, midInstant: false, command };
    });
    const text = printScenario(exportScenario({ start: from.scenario, decisions }));
    expect(read(text).expanded.actions.map(({ command }) => command)).toEqual(
      expect.arrayContaining(commands),
    );
    const misspelt = readScenario(text.replace('vm:lane/web-1', 'vm:lane/web-99'));
    expect(misspelt.ok).toBe(false);
  });

  it('keeps the moment of a command apart from the time of day that it has itself', () => {
    const from = read(LAB_SCENARIO_TEXT);
    const command = {
      type: 'maintenance.configure' as const,
      availabilitySet: 'later',
      scope: 'guest' as const,
      days: ['Monday' as const],
      at: '02:00',
      duration: '2h',
    };
    const made = { type: 'availabilitySet.add' as const, name: 'later', group: 'shop' };
    const decisions = [made, command].map((one) => {
      return { atUs: 7 * US_PER_SECOND, eventsAtNow: 0, midInstant: false, command: one };
    });
    const text = printScenario(exportScenario({ start: from.scenario, decisions }));
    const { actions } = read(text).expanded;
    expect(actions.find((action) => action.command.type === command.type)).toEqual({
      atUs: 7 * US_PER_SECOND,
      command,
    });
  });
});

/** Of an operating system: what is installed and scheduled, and what runs while it is up. */
function lastingGuest(guest: GuestView | undefined): Record<string, unknown> {
  if (guest === undefined || guest.applications.length + guest.tasks.length === 0) return {};
  return {
    inside: {
      runtimes: guest.runtimes.length,
      applications: guest.applications
        .map(({ name, changes, needs, state }) => ({
          name,
          changes,
          needs,
          // While its system is down, or comes up again, there is nothing to hold it against.
          ...(guest.up ? { runs: state === 'running' } : {}),
        }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      tasks: guest.tasks.map(({ name, cron, lastsUs }) => ({ name, cron, lastsUs })),
    },
  };
}

/** Of an image: its disk and where it is; not what it was made from, and when. */
function lastingDisk(disk: object): Record<string, unknown> {
  const {
    origin: _origin,
    from: _from,
    ready: _ready,
    readyAtUs: _readyAt,
    addedAtUs: _added,
    machines,
    replicas,
    ...rest
  }: Record<string, unknown> = { ...disk };
  // Instances of scale sets get names of their own.
  const users: string[] = Array.isArray(machines) ? machines.map(String) : [];
  const made = users.filter((vm) => !vm.includes('/ss'));
  const regions = Array.isArray(replicas)
    ? replicas.map(({ region }: { region: string }) => region).toSorted()
    : [];
  return { ...rest, machines: made.toSorted(), regions };
}

/** Of a machine on its way to another size: that size, and not the figures of the one it had. */
function settled(row: RowOf<'vm'>): Partial<RowOf<'vm'>> {
  const { pendingSize: size, ...rest } = row;
  if (size === undefined) return rest;
  const { vCpu: _vCpu, memoryMib: _memory, microUsdPerHour: _price, ...others } = rest;
  const { credits: _credits, tempDisk: _temp, ...kept } = others;
  return { ...kept, size };
}

/**
 * Of a machine: not what the list of losses names (shared identities, patches, failures), nor how
 * often it had a new temporary disk, which is a count. Disks and interfaces stand in the order of
 * their slots, and a room begun anew has other slots.
 */
function lastingMachine(row: RowOf<'vm'>): Record<string, unknown> {
  const { identity: _identity, drift, deprovisioned, application, ...whole } = settled(row);
  const { credits, tempDisk, disks = [], nics = [], ...rest } = whole;
  const { balance: _balance, throttled: _throttled, ...rules } = credits ?? {};
  const { patchLevels: _patches, ...lists } = drift ?? { patchLevels: 0 };
  const differs = Object.values(lists).some((list) => list.length > 0);
  return {
    ...rest,
    disks: disks.toSorted(),
    nics: nics.toSorted(),
    ...(credits === undefined ? {} : { credits: rules }),
    ...(tempDisk === undefined ? {} : { tempDisk: { mib: tempDisk.mib } }),
    ...(row.generalized === true ? { deprovisioned } : {}),
    ...(application !== undefined && startStateOf(row) === 'running' ? { application } : {}),
    ...(differs ? { drift: lists } : {}),
  };
}

/** Of an environment: what it is and its clock; not what its machines do, and cost. */
function lastingGroup(row: RowOf<'group'>): Record<string, unknown> {
  if (row.environment === undefined) return { ...row };
  const { kind, clock } = row.environment;
  return { ...row, environment: { kind, clock: clock && windowRule(clock) } };
}

/** Stages in which a move can begin. */
const BEGUN: readonly string[] = ['inventory', 'mapped', 'replicating', 'replicated'];

/** Of a move: what was decided; what was measured, copied and tried begins anew, as is said. */
function lastingMove(row: RowOf<'move'>): Record<string, unknown> {
  const { kind, id, server, mapping, copy } = row;
  const line = copy && { mbps: copy.mbps, churn: copy.churnMibPerHour, everyUs: copy.everyUs };
  const stage = row.stage === 'replicating' ? 'replicated' : row.stage;
  return { kind, id, server, stage, mapping, line };
}

/** Of state: who has replicas, how backups and sessions are kept; not what became of them. */
function lastingState(row: TopologyRow): Record<string, unknown> {
  if (row.kind === 'vm') {
    const stores = row.replicaOf?.map(({ store }) => store);
    return { ...lastingMachine(row), ...(stores === undefined ? {} : { replicaOf: stores }) };
  }
  if (row.kind === 'host' && row.hypervisor !== undefined) {
    // What machines are promised follows from where they begin, as with the host's own figures.
    const { memoryPromisedMib: _promised, swappedMib: _swapped, ...rules } = row.hypervisor;
    return { ...row, hypervisor: rules };
  }
  // Those made before the last part of their kind are among the losses.
  if (row.kind === 'reliability' && row.of !== undefined) return { ...row, covers: 'its kind' };
  if (row.kind === 'service' && row.sessions !== undefined) {
    const { losses: _losses, ...sessions } = row.sessions;
    return { ...row, sessions };
  }
  if (row.kind === 'workload') {
    // Instances of scale sets get names of their own; the list of losses names such uses.
    return { ...row, machines: row.machines.filter((vm) => !vm.includes('/ss')) };
  }
  if (row.kind === 'group') return lastingGroup(row);
  if (row.kind === 'move') return lastingMove(row);
  if (row.kind === 'disk') {
    // What is under way is taken as done, credits begin full, and what bursts have cost is a count.
    const { readyAtUs: _ready, burst, onDemand, ...disk } = row;
    return { ...disk, bursts: [burst !== undefined, onDemand !== undefined] };
  }
  if (row.kind === 'snapshot') return { ...row, createdAtUs: 0 };
  if (row.kind === 'managedImage') return lastingDisk(row);
  if (row.kind === 'imageDefinition') {
    return { ...row, versions: row.versions.map((version) => lastingDisk(version)) };
  }
  if (row.kind === 'terms') return { ...row, acceptedAtUs: 0 };
  if (row.kind === 'reservation') {
    // Which hosts keep its places is found anew; the list of losses says so.
    const { hosts, ...asked } = row;
    return { ...asked, places: hosts.reduce((sum, { places }) => sum + places, 0) };
  }
  if (row.kind !== 'store') return { ...row };
  const { replicas, backup, replication, partnerMissing, quorum, witness, failover } = row;
  const { restoreUs: _restore, ...kept } = backup ?? {};
  return {
    kind: row.kind,
    id: row.id,
    rules: { replication, partnerMissing, quorum, witness, failover },
    figures: [row.dataGib, row.writeKib, row.logMbps, row.detectUs, row.promoteUs],
    load: [row.writesPerSecond, row.readsPerSecond, row.service, row.writeSharePpm],
    replicas: replicas.map(({ vm }) => vm).toSorted(),
    kept,
  };
}

/** Of a window or a clock: its rule, without the next moments in the time of the run. */
function windowRule(window: object): Record<string, unknown> {
  const {
    opensAtUs: _opens,
    closesAtUs: _closes,
    nextUs: _next,
    ...rule
  }: Record<string, unknown> = {
    ...window,
  };
  return rule;
}

/** What a scenario can carry of a row: not what moves, counts or remembers. */
function lasting(row: TopologyRow): Record<string, unknown> {
  const {
    slot: _slot,
    cause: _cause,
    revision: _revision,
    provisioningState: _provisioning,
    operation: _operation,
    operationEndsAtUs: _ends,
    batteryEmptyAtUs: _empty,
    energised: _energised,
    powered: _powered,
    connected: _connected,
    tripped: _tripped,
    privateAddress: _address,
    exactImage: _exact,
    curve: _curve,
    curveStartUs: _curveStart,
    maintenance: _maintenance,
    instances: _instances,
    autoscale,
    backends,
    guest,
    windows,
    ...others
  } = lastingState(row);
  const rest = Array.isArray(windows) ? { ...others, windows: windows.map(windowRule) } : others;
  const rules = autoscale === undefined ? {} : { rules: (autoscale as { rules: unknown }).rules };
  const inside = lastingGuest(guest as GuestView | undefined);
  if (!Array.isArray(backends)) return { ...rest, ...rules, ...inside };
  // Which instances of a scale set are in a pool is chance again; other members are carried.
  const members = backends.map((one: { vm: string }) => one.vm).filter((vm) => !vm.includes('/ss'));
  return { ...rest, ...rules, backends: members.toSorted() };
}

function byId(rows: readonly TopologyRow[]): Map<string, Record<string, unknown>> {
  return new Map(rows.map((row) => [row.id, lasting(row)]));
}

describe('the state of a moment as a scenario', () => {
  it.each(SEEDS)('begins a room that looks the same (seed %i)', (seed) => {
    const from = read(LAB_SCENARIO_TEXT);
    const session = liveSession(from, seed + 1_000);
    const { engine } = session;
    const rows = engine.rows();
    const outcome = carriedState(
      {
        atUs: engine.nowUs,
        rows,
        requestsInFlight: engine.metrics().services.reduce((sum, one) => sum + one.inFlight, 0),
        start: from.scenario,
        durationUs: from.expanded.durationUs,
        catalogue: overlayCatalogue(theCatalogue(), from.expanded.sizes),
        coming: from.expanded.actions.filter((action) => action.atUs > engine.nowUs),
      },
      theCatalogue(),
    );
    if (!outcome.ok) throw new Error(outcome.error.message);
    const carried = outcome.value;
    const text = printScenario(carried.scenario);
    const begun = start(read(text));
    begun.runUntil(0);
    const before = byId(rows);
    const after = byId(begun.rows());
    for (const [id, row] of before) {
      if (!isCarried(rows, id) || isNamed(carried.notCarried, id)) continue;
      expect(after.get(id), `${id} of ${text}`).toMatchObject(comparable(row));
      // The list of losses says so: instances begin anew where there is room for them.
      const { capacity } = row;
      if (capacity !== undefined)
        expect(after.get(id)?.['capacity']).toBeLessThanOrEqual(Number(capacity));
    }
    const made = [...after.keys()].filter((id) => !before.has(id));
    expect(made.filter((id) => !isInstance(begun.rows(), id) && !isNumbered(id))).toEqual([]);
    expect(carried.notCarried.length).toBeGreaterThan(1);
  });
});

/** Faults, hooks and events are numbered by the engine; what they say is compared elsewhere. */
function isNumbered(id: string): boolean {
  return /^(?:fault|drainHook|scheduledEvent):/.test(id);
}

/** Instances of scale sets are made anew, under names of their own, with their disks. */
function isInstance(rows: readonly TopologyRow[], id: string): boolean {
  const row = rows.find((one) => one.id === id);
  if (row?.kind === 'vm') return row.scaleSet !== undefined;
  if (row?.kind !== 'disk' && row?.kind !== 'nic') return false;
  return row.vm !== undefined && isInstance(rows, row.vm);
}

/** Batches and parts nobody uses have no way into a scenario; the list of losses names them. */
function isCarried(rows: readonly TopologyRow[], id: string): boolean {
  const row = rows.find((one) => one.id === id);
  if (row?.kind === 'batch' || isInstance(rows, id) || isNumbered(id)) return false;
  // After a change-over a move is no beginning; the list of losses names it.
  if (row?.kind === 'move') return BEGUN.includes(row.stage);
  // One of a disk that is gone, or comes and goes with an instance, is among the losses too.
  if (row?.kind === 'snapshot') {
    return rows.some(({ id: disk }) => disk === row.disk) && !isInstance(rows, row.disk);
  }
  // A use that ran on instances of scale sets only has nothing left to run on.
  if (row?.kind === 'workload') return row.machines.some((vm) => !isInstance(rows, vm));
  return (row?.kind !== 'disk' && row?.kind !== 'nic') || row.vm !== undefined;
}

/** Whether the list of losses says that this thing, or the machine it belongs to, is missing. */
function isNamed(notCarried: readonly string[], id: string): boolean {
  const name = id.slice(Math.max(id.indexOf(':'), id.indexOf('/')) + 1);
  const machine = name.replace(/-(?:os|nic|data-\d+)$/, '');
  return notCarried.some(
    (loss) =>
      loss.startsWith(`The machine ${machine}:`) ||
      (id.startsWith('move:') && loss.startsWith('Moves whose machine') && loss.includes(name)),
  );
}

/** States that follow from what happens next are not compared, only what was decided. */
function comparable(row: Record<string, unknown>): Record<string, unknown> {
  const {
    state: _state,
    up: _up,
    powerState: _power,
    lost: _lost,
    host: _host,
    usedGib: _used,
    vCpuCommitted: _vCpu,
    memoryCommittedMib: _memory,
    members: _members,
    matrix: _matrix,
    worstPair: _pair,
    cluster: _cluster,
    racks: _racks,
    capacity: _capacity,
    faultDomain: _fault,
    updateDomain: _update,
    // Marks of faults, under the numbers those get.
    faults: _faults,
    silent: _silent,
    pausedUntilUs: _paused,
    speedPermille: _speed,
    inletMilliC: _inlet,
    tooHot: _hot,
    failing: _failing,
    // How far instances are with what was decided for them.
    behind: _behind,
    unhealthy: _unhealthy,
    model: _model,
    rollout: _rollout,
    surplus: _surplus,
    // Counts and shares of web apps, and public addresses in the order they were asked for.
    cpuShare: _share,
    scaledOut: _out,
    scaledIn: _in,
    patches: _patches,
    patchedAtUs: _patchedAt,
    address: _public,
    repairs,
    spot,
    spotOf,
    frontends,
    endpoints,
    ...rest
  } = row;
  return {
    ...rest,
    ...(repairs === undefined ? {} : { repairs: decided(repairs) }),
    ...(spot === undefined ? {} : { spot: decided(spot) }),
    ...(spotOf === undefined ? {} : { spotOf: decided(spotOf) }),
    ...(Array.isArray(frontends) ? { frontends: frontends.map((one) => unnumbered(one)) } : {}),
    ...(Array.isArray(endpoints) ? { endpoints: endpoints.map((one) => named(one)) } : {}),
  };
}

/** Of the answers of a name: which they are, without what its checks found and who holds them. */
function named(endpoint: unknown): unknown {
  if (typeof endpoint !== 'object' || endpoint === null) return endpoint;
  const FOUND = ['health', 'failures', 'holders', 'cause'];
  return Object.fromEntries(Object.entries(endpoint).filter(([key]) => !FOUND.includes(key)));
}

/** Of a frontend: what it is, without the address the room gave it. */
function unnumbered(frontend: object): unknown {
  return Object.fromEntries(Object.entries(frontend).filter(([key]) => key !== 'address'));
}

/** Of repairs and spot machines: the policy, without its counts and what it announced. */
function decided(policy: unknown): unknown {
  if (typeof policy !== 'object' || policy === null) return policy;
  const COUNTS = ['state', 'underRepair', 'regular', 'spot', 'evicted', 'shortUntilUs'];
  // A notice is a scheduled event, which the list of losses names.
  const left = [...COUNTS, 'noticeAtUs'];
  return Object.fromEntries(Object.entries(policy).filter(([key]) => !left.includes(key)));
}
