/**
 * The designs somebody has tried, one for each branch, on one scale of money and nines. The present
 * one is looked at where it stands, every other on a copy run to its end; nobody's clock moves.
 *
 * Availability is what the drawing lets expect, or what was measured: designs are compared by one
 * of the two and never by one of each.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { placesOnCurve } from '../../shared/model/pareto-curve.ts';
import {
  DESIGN_BASES,
  type Design,
  type DesignBasis,
  type DesignsView,
} from '../../shared/views/design-view.ts';
import type { SlaEntry } from '../../shared/views/sla-view.ts';
import type { Engine } from '../engine/index.ts';
import { openLabStart } from '../sweep/lab-copy.ts';
import type { DocumentWorkspace } from './document-workspace.ts';
import { destinationTip } from './history-plan.ts';
import type { Branch } from './history.ts';
import { labStartOf } from './start-engine.ts';
import { travel } from './travel.ts';
import type { WorkspaceParts } from './workspace-core.ts';

const MINUTES_PER_HOUR = 60;

/** A design before it is placed among the others. */
interface Looked extends Omit<Design, 'places'> {
  readonly availability: Readonly<Partial<Record<DesignBasis, number>>>;
}

interface LookAsked {
  readonly branch: Branch;
  readonly service: string | undefined;
  readonly tipUs: number;
  readonly decisions: number;
}

/**
 * Every branch as a design. Branches that an older engine made are left out. Refuses with
 * `history.noWay`, `document.diverged` and `workspace.cancelled`.
 */
export async function designsOf(
  opened: DocumentWorkspace,
  asked: { readonly service?: string | undefined; readonly signal: CancelSignal },
): Promise<Result<DesignsView>> {
  const found = await opened.workspace.askCore(({ parts }) => ok(lookHere(parts, asked.service)));
  if (!found.ok) return found;
  const { parts, others, services, service, monthHours } = found.value;
  const looked = [found.value.present];
  for (const branch of others) {
    const engine = openLabStart(labStartOf(opened));
    const way = { branch: branch.id, standing: undefined, signal: asked.signal };
    const arrival = await travel({ ...parts, engine }, destinationTip(branch), way);
    if (!arrival.ok) return arrival;
    const { tip, path } = branch;
    const about = { branch, service: service?.id, tipUs: tip.atUs, decisions: path.length };
    looked.push(lookAtDesign(engine, about));
  }
  return ok({
    monthHours,
    ...(service === undefined ? {} : { service }),
    services,
    designs: placed(looked, monthHours),
  });
}

function lookHere(parts: WorkspaceParts, wanted: string | undefined) {
  const { engine, history } = parts;
  const services = engine.look().services.map(({ id, name }) => ({ id, name }));
  const service = services.find(({ id }) => id === wanted) ?? services[0];
  const { branch, head } = history;
  const { monthHours } = engine.costs(0);
  const about = { branch, service: service?.id, tipUs: engine.nowUs, decisions: head.applied };
  return {
    parts,
    services,
    service,
    monthHours,
    present: lookAtDesign(engine, about),
    // The paths are copied: commands go on while the copies run.
    others: history.branches
      .filter(({ id, isFrozen }) => id !== branch.id && !isFrozen)
      .map((one) => ({ ...one, path: [...one.path] })),
  };
}

/** Reads a room as a design: what it costs as it stands, and how available its service is. */
function lookAtDesign(engine: Engine, about: LookAsked): Looked {
  const { branch, service, tipUs, decisions } = about;
  const { microUsdPerHour, monthHours } = engine.costs(0);
  const entry =
    service === undefined
      ? undefined
      : engine.sla({ of: service, machines: false }).entries.find(({ id }) => id === service);
  return {
    branch: branch.id,
    name: branch.name,
    tipUs,
    decisions,
    machines: engine.look().machines,
    microUsdPerMonth: microUsdPerHour * monthHours,
    availability: entry === undefined ? {} : availabilityOf(entry),
  };
}

function availabilityOf({ expected, measured }: SlaEntry): Looked['availability'] {
  return {
    ...(expected === undefined ? {} : { expected: expected.availability }),
    measured: measured.availability ?? measured.slaAvailability,
  };
}

/** Cheapest first, each with its place by every figure it has. */
function placed(looked: readonly Looked[], monthHours: number): Design[] {
  const places = looked.map((): Design['places'] => []);
  for (const basis of DESIGN_BASES) {
    const having = looked.flatMap((design, index) => {
      const availability = design.availability[basis];
      if (availability === undefined) return [];
      return [{ index, microUsdPerMonth: design.microUsdPerMonth, availability }];
    });
    const curve = placesOnCurve(having, monthHours);
    having.forEach(({ index, availability }, at) => {
      places[index]?.push({
        basis,
        availability,
        downMinutesPerMonth: (1 - availability) * monthHours * MINUTES_PER_HOUR,
        ...(curve[at] ?? { onCurve: false }),
      });
    });
  }
  return looked
    .map(({ availability: _figures, ...design }, index) => ({
      ...design,
      places: places[index] ?? [],
    }))
    .sort((one, two) => one.microUsdPerMonth - two.microUsdPerMonth);
}
