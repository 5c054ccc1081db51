/**
 * Goal: somebody follows a request from the panel: sees each hop with its rule, walks the hops by
 * keys and by time, is told what stopped it and why, and when the answer may no longer hold.
 * Method: the panel and the overlay of a map over a real lab whose clock the test moves.
 */
import { afterEach, describe, expect, it } from 'vitest';
import FollowOverlay from '../../../src/renderer/follow/FollowOverlay.vue';
import FollowPanel from '../../../src/renderer/follow/FollowPanel.vue';
import { useFollow } from '../../../src/renderer/stores/use-follow.ts';
import { usePlayback } from '../../../src/renderer/stores/use-playback.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

afterEach(async () => {
  await rig.stop();
});

async function start(locale: 'en' | 'pt-BR' = 'en'): Promise<void> {
  rig = await startScreen({ template: 'two-machines', locale });
  await rig.eventually(() => expect(useTopology().list('service')).toHaveLength(1));
  await usePlayback().runUntil(10_000_000);
}

describe('the panel of a followed request', () => {
  it('shows the hops of the next request, and walks them by keys', async () => {
    await start();
    const follow = useFollow();
    follow.show();
    const panel = rig.show(FollowPanel);
    expect(panel.text()).toContain('Your room stays as it is.');
    await follow.ask();
    follow.stop();
    await rig.eventually(() => expect(panel.findAll('.hops li').length).toBeGreaterThan(3));
    const lines = panel.findAll('.hops li').map((line) => line.text());
    expect(lines[0]).toContain('sends it');
    expect(lines[1]).toMatch(/chooses among 1 of 1 machines.*ENG-S3$/);
    expect(lines.at(-1)).toMatch(/^\d+The answer is back/);
    expect(panel.find('.end').text()).toMatch(
      /^Request [\d,]+ of \S+: served after [\d.]+\u00A0ms$/,
    );
    await panel.find('.hops').trigger('keydown', { key: 'End' });
    expect(follow.isLast).toBe(true);
    await panel.find('.hops').trigger('keydown', { key: 'ArrowUp' });
    expect(follow.at).toBe(follow.hops.length - 2);
    const [current] = panel.findAll('[aria-current="step"]');
    expect(current?.element).toBe(document.activeElement);
    expect(panel.find('[aria-live]').text()).toContain('works on it');
  });

  it('goes along with the clock, and says when somebody decided something', async () => {
    await start();
    const [follow, playback] = [useFollow(), usePlayback()];
    follow.show();
    const panel = rig.show(FollowPanel);
    await follow.ask();
    follow.goTo(follow.hops.findIndex(({ hop }) => hop === 'work'));
    const { atUs } = follow.hop ?? { atUs: 0 };
    const bring = panel.findAll('.steps button').find((one) => one.text() === 'Run to this hop');
    await bring?.trigger('click');
    await rig.eventually(() => expect(playback.nowUs).toBe(atUs));
    expect(follow.hop?.hop).toBe('work');
    await playback.runUntil(follow.view?.endedUs ?? 0);
    await rig.eventually(() => expect(follow.isLast).toBe(true));
    expect(follow.isStale).toBe(false);
    const [vm] = useTopology().list('vm');
    await rig.execute({ type: 'vm.restart', vm: vm?.id ?? '' });
    await rig.eventually(() => expect(panel.find('.stale').exists()).toBe(true));
  });

  it('names what stopped a request, with the chain behind it, in Portuguese too', async () => {
    await start('pt-BR');
    const follow = useFollow();
    const [vm] = useTopology().list('vm');
    await rig.execute({ type: 'application.break', vm: vm?.id ?? '', as: 'failing' });
    follow.show();
    follow.which = 'failing';
    const panel = rig.show(FollowPanel);
    await follow.ask();
    follow.stop();
    await rig.eventually(() => expect(panel.find('.hops .lost').exists()).toBe(true));
    expect(panel.find('.hops .lost').text()).toContain('não a atende');
    expect(panel.find('.end').text()).toMatch(/perdida$/);
    expect(panel.findAll('.chain li').length).toBeGreaterThan(1);
  });

  it('is told why there is nothing to follow', async () => {
    await start();
    const follow = useFollow();
    follow.show();
    follow.which = 'failing';
    const panel = rig.show(FollowPanel);
    await follow.ask();
    await rig.eventually(() => expect(panel.text()).toMatch(/None of the [\d,]+ requests/));
    expect(follow.view).toBeUndefined();
    follow.hide();
    await rig.eventually(() => expect(follow.refusal).toBeUndefined());
  });
});

describe('the request on a map', () => {
  it('stands where the hop is, with its number, and flies to what is out of sight', async () => {
    await start();
    const follow = useFollow();
    const flown: { x: number; y: number }[] = [];
    const boxes: Record<string, number> = { service: 20, balancer: 120, vm: 900 };
    const stage = {
      screenRect: (id: string) => {
        const x = boxes[id.slice(0, id.indexOf(':'))];
        return x === undefined ? undefined : { x, y: 40, w: 60, h: 20 };
      },
      center: (at: { x: number; y: number }) => void flown.push(at),
    };
    const state = { zoom: 2, panX: 10, panY: 0, width: 400, height: 300 };
    follow.show();
    await follow.ask();
    follow.stop();
    const map = rig.show(FollowOverlay, { stage, state });
    expect(map.findAll('.badge')).toHaveLength(1);
    expect(flown).toEqual([]);
    follow.goTo(follow.hops.findIndex(({ hop }) => hop === 'work'));
    await rig.eventually(() => expect(map.findAll('.badge')).toHaveLength(3));
    expect(flown).toEqual([{ x: 460, y: 25 }]);
    follow.hide();
    await rig.eventually(() => expect(map.find('svg').exists()).toBe(false));
  });
});
