/**
 * Goal: a picture that leaves as SVG has what was drawn, where it was drawn, and nothing that could
 * end an element before its time. Method: the painters' own brush with the pen that writes.
 */
import { describe, expect, it } from 'vitest';
import { SvgPen } from '../../../src/renderer/exports/svg-pen.ts';
import { Brush } from '../../../src/renderer/topology/brush.ts';
import type { Palette } from '../../../src/renderer/topology/style.ts';

/** Every token is its own name, so that a colour in the file tells which was asked for. */
const palette = new Proxy({}, { get: (_, name) => String(name) }) as Palette;
const view = { zoom: 2, panX: 10, panY: 20, width: 300, height: 200 };

function drawn(draw: (brush: Brush) => void, title = 'A room'): string {
  // Six units a letter is as good a ruler as any.
  const pen = new SvgPen((words) => ({ width: words.length * 6 }) as TextMetrics);
  draw(new Brush(pen, view, { palette }));
  return pen.file({ width: view.width, height: view.height, title });
}

describe('the pen that writes', () => {
  it('writes boxes, lines and words with their colours', () => {
    const text = drawn((brush) => {
      brush.block(brush.rect({ x: 5, y: 5, w: 20, h: 10 }), 'rack');
      brush.frame({ x: 0, y: 0, w: 30, h: 20 }, 'accent', { radius: 4, width: 2, dash: [3, 2] });
      brush.text('r1', { x: 40, y: 50, room: 80 }, { size: 12, color: 'text', align: 'right' });
    });
    expect(text).toContain('<rect x="20" y="30" width="40" height="20" fill="rack"/>');
    expect(text).toMatch(/<path d="M4 0h22a4 4 0 0 1 4 4v12[^"]*Z" fill="none" stroke="accent"/);
    expect(text).toContain('stroke-width="2" stroke-dasharray="3 2"');
    expect(text).toMatch(/<text x="40" y="50" text-anchor="end"[^>]*font-size="12"[^>]*>r1</);
    expect(text).toMatch(/^<svg xmlns="[^"]+" width="300" height="200" viewBox="0 0 300 200">/);
    expect(text.trimEnd()).toMatch(/<\/svg>$/);
  });

  it('keeps veils and cuts to where they belong', () => {
    const text = drawn((brush) => {
      brush.ctx.globalAlpha = 0.5;
      brush.hatch({ x: 0, y: 0, w: 10, h: 10 }, 'harm', { gap: 5, width: 1 });
      brush.ctx.globalAlpha = 1;
      brush.block({ x: 1, y: 1, w: 2, h: 2 }, 'ok');
    });
    expect(text).toContain('<clipPath id="c0"><path d="M0 0h10v10h-10Z"/></clipPath>');
    expect(text).toMatch(/stroke="harm"[^>]*opacity="0.5" clip-path="url\(#c0\)"/);
    expect(text).toContain('<rect x="1" y="1" width="2" height="2" fill="ok"/>');
  });

  it('moves and scales what is drawn in a place of its own', () => {
    const text = drawn((brush) => {
      brush.ctx.save();
      brush.ctx.translate(10, 20);
      brush.ctx.scale(2, 2);
      brush.block({ x: 1, y: 1, w: 3, h: 3 }, 'warn');
      brush.ctx.restore();
      brush.block({ x: 1, y: 1, w: 3, h: 3 }, 'ok');
    });
    expect(text).toMatch(/fill="warn" transform="translate\(10 20\) scale\(2\)"/);
    expect(text).toMatch(/fill="ok"\/>/);
  });

  it('lets no name end an element', () => {
    const text = drawn((brush) => {
      const style = { size: 12, color: 'text' } as const;
      brush.text('<b>&"', { x: 0, y: 0, room: 200 }, style);
    }, '</title><script>');
    expect(text).toContain('&lt;b&gt;&amp;&quot;');
    expect(text).not.toContain('<script>');
  });
});
