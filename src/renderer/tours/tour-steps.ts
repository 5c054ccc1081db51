/**
 * The guided tours: what each step waits for. A step is done when the learner has done it, by
 * mouse, keys or console alike, in this order or another; it is judged by what the room and the
 * screen are like, never by which button was pressed. Words stand in the locale files.
 */

/** What a tour sees of room and screen. */
export interface TourSight {
  readonly running: boolean;
  readonly nowUs: number;
  readonly rewound: boolean;
  readonly branches: number;
  /** Things of each kind in the room. */
  readonly count: (kind: 'rack' | 'host' | 'vm' | 'balancer' | 'service') => number;
  readonly vmsRunning: number;
  readonly selected: boolean;
  readonly aimed: boolean;
  /** A part somebody has cut is still cut. */
  readonly broken: boolean;
  /** Requests since the start. */
  readonly served: number;
  readonly failed: number;
  readonly chartsOpen: boolean;
  readonly dialOpen: boolean;
  readonly compareOpen: boolean;
  readonly sweepDone: boolean;
}

/** Where a step can be taken, to be shown to the learner. */
export const TOUR_PLACES = [
  'run',
  'map',
  'build',
  'inspector',
  'track',
  'course',
  'designs',
  'sweep',
  'branches',
] as const;
export type TourPlace = (typeof TOUR_PLACES)[number];

export interface TourStep {
  readonly id: string;
  readonly place: TourPlace;
  /** @param before how it was when the step began */
  readonly done: (now: TourSight, before: TourSight) => boolean;
}

export interface Tour {
  readonly id: 'build' | 'lose' | 'look';
  /** The template it is played in. */
  readonly template: string;
  readonly steps: readonly TourStep[];
}

function more(kind: Parameters<TourSight['count']>[0]): TourStep['done'] {
  return (now, before) => now.count(kind) > before.count(kind);
}

export const TOURS: readonly Tour[] = [
  {
    id: 'look',
    template: 'first-room',
    steps: [
      { id: 'run', place: 'run', done: ({ running }) => running },
      { id: 'select', place: 'map', done: ({ selected }) => selected },
      { id: 'charts', place: 'course', done: ({ chartsOpen }) => chartsOpen },
      { id: 'sweep', place: 'sweep', done: ({ sweepDone }) => sweepDone },
      { id: 'dial', place: 'designs', done: ({ dialOpen }) => dialOpen },
    ],
  },
  {
    id: 'lose',
    template: 'first-room',
    steps: [
      { id: 'serve', place: 'run', done: ({ served }) => served > 0 },
      { id: 'aim', place: 'map', done: ({ aimed, broken }) => aimed || broken },
      { id: 'cut', place: 'inspector', done: ({ broken }) => broken },
      { id: 'feel', place: 'run', done: (now, before) => now.failed > before.failed },
      {
        id: 'back',
        place: 'track',
        done: (now, before) => now.rewound || now.nowUs < before.nowUs,
      },
      { id: 'change', place: 'build', done: (now, before) => now.branches > before.branches },
      { id: 'compare', place: 'branches', done: ({ compareOpen }) => compareOpen },
    ],
  },
  {
    id: 'build',
    template: 'empty-room',
    steps: [
      { id: 'rack', place: 'build', done: more('rack') },
      { id: 'host', place: 'build', done: more('host') },
      { id: 'machine', place: 'build', done: more('vm') },
      { id: 'start', place: 'run', done: ({ vmsRunning }) => vmsRunning > 0 },
      { id: 'balancer', place: 'build', done: more('balancer') },
      { id: 'service', place: 'build', done: more('service') },
      { id: 'users', place: 'run', done: (now, before) => now.served > before.served },
    ],
  },
];

/** The tour of an id; undefined when there is none, as in an old storage. */
export function tourOf(id: unknown): Tour | undefined {
  return TOURS.find((tour) => tour.id === id);
}
