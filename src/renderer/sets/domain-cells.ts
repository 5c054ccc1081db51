/**
 * The members of a set sorted into the cells of fault domain × update domain, and what can be
 * said about their spread. Which machine stands where is in the rows; nothing is assigned here.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';

type Machine = RowOf<'vm'>;

export interface DomainCells {
  /** First by update domain, then by fault domain; empty cells are empty lists. */
  readonly lines: readonly (readonly (readonly Machine[])[])[];
  /** Members that stand nowhere at present: deallocated, or not placed yet. */
  readonly outside: readonly Machine[];
  /** How many hold a host, which is how many a fault can take. */
  readonly placed: number;
}

/** Sorts members into cells. O(members + cells). */
export function cellsOf(
  members: readonly Machine[],
  shape: { readonly faultDomains: number; readonly updateDomains: number },
): DomainCells {
  const lines = Array.from({ length: shape.updateDomains }, () =>
    Array.from({ length: shape.faultDomains }, (): Machine[] => []),
  );
  const outside: Machine[] = [];
  for (const vm of members) {
    const line = vm.updateDomain === undefined ? undefined : lines[vm.updateDomain];
    const cell = vm.faultDomain === undefined ? undefined : line?.[vm.faultDomain];
    if (cell === undefined || vm.host === undefined) outside.push(vm);
    else cell.push(vm);
  }
  return { lines, outside, placed: members.length - outside.length };
}

/** What is wrong with a shape whose two numbers share a divisor; undefined when they do not. */
export interface SharedDivisor {
  readonly divisor: number;
  /** Cells that dealing out in turn ever reaches, and all there are. */
  readonly reached: number;
  readonly cells: number;
}

/** Members are dealt out in turn, so only the least common multiple of the two is reached. */
export function sharedDivisor(shape: {
  readonly faultDomains: number;
  readonly updateDomains: number;
}): SharedDivisor | undefined {
  let divisor = shape.faultDomains;
  let rest = shape.updateDomains;
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  if (divisor <= 1) return undefined;
  const cells = shape.faultDomains * shape.updateDomains;
  return { divisor, reached: cells / divisor, cells };
}

export type WorstPair = NonNullable<RowOf<'availabilitySet'>['worstPair']>;

/** The pair whose loss takes most, the first of equals; for sets whose row does not name it. */
export function worstPairOf(
  cells: DomainCells,
  /** Only this update domain is asked about, for example the one being maintained. */
  only?: number,
): WorstPair | undefined {
  if (cells.placed === 0) return undefined;
  const { lines, placed } = cells;
  const inUpdate = lines.map((line) => line.reduce((sum, cell) => sum + cell.length, 0));
  let worst = { faultDomain: 0, updateDomain: 0, lost: -1, left: 0 };
  for (let faultDomain = 0; faultDomain < (lines[0]?.length ?? 0); faultDomain += 1) {
    const inFault = lines.reduce((sum, line) => sum + (line[faultDomain]?.length ?? 0), 0);
    lines.forEach((line, updateDomain) => {
      if (only !== undefined && only !== updateDomain) return;
      const both = line[faultDomain]?.length ?? 0;
      const lost = inFault + (inUpdate[updateDomain] ?? 0) - both;
      if (lost > worst.lost) worst = { faultDomain, updateDomain, lost, left: placed - lost };
    });
  }
  return worst;
}
