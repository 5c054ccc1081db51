/**
 * Requests on a processor that they share with work that never ends, such as batch jobs: how much
 * of it they can have, and how much longer they take (rule ENG-O14; Cohen 1979, generalized
 * processor sharing). Nothing here knows the world.
 */

/** More places than this count as without bound: sums over states stay short. */
export const STATES_MAX = 20_000;

/**
 * Most cores that so many requests at once have beside work that never ends: all of it shares
 * alike.
 */
export function mostCoresBeside(given: {
  readonly vCpu: number;
  readonly slots: number;
  readonly beside: number;
}): number {
  const { vCpu, slots, beside } = given;
  return slots + beside <= vCpu ? slots : (vCpu * slots) / (slots + beside);
}

/**
 * How much longer a request takes on a processor that it shares with other requests and with work
 * that never ends, and the share of the requests that share at all. With n requests on it each goes
 * at min(1, cores ÷ (n + beside)), which makes the mean exact whatever the times (Cohen 1979).
 */
export function besideOthers(given: {
  readonly vCpu: number;
  readonly beside: number;
  /** Cores the requests use on the average, below what there is. */
  readonly offered: number;
  readonly room: number;
}): { readonly times: number; readonly shares: number } {
  const { vCpu, beside, offered, room } = given;
  const top = Math.min(room, STATES_MAX);
  let weight = 1;
  let [all, requests, alone] = [1, 0, beside + 1 <= vCpu ? 1 : 0];
  for (let n = 1; n <= top; n += 1) {
    weight *= (offered * Math.max(1, (n + beside) / vCpu)) / n;
    all += weight;
    requests += n * weight;
    if (n + 1 + beside <= vCpu) alone += weight;
    if (n > offered && weight < 1e-12 * all) break;
    if (all < 1e200) continue;
    [weight, all, requests, alone] = [weight / all, 1, requests / all, alone / all];
  }
  const inside = 1 - (top === room ? weight / all : 0);
  return { times: requests / all / (offered * inside), shares: 1 - alone / all };
}
