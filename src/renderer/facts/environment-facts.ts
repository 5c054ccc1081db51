/**
 * Properties of a resource group; of one that is an environment its clock and what it costs, also
 * when somebody forgets it. The sums are the engine's.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import type { Fact, FactTools } from './fact-kit.ts';

/** What is listed of a resource group. */
export function groupFacts(row: RowOf<'group'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  const { environment } = row;
  const location: Fact = { key: 'location', value: row.location };
  if (environment === undefined) return [location];
  const { clock, kind, machines, running, stoppedBilled } = environment;
  const saved = environment.microUsdPerMonth - environment.microUsdPerMonthByClock;
  return [
    location,
    { key: 'environment', value: words(`environment.${kind}`), short: true },
    {
      key: 'environmentMachines',
      value: words('environment.machines', {
        machines: figures.whole(machines),
        running: figures.whole(running),
        stopped: figures.whole(stoppedBilled),
      }),
    },
    {
      key: 'clock',
      value:
        clock === undefined
          ? words('environment.noClock')
          : words('environment.clock', {
              off: clock.off,
              zone: clock.timeZone,
              act: words(`clockAct.${clock.acts}`),
            }),
    },
    { key: 'costSoFar', value: figures.money(environment.microUsdSoFar) },
    { key: 'costStopped', value: figures.money(environment.microUsdStopped) },
    { key: 'monthByClock', value: figures.money(environment.microUsdPerMonthByClock) },
    {
      key: 'monthForgotten',
      value: figures.money(environment.microUsdPerMonth),
      formula: words('environment.difference', { money: figures.money(saved) }),
    },
  ];
}
