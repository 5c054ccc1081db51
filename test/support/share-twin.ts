/**
 * Sharing a host's cores among the jobs of its machines, the slow and obvious way (rule ENG-O13):
 * at every change all rates are worked out anew, the cores being handed out round by round, and
 * every job carries its own missing work. It shares no code with the engine.
 */

export interface TwinMachine {
  readonly vCpu: number;
  readonly weight: number;
}

/** Work that comes to one of the machines at a moment; lengths in million instructions. */
export interface TwinArrival {
  readonly atUs: number;
  readonly machine: number;
  readonly lengthsMi: readonly number[];
}

interface TwinJob {
  readonly arrival: number;
  readonly index: number;
  readonly machine: number;
  missing: number;
}

/**
 * Cores for each: in every round all who lack something are offered what is left by weight; who is
 * offered enough takes what it lacks, and when nobody is, all take what they are offered.
 */
export function handOut(
  asked: readonly { readonly cores: number; readonly weight: number }[],
  cores: number,
): number[] {
  const got = asked.map(() => 0);
  let left = cores;
  let open = asked.map((_, index) => index).filter((index) => asked[index]!.cores > 0);
  while (open.length > 0) {
    const weights = open.reduce((sum, index) => sum + asked[index]!.weight, 0);
    const offered = (index: number): number => (left * asked[index]!.weight) / weights;
    const full = open.filter((index) => asked[index]!.cores <= offered(index));
    if (full.length === 0) {
      for (const index of open) got[index] = offered(index);
      return got;
    }
    for (const index of full) got[index] = asked[index]!.cores;
    for (const index of full) left -= asked[index]!.cores;
    open = open.filter((index) => !full.includes(index));
  }
  return got;
}

/** When each job of each arrival finishes, in microseconds, and the cores used times time. */
export function sharedFinishes(
  host: { readonly cores: number; readonly mips: number },
  machines: readonly TwinMachine[],
  arrivals: readonly TwinArrival[],
): { finishes: number[][]; changes: number } {
  const finishes = arrivals.map(({ lengthsMi }) => lengthsMi.map(() => -1));
  let nowUs = 0;
  let next = 0;
  let changes = 0;
  let jobs: TwinJob[] = [];
  for (;;) {
    const counts = machines.map((_, at) => jobs.filter(({ machine }) => machine === at).length);
    const cores = handOut(
      machines.map(({ vCpu, weight }, at) => ({
        cores: Math.min(vCpu, counts[at]!),
        weight: vCpu * weight,
      })),
      host.cores,
    );
    const rate = ({ machine }: TwinJob): number =>
      (cores[machine]! / counts[machine]!) * (host.mips / 1e6);
    const dueUs = jobs.map((job) => nowUs + Math.ceil(job.missing / rate(job) - 1e-5));
    const arrival = arrivals[next];
    const untilUs = Math.min(arrival?.atUs ?? Infinity, ...dueUs);
    if (untilUs === Infinity) return { finishes, changes };
    changes += 1;
    for (const job of jobs) job.missing -= rate(job) * (untilUs - nowUs);
    for (const [at, job] of jobs.entries())
      if (dueUs[at] === untilUs) finishes[job.arrival]![job.index] = untilUs;
    jobs = jobs.filter((_, at) => dueUs[at] !== untilUs);
    nowUs = untilUs;
    while (arrivals[next]?.atUs === nowUs) {
      const { machine, lengthsMi } = arrivals[next]!;
      for (const [index, missing] of lengthsMi.entries())
        jobs.push({ arrival: next, index, machine, missing });
      next += 1;
    }
  }
}
