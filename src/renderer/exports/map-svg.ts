/**
 * The map as it stands on the screen, as an SVG file: the same painters draw it, with a pen that
 * writes. It must not know what is drawn.
 */
import type { Pen } from '../topology/pen.ts';
import { SvgPen } from './svg-pen.ts';

/** The file; undefined where there is no canvas to measure words with. */
export function svgOf(
  element: Element,
  at: { readonly title: string; readonly draw: (pen: Pen) => void },
): string | undefined {
  const ruler = document.createElement('canvas').getContext('2d');
  if (ruler === null) return undefined;
  const pen = new SvgPen((words, font) => {
    ruler.font = font;
    return ruler.measureText(words);
  });
  at.draw(pen);
  const { width, height } = element.getBoundingClientRect();
  return pen.file({ width, height, title: at.title });
}
