/**
 * What the painters need of a 2D canvas, and no more: everything that draws here can also draw
 * into a file (svg-pen.ts). Paths made of text remember it, because a canvas path cannot be read.
 */

export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'clip'
  | 'closePath'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'globalAlpha'
  | 'lineCap'
  | 'lineTo'
  | 'lineWidth'
  | 'measureText'
  | 'moveTo'
  | 'rect'
  | 'restore'
  | 'roundRect'
  | 'save'
  | 'scale'
  | 'setLineDash'
  | 'stroke'
  | 'strokeStyle'
  | 'textAlign'
  | 'textBaseline'
  | 'translate'
>;

const texts = new WeakMap<Path2D, string>();

/** A path from its text. */
export function pathFrom(text: string): Path2D {
  const path = new Path2D(text);
  texts.set(path, text);
  return path;
}

/** The text a path was made from. */
export function textOfPath(path: Path2D): string | undefined {
  return texts.get(path);
}
