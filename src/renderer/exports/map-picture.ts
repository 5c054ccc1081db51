/**
 * The map as it stands on the screen, as a picture: its layers are laid over each other in the
 * order in which they are seen. It must not know what is drawn on them.
 */

/** Paints all canvases inside an element, back to front, at the resolution of the screen. */
export function pictureOf(element: Element): HTMLCanvasElement | undefined {
  const layers = [...element.querySelectorAll('canvas')].filter(({ width }) => width > 0);
  const outer = element.getBoundingClientRect();
  const ratio = window.devicePixelRatio;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(outer.width * ratio);
  canvas.height = Math.round(outer.height * ratio);
  const ctx = canvas.getContext('2d');
  if (ctx === null || layers.length === 0) return undefined;
  ctx.fillStyle = getComputedStyle(element).getPropertyValue('--floor').trim() || '#ffffff';
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  for (const layer of layers) {
    const box = layer.getBoundingClientRect();
    ctx.drawImage(
      layer,
      (box.x - outer.x) * ratio,
      (box.y - outer.y) * ratio,
      box.width * ratio,
      box.height * ratio,
    );
  }
  return canvas;
}

/** The picture as a file's content. */
export async function pngOf(picture: HTMLCanvasElement): Promise<Blob | undefined> {
  return new Promise((done) => picture.toBlob((blob) => done(blob ?? undefined), 'image/png'));
}
