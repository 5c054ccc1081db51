/**
 * Figures of packing that expressions of labs can ask for: how many machines of a shape still find
 * room, host by host, and which cores are free but of no use to it. What is placed where, and why,
 * it must not know.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { LabFunction, Value } from '../../shared/lab/expression.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';

/** The calls of this file over a room. */
export function packingCalls(rows: readonly TopologyRow[]): Readonly<Record<string, LabFunction>> {
  return {
    /** How many more machines of so many cores and so much memory (MiB) fit on hosts that run. */
    fits: (given) => {
      const shape = shapeOf(given);
      if (!shape.ok) return shape;
      return ok(hostsUp(rows).reduce((sum, host) => sum + fitOn(host, shape.value), 0));
    },
    /** Cores that are free on hosts that run and that no machine of this shape can use. */
    stranded: (given) => {
      const shape = shapeOf(given);
      if (!shape.ok) return shape;
      const { vCpu } = shape.value;
      return ok(
        hostsUp(rows).reduce(
          (sum, host) => sum + freeCores(host) - fitOn(host, shape.value) * vCpu,
          0,
        ),
      );
    },
  };
}

interface Shape {
  readonly vCpu: number;
  readonly memoryMib: number;
}

function shapeOf([vCpu, memoryMib]: readonly Value[]): Result<Shape> {
  if (typeof vCpu !== 'number' || typeof memoryMib !== 'number' || vCpu < 1 || memoryMib < 1) {
    return err(wantsShape());
  }
  return ok({ vCpu, memoryMib });
}

function hostsUp(rows: readonly TopologyRow[]): RowOf<'host'>[] {
  return rows.filter((row): row is RowOf<'host'> => row.kind === 'host' && row.state === 'up');
}

function freeCores({ cores, vCpuCommitted }: RowOf<'host'>): number {
  return Math.max(0, cores - vCpuCommitted);
}

function fitOn(host: RowOf<'host'>, { vCpu, memoryMib }: Shape): number {
  const memory = Math.max(0, host.memoryMib - host.memoryCommittedMib);
  return Math.floor(Math.min(freeCores(host) / vCpu, memory / memoryMib));
}

function wantsShape(): AppError {
  return {
    code: 'lab.badExpression',
    message: 'A call in an expression needs cores and memory in MiB, at least 1 of each.',
    hint: 'Write it like fits(4, 32768).',
  };
}
