/**
 * Paints who looks after what: things of one's own have a frame, shared ones a broken frame, and
 * what is the provider's steps back behind a veil. Frame and veil say the same as the colours, so
 * that either is enough.
 */
import type { Owner } from '../../shared/model/responsibility.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import type { Brush } from '../topology/brush.ts';
import type { Scene } from '../topology/scene.ts';

export type OwnerOfRow = (row: TopologyRow) => Owner;

/** As far back as names stay readable in every theme. */
const VEIL_ALPHA = 0.45;
const FRAME_PX = 1.5;
const DASH = [5, 3];

/** The veil first, then frames. */
export function paintOwners(brush: Brush, at: { scene: Scene; ownerOf: OwnerOfRow }): void {
  const owned = at.scene.items.map((item) => ({
    box: brush.rect(item.box),
    owner: at.ownerOf(item.row),
    kind: item.row.kind,
  }));
  brush.ctx.beginPath();
  const hostsVeiled = owned.some(({ kind, owner }) => kind === 'host' && owner === 'provider');
  for (const { box, owner, kind } of owned) {
    if (isInVeil({ kind, owner, hostsVeiled })) {
      brush.ctx.rect(box.x, box.y, box.w, box.h);
    }
  }
  brush.ctx.globalAlpha = VEIL_ALPHA;
  brush.ctx.fillStyle = brush.palette.floor;
  brush.ctx.fill('evenodd');
  brush.ctx.globalAlpha = 1;
  for (const { box, owner, kind } of owned) {
    if (owner === 'provider') continue;
    const dash = owner === 'shared' ? { dash: DASH } : {};
    brush.frame(box, 'accent', { radius: radiusOf(kind, box.h), width: FRAME_PX, ...dash });
  }
}

/**
 * Whether a box changes the veil at its place. A rack's would lie on everything in it; its own
 * parts have theirs. A machine lies in the veil of its host: one of one's own is a hole there.
 */
export function isInVeil(of: {
  readonly kind: TopologyRow['kind'];
  readonly owner: Owner;
  readonly hostsVeiled: boolean;
}): boolean {
  const isProviders = of.owner === 'provider';
  if (of.kind === 'vm') return isProviders !== of.hostsVeiled;
  return isProviders && of.kind !== 'rack';
}

/** Corners as the thing itself has them. */
function radiusOf(kind: TopologyRow['kind'], height: number): number {
  if (kind === 'service') return height / 2;
  return kind === 'vm' ? 2 : 4;
}
