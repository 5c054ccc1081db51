/**
 * The four figures by which branches are compared, as lines of a chart: names, units and values.
 * The values are the workspace's own.
 */
import type { BranchComparison, BranchSide } from '../../shared/views/branch-view.ts';
import type { ChartSeries } from '../charts/line-chart.ts';

/** Figures in the order in which they are shown. */
export const BRANCH_FIGURES = ['served', 'availability', 'costUsd', 'machines'] as const;
export type BranchFigure = (typeof BRANCH_FIGURES)[number];

type ChartLine = ChartSeries & { readonly values: readonly number[] };

const LEFT_LOOK = { color: 'accent' };
const RIGHT_LOOK = { color: 'change-g', dash: [6, 4] };
const DEMAND_LOOK = { color: 'text-3', dash: [2, 4] };

/** One figure of both branches as lines; what is served stands before what is asked for. */
export function linesOf(
  { left, right }: BranchComparison,
  given: { readonly figure: BranchFigure; readonly demanded: string },
): ChartLine[] {
  const { figure, demanded } = given;
  const both = [line(left, figure, LEFT_LOOK), line(right, figure, RIGHT_LOOK)];
  if (figure !== 'served') return both;
  return [
    { label: demanded, ...DEMAND_LOOK, values: most(left.demanded, right.demanded) },
    ...both,
  ];
}

function line(side: BranchSide, figure: BranchFigure, look: Omit<ChartSeries, 'label'>): ChartLine {
  return { label: side.name, ...look, values: side[figure] };
}

/** Branches may ask for different loads: the greater one is the one to keep up with. */
function most(left: readonly number[], right: readonly number[]): number[] {
  return left.map((value, index) => Math.max(value, right[index] ?? 0));
}
