/**
 * Goal: an application can be broken while its machine lives, and every request it then fails is
 * counted with the reason. Method: two machines behind a balancer under a seeded load; one
 * application is broken in each way, mended, and cured by a restart.
 */
import { describe, expect, it } from 'vitest';
import { appHealth } from '../../../../src/main/engine/systems/app-health.ts';
import { APP_FAULTS } from '../../../../src/shared/model/kinds.ts';
import { given, type Scene } from '../../../support/make-engine.ts';

function scene(): Scene {
  return given({ machines: 2, perSecond: 40 });
}

const REASONS = { failing: 'appFailing', hung: 'appHung', crashed: 'appCrashed' } as const;

describe('[ENG-W1] a broken application', () => {
  it.each(APP_FAULTS)('that is %s loses what it has and what it is sent', (as) => {
    const it = scene().until('6s');
    it.when({ type: 'application.break', vm: 'web-1', as });
    expect(it.row('vm', 'web-1')).toMatchObject({ powerState: 'running', application: as });
    it.until('9s');
    const row = it.engine.ledger('web').find(({ reason }) => reason === REASONS[as]);
    expect(row?.count).toBeGreaterThan(20);
    expect(row?.chain.map(({ kind }) => kind)).toEqual(['decision', 'application.broken']);
    const figures = it.service();
    expect(figures.lost).toBe(row?.count);
  });

  it('says of itself what is wrong, and nothing once it is mended', () => {
    const it = scene().until('6s');
    it.when({ type: 'application.break', vm: 'web-1', as: 'hung' });
    const [broken] = it.happened('application.broken');
    expect(appHealth(it.world, 0)).toEqual({ os: true, app: 'hung', cause: broken?.id });
    it.when({ type: 'application.break', vm: 'web-1', as: 'failing' });
    expect(appHealth(it.world, 0).app).toBe('failing');
    it.when({ type: 'application.restore', vm: 'web-1' });
    expect(appHealth(it.world, 0)).toEqual({ os: true, app: 'ok', cause: 0 });
    expect(it.row('vm', 'web-1').application).toBeUndefined();
    const { lost } = it.service();
    it.until('30s');
    expect(it.service().lost).toBe(lost);
  });
});

describe('[ENG-W2] a restart of the machine', () => {
  it.each([
    ['hung', undefined],
    ['crashed', undefined],
    ['failing', 'failing'],
  ] as const)('of one that is %s leaves it %s', (as, left) => {
    const it = scene().until('6s');
    it.when({ type: 'application.break', vm: 'web-1', as }, { type: 'vm.restart', vm: 'web-1' });
    it.engine.runUntil(it.row('vm', 'web-1').operationEndsAtUs ?? 0);
    expect(it.row('vm', 'web-1').powerState).toBe('running');
    expect(it.row('vm', 'web-1').application).toBe(left);
  });
});
