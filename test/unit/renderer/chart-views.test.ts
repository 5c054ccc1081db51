/**
 * Goal: no chart is shown without its unit, the same figures as a table, and a sentence. Method:
 * every component that draws one is found in the sources; it stands in the frame that asks for all
 * of these, or in a panel that is known to show table and sentence beside it. Its time axis is held
 * against the engine's instants.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../../src/renderer/charts/chart-time.ts';
import { US_PER_SECOND } from '../../../src/shared/kernel/time.ts';
import { count } from '../../support/counts.ts';
import { readTree, type SourceText } from '../../support/source-tree.ts';

/** Ways in which a chart is drawn here. */
const DRAWINGS = [
  '<PairChart',
  '<ParetoCurve',
  '<NinesDial',
  '<HeatMap',
  '<TimeTrack',
  '<DownBars',
  '<BranchCharts',
];
/** What a panel without the frame shows beside its drawing. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  'branches/BranchPanel.vue': ['<BranchCharts', '<BranchTable', '<BranchSentence'],
  'designs/DesignPanel.vue': ['<ParetoCurve', '<NinesDial', '<DesignTable', '{{ sentence }}'],
  'sweep/SweepPanel.vue': ['<HeatMap', '<VerdictTable', '{{ summary }}'],
  'timeline/TrackPane.vue': ['<TimeTrack', '<TrackTable', '{{ said }}'],
};
/** Parts of such a panel, or of the frame, that draw for their owner. */
const PARTS = ['branches/BranchCharts.vue', 'montecarlo/EstimateDetail.vue'];
const FRAME = ['<ChartFrame', ':unit=', ':sentence=', ':rows=', ':table='];

function shortOf(path: string): string {
  return path.replace('src/renderer/', '');
}

/** Components that draw a chart and lack something of what has to stand beside it. */
function bareCharts(files: readonly SourceText[]): string[] {
  return files.flatMap(({ path, text }) => {
    const name = shortOf(path);
    if (!DRAWINGS.some((drawing) => text.includes(drawing)) || PARTS.includes(name)) return [];
    const wanted = BESIDE[name] ?? FRAME;
    return wanted.filter((one) => !text.includes(one)).map((one) => `${name}: ${one}`);
  });
}

const components = readTree().filter(
  ({ path }) => path.startsWith('src/renderer/') && path.endsWith('.vue'),
);

describe('charts', () => {
  it('stand with unit, table and sentence', () => {
    expect(bareCharts(components)).toEqual([]);
    const drawn = components.filter(({ text }) => DRAWINGS.some((one) => text.includes(one)));
    // A list that names what is no longer drawn would allow what is drawn elsewhere.
    const names = drawn.map(({ path }) => shortOf(path));
    expect([...Object.keys(BESIDE), ...PARTS].filter((one) => !names.includes(one))).toEqual([]);
    const bars = components.find(({ path }) => path.endsWith('montecarlo/DownBars.vue'));
    expect(FRAME.filter((one) => bars?.text.includes(one) !== true)).toEqual([]);
  });

  it('are found when they stand bare', () => {
    const planted = [{ path: 'src/renderer/x/NewPanel.vue', text: '<PairChart :x="x" />' }];
    expect(bareCharts(planted)).toEqual(FRAME.map((one) => `x/NewPanel.vue: ${one}`));
  });
});

describe('the time axis', () => {
  it('gives back every instant it was given, and none before the start', () => {
    const instant = fc.integer({ min: 0, max: 400 * 86_400 * US_PER_SECOND });
    fc.assert(
      fc.property(instant, (us) => {
        expect(instantOf(us / US_PER_SECOND)).toBe(us);
      }),
      { numRuns: count('propertyRuns') },
    );
    expect(instantOf(-0.5)).toBe(0);
  });
});
