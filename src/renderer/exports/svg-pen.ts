/**
 * A pen that writes what is drawn with it as an SVG file, element by element, instead of painting
 * it. It knows the few operations the painters use; how wide words are it asks a real canvas.
 */
import { htmlText } from '../../shared/kernel/html-text.ts';
import { textOfPath, type Pen } from '../topology/pen.ts';

interface Stroke {
  fillStyle: Pen['fillStyle'];
  strokeStyle: Pen['strokeStyle'];
  lineWidth: number;
  globalAlpha: number;
  lineCap: CanvasLineCap;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
  /** Translation and scale; the painters never turn anything. */
  move: { readonly x: number; readonly y: number; readonly scale: number };
  clip: string | undefined;
}

const BEGINNING: Stroke = {
  fillStyle: '#000000',
  strokeStyle: '#000000',
  lineWidth: 1,
  globalAlpha: 1,
  lineCap: 'butt',
  font: '12px sans-serif',
  textAlign: 'left',
  textBaseline: 'middle',
  dash: [],
  move: { x: 0, y: 0, scale: 1 },
  clip: undefined,
};

const FULL_TURN = Math.PI * 2;
const ANCHORS: Readonly<Record<string, string>> = { left: 'start', center: 'middle', right: 'end' };

export class SvgPen implements Pen {
  readonly #measure: (words: string, font: string) => TextMetrics;
  readonly #out: string[] = [];
  readonly #clips: string[] = [];
  readonly #saved: Stroke[] = [];
  #now: Stroke = { ...BEGINNING };
  #path = '';

  constructor(measure: (words: string, font: string) => TextMetrics) {
    this.#measure = measure;
  }

  get fillStyle(): Pen['fillStyle'] {
    return this.#now.fillStyle;
  }
  set fillStyle(value: Pen['fillStyle']) {
    this.#now.fillStyle = value;
  }
  get strokeStyle(): Pen['strokeStyle'] {
    return this.#now.strokeStyle;
  }
  set strokeStyle(value: Pen['strokeStyle']) {
    this.#now.strokeStyle = value;
  }
  get lineWidth(): number {
    return this.#now.lineWidth;
  }
  set lineWidth(value: number) {
    this.#now.lineWidth = value;
  }
  get globalAlpha(): number {
    return this.#now.globalAlpha;
  }
  set globalAlpha(value: number) {
    this.#now.globalAlpha = value;
  }
  get lineCap(): CanvasLineCap {
    return this.#now.lineCap;
  }
  set lineCap(value: CanvasLineCap) {
    this.#now.lineCap = value;
  }
  get font(): string {
    return this.#now.font;
  }
  set font(value: string) {
    this.#now.font = value;
  }
  get textAlign(): CanvasTextAlign {
    return this.#now.textAlign;
  }
  set textAlign(value: CanvasTextAlign) {
    this.#now.textAlign = value;
  }
  get textBaseline(): CanvasTextBaseline {
    return this.#now.textBaseline;
  }
  set textBaseline(value: CanvasTextBaseline) {
    this.#now.textBaseline = value;
  }

  save(): void {
    this.#saved.push({ ...this.#now });
  }

  restore(): void {
    this.#now = this.#saved.pop() ?? { ...BEGINNING };
  }

  translate(x: number, y: number): void {
    const { move } = this.#now;
    this.#now.move = { ...move, x: move.x + x * move.scale, y: move.y + y * move.scale };
  }

  scale(x: number): void {
    const { move } = this.#now;
    this.#now.move = { ...move, scale: move.scale * x };
  }

  setLineDash(dash: Iterable<number>): void {
    this.#now.dash = [...dash];
  }

  measureText(words: string): TextMetrics {
    return this.#measure(words, this.#now.font);
  }

  beginPath(): void {
    this.#path = '';
  }

  closePath(): void {
    this.#path += 'Z';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${figure(x)} ${figure(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `L${figure(x)} ${figure(y)}`;
  }

  rect(x: number, y: number, w: number, h: number): void {
    this.#path += `M${figure(x)} ${figure(y)}h${figure(w)}v${figure(h)}h${figure(-w)}Z`;
  }

  roundRect(x: number, y: number, w: number, h: number, radii?: unknown): void {
    const wanted = typeof radii === 'number' ? radii : 0;
    const r = Math.max(0, Math.min(wanted, w / 2, h / 2));
    if (r === 0) {
      this.rect(x, y, w, h);
      return;
    }
    const corner = `a${figure(r)} ${figure(r)} 0 0 1 `;
    const across = figure(w - 2 * r);
    const down = figure(h - 2 * r);
    const [plus, minus] = [figure(r), figure(-r)];
    this.#path +=
      `M${figure(x + r)} ${figure(y)}h${across}${corner}${plus} ${plus}v${down}` +
      `${corner}${minus} ${plus}h${figure(2 * r - w)}${corner}${minus} ${minus}` +
      `v${figure(2 * r - h)}${corner}${plus} ${minus}Z`;
  }

  /** Whole circles only: nothing else is drawn. */
  arc(x: number, y: number, r: number, from: number, to: number): void {
    if (to - from < FULL_TURN) return;
    const d = figure(2 * r);
    const side = `a${figure(r)} ${figure(r)} 0 1 0 `;
    this.#path += `M${figure(x - r)} ${figure(y)}${side}${d} 0${side}${figure(-2 * r)} 0Z`;
  }

  fillRect(x: number, y: number, w: number, h: number): void {
    const size = `x="${figure(x)}" y="${figure(y)}" width="${figure(w)}" height="${figure(h)}"`;
    this.#out.push(`<rect ${size}${this.#fillOf()}${this.#where()}/>`);
  }

  fill(path?: Path2D | CanvasFillRule, rule?: CanvasFillRule): void {
    const text = typeof path === 'object' ? textOfPath(path) : this.#path;
    const how = typeof path === 'string' ? path : rule;
    if (text === undefined || text === '') return;
    const evenly = how === 'evenodd' ? ' fill-rule="evenodd"' : '';
    this.#out.push(`<path d="${text}"${this.#fillOf()}${evenly}${this.#where()}/>`);
  }

  stroke(path?: Path2D): void {
    const text = path === undefined ? this.#path : textOfPath(path);
    if (text === undefined || text === '') return;
    const { strokeStyle, lineWidth, dash, lineCap } = this.#now;
    const dashed = dash.length === 0 ? '' : ` stroke-dasharray="${dash.map(figure).join(' ')}"`;
    const cap = lineCap === 'butt' ? '' : ` stroke-linecap="${lineCap}"`;
    const line = ` fill="none" stroke="${colorOf(strokeStyle)}"`;
    const width = ` stroke-width="${figure(lineWidth)}"`;
    this.#out.push(`<path d="${text}"${line}${width}${dashed}${cap}${this.#where()}/>`);
  }

  clip(): void {
    const id = `c${this.#clips.length}`;
    this.#clips.push(`<clipPath id="${id}"><path d="${this.#path}"/></clipPath>`);
    this.#now.clip = id;
  }

  fillText(words: string, x: number, y: number): void {
    const { font, textAlign } = this.#now;
    const found = /^(\d+)? ?([\d.]+)px (.*)$/.exec(font);
    const size = found?.[2] ?? '12';
    const family = htmlText(found?.[3] ?? 'sans-serif');
    const face = `font-family="${family}" font-size="${size}" font-weight="${found?.[1] ?? '400'}"`;
    const anchor = ANCHORS[textAlign] ?? 'start';
    const place = `x="${figure(x)}" y="${figure(y)}" text-anchor="${anchor}"`;
    const rest = `dominant-baseline="central"${this.#fillOf()}${this.#where()}`;
    this.#out.push(`<text ${place} ${face} ${rest}>${htmlText(words)}</text>`);
  }

  /** The file. */
  file(size: { readonly width: number; readonly height: number; readonly title: string }): string {
    const { width, height } = size;
    const box = `width="${figure(width)}" height="${figure(height)}"`;
    const view = `viewBox="0 0 ${figure(width)} ${figure(height)}"`;
    const head = `<svg xmlns="http://www.w3.org/2000/svg" ${box} ${view}>`;
    const clips = this.#clips.length === 0 ? '' : `<defs>${this.#clips.join('')}</defs>`;
    const title = `<title>${htmlText(size.title)}</title>`;
    return `${head}\n${title}\n${clips}\n${this.#out.join('\n')}\n</svg>\n`;
  }

  #fillOf(): string {
    return ` fill="${colorOf(this.#now.fillStyle)}"`;
  }

  #where(): string {
    const { globalAlpha, clip, move } = this.#now;
    const alpha = globalAlpha === 1 ? '' : ` opacity="${figure(globalAlpha)}"`;
    const clipped = clip === undefined ? '' : ` clip-path="url(#${clip})"`;
    const { x, y, scale } = move;
    const still = x === 0 && y === 0 && scale === 1;
    const moved = still
      ? ''
      : ` transform="translate(${figure(x)} ${figure(y)}) scale(${figure(scale)})"`;
    return `${alpha}${clipped}${moved}`;
  }
}

/** Gradients and patterns are not used by any painter. */
function colorOf(style: Pen['fillStyle']): string {
  return typeof style === 'string' ? htmlText(style) : 'none';
}

/** Hundredths are finer than any screen. */
function figure(value: number): string {
  return String(Math.round(value * 100) / 100);
}
