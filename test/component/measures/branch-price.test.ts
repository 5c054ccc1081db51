/**
 * Goal: between two designs the screen says what an hour of downtime avoided costs, and does not
 * call a saving a price. Method: comparisons worked out by hand, over one hour, drawn by the
 * component in both languages.
 */
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../support/translator.ts';
import DowntimePrice from '../../../src/renderer/measures/DowntimePrice.vue';
import type { BranchComparison, BranchSide } from '../../../src/shared/views/branch-view.ts';

const HOUR_US = 3_600_000_000;

function side(name: string, costUsd: number, availability: number): BranchSide {
  const totals = {
    demanded: 1,
    served: 1,
    servedFraction: 1,
    availability,
    secondsDown: 0,
    costUsd,
    machines: 1,
  };
  const none = { demanded: [], served: [], availability: [], costUsd: [], machines: [] };
  return { id: name, name, tipUs: HOUR_US, decisions: [], ...none, totals };
}

function said(left: BranchSide, right: BranchSide, locale: 'en' | 'pt-BR' = 'en'): string {
  const zero = { servedFraction: 0, availability: 0, secondsDown: 0, costUsd: 0, machines: 0 };
  const comparison: BranchComparison = {
    partedUs: 0,
    toUs: HOUR_US,
    atUs: [],
    left,
    right,
    difference: zero,
  };
  const global = { plugins: [createTranslator(locale)] };
  return mount(DowntimePrice, { props: { comparison }, global }).text();
}

describe('the price of an hour of downtime avoided, between two branches', () => {
  it('is extra cost over hours: $73 more a month for 7.3 h less is $10 an hour', () => {
    // 0.10 $ an hour × 730 = $73 a month; 0.01 of 730 h = 7.3 h.
    const text = said(side('thin', 0.2, 0.98), side('thick', 0.3, 0.99));
    expect(text).toContain('Price of an hour of downtime avoided: $10.00.');
    expect(text).toContain(
      'thick costs $73.00 more a month than thin and is down 7\u00A0h 18\u00A0min less.',
    );
    expect(said(side('thin', 0.2, 0.98), side('thick', 0.3, 0.99), 'pt-BR')).toContain(
      'Preço de uma hora de queda evitada',
    );
  });

  it('is no price where nothing is paid, or nothing gained', () => {
    expect(said(side('a', 0.3, 0.98), side('b', 0.2, 0.99))).toContain(
      'b costs $73.00 less than a and is down 7\u00A0h 18\u00A0min less.',
    );
    expect(said(side('a', 0.2, 0.99), side('b', 0.3, 0.98))).toContain(
      'is down 7\u00A0h 18\u00A0min more.',
    );
    expect(said(side('a', 0.2, 0.99), side('b', 0.2, 0.99))).toContain('both cost the same');
  });
});
