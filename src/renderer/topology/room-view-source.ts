/**
 * What the map asks for while it paints, which canvases it paints on, and what it tells of itself.
 * The map knows no store; who makes it hands these in as functions.
 */
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { Lens } from '../lens/lens-kinds.ts';
import type { FlagWords, IncidentFlag } from '../responsibility/paint-incidents.ts';
import type { OwnerOfRow } from '../responsibility/paint-owners.ts';
import type { ShownDomains } from '../sets/domain-overlay.ts';
import type { Display } from './display-graph.ts';
import type { StageCanvases, StageLayers, StageSource, StageState } from './map-stage.ts';
import type { DomainWords } from './paint-domains.ts';
import type { GroundWords } from './paint-ground.ts';
import type { ItemSource } from './paint-items.ts';
import type { LiveSource } from './paint-live.ts';
import type { PlaceWords } from './paint-places.ts';
import type { SceneSource } from './scene.ts';
import type { Arrival } from './traffic.ts';

export interface RoomViewSource extends StageSource {
  readonly scene: () => SceneSource;
  readonly items: () => ItemSource & LiveSource;
  readonly words: () => GroundWords & DomainWords & PlaceWords;
  readonly services: () => readonly ServiceFigures[];
  readonly arrivalsOf: (serviceId: string) => readonly Arrival[];
  readonly classesOf: (id: string) => string;
  readonly selected: () => ReadonlySet<string>;
  readonly related: () => ReadonlySet<string>;
  readonly shadowed: () => ReadonlySet<string>;
  readonly showPower: () => boolean;
  /** The domains of the set that is looked at, when they are shown. */
  readonly domains: () => ShownDomains | undefined;
  /** Who looks after a thing, when that is shown. */
  readonly owners: () => OwnerOfRow | undefined;
  /** Where downtime began, and whose it was; shown together with the owners. */
  readonly flags: () => readonly IncidentFlag[];
  readonly flagWords: FlagWords;
  /** The figure that fills the boxes, when one does. */
  readonly lens: () => Lens | undefined;
  /** Kept free at the foot of the map, beside its toolbar. */
  readonly footPx: () => number;
  /** The room is still on its way; until it is whole the view keeps fitting it. */
  readonly arriving: () => boolean;
}

export type RoomStill = 'ground' | 'bodies' | 'live' | 'items';
export type RoomCanvases = StageCanvases<RoomStill>;

export const ROOM_LAYERS: StageLayers<RoomStill> = {
  below: ['ground'],
  above: ['bodies', 'traffic', 'live', 'items'],
};

/** Where the view is and what it shows, for everything that lies above the map. */
export interface ViewState extends StageState {
  readonly level: Display['level'] | undefined;
}
