/**
 * Goal: what somebody expects is written down as it was typed, an impossible figure is refused,
 * what came stands beside it, an experiment survives the form it is written in, and two branches
 * are told apart in words. Method: the panels over a real lab; the texts of the form by a round
 * trip.
 */
import { afterEach, describe, expect, it } from 'vitest';
import BranchSentence from '../../../src/renderer/branches/BranchSentence.vue';
import ExperimentPanel from '../../../src/renderer/experiments/ExperimentPanel.vue';
import { draftOf, textsOf } from '../../../src/renderer/experiments/experiment-texts.ts';
import { useExperiments } from '../../../src/renderer/stores/use-experiments.ts';
import { useSession } from '../../../src/renderer/stores/use-session.ts';
import { experimentSchema, type Experiment } from '../../../src/shared/views/experiment-view.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

const MINUTE_US = 60_000_000;

let rig: ScreenRig;

afterEach(async () => {
  await rig.stop();
});

describe('the panel of experiments', () => {
  it('refuses a figure that cannot be, notes the others down, and shows both sides', async () => {
    rig = await startScreen({ template: 'game-day' });
    const experiments = useExperiments();
    experiments.show();
    const panel = rig.show(ExperimentPanel);
    await rig.eventually(() => expect(panel.findAll('.line')).toHaveLength(4));
    experiments.choose({ experiment: 'each-rack' });
    await rig.eventually(() => expect(panel.find('.thought').text()).toContain('Whichever rack'));
    const [served, lost] = panel.findAll('.predict input.num');
    await served?.setValue('140');
    await lost?.setValue('3');
    await panel.find('.predict').trigger('submit');
    expect(panel.find('.predict .error').text()).toBe('Give a figure that is possible.');
    expect(experiments.trying).toBe(false);
    await served?.setValue('100');
    await panel.find('.predict').trigger('submit');
    await rig.eventually(() => expect(panel.find('.compared').exists()).toBe(true));
    expect(experiments.run?.prediction).toEqual({ servedFraction: 1, machinesLost: 3 });
    const lines = panel.findAll('.compared tbody tr').map((line) => line.text());
    expect(lines[0]).toMatch(/^Served in time100%99\.\d+%−0\.\d+ points$/);
    expect(lines[1]).toBe('Machines lost330');
    expect(panel.find('.compared .cause').text()).toContain('Rack r');
    expect(panel.findAll('.result > table tbody tr')).toHaveLength(2);
  });

  it('speaks Portuguese', async () => {
    rig = await startScreen({ template: 'game-day', locale: 'pt-BR' });
    useExperiments().show();
    const panel = rig.show(ExperimentPanel);
    await rig.eventually(() =>
      expect(panel.find('.thought').text()).toContain('Uma máquina trava'),
    );
    expect(panel.find('.plan dl').text()).toContain('atendido a tempo no mínimo 99%');
  });
});

describe('an experiment in a form', () => {
  it('comes back as it was', async () => {
    rig = await startScreen({ template: 'game-day' });
    const answer = await useSession().call('experiments.list', {});
    const kept = answer.ok ? answer.value.experiments : [];
    expect(kept).toHaveLength(4);
    for (const { experiment } of kept) {
      const { hypothesis } = experiment;
      const said = typeof hypothesis === 'object' ? hypothesis.en : (hypothesis ?? '');
      const again = experimentSchema.parse(draftOf(textsOf(experiment, said), experiment));
      expect(again).toEqual(experiment);
    }
    const fresh = { ...textsOf(undefined, ''), name: 'mine' };
    const written: Experiment = experimentSchema.parse(draftOf(fresh, undefined));
    expect(written.steadyState).toEqual([{ measure: 'servedFraction', min: 0.99 }]);
    const defined = await useExperiments().define(written, { replace: false });
    expect(defined).toBeUndefined();
    expect((await useExperiments().define(written, { replace: false }))?.code).toBe(
      'experiment.nameTaken',
    );
  });
});

describe('two branches', () => {
  it('are told apart in a sentence', async () => {
    rig = await startScreen({ template: 'game-day' });
    const session = useSession();
    await session.call('workspace.runUntil', { toUs: 2 * MINUTE_US });
    const forked = await session.call('workspace.fork', { name: 'cut' });
    const right = forked.ok ? forked.value.branch : '';
    const command = { type: 'fault.cut' as const, target: 'rack:r1' };
    await session.call('workspace.execute', { command });
    await session.call('workspace.runUntil', { toUs: 4 * MINUTE_US });
    await session.call('workspace.switchBranch', { branch: 'main' });
    await session.call('workspace.runUntil', { toUs: 4 * MINUTE_US });
    const compared = await session.call('branches.compare', { left: 'main', right });
    if (!compared.ok) throw new Error(compared.error.message);
    const sentence = rig.show(BranchSentence, { comparison: compared.value }).text();
    expect(sentence).toMatch(
      /^In the 2\u00A0min since they part, cut against main: serves 9\d\.?\d*% instead of 100%/,
    );
    expect(sentence).toContain('ends with 3 fewer machines running');
  });
});
