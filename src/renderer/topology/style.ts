/**
 * The design tokens of the theme in force as the painters read them, and the style sheet of the
 * map's elements made from them.
 *
 * Only edges are drawn by the elements themselves. Boxes are there to be pressed; bodies, words,
 * bars and hatching are painted on a canvas, where they cost a tenth and stay sharp (measurements:
 * facts on Cytoscape).
 */
import type { StylesheetJson } from 'cytoscape';

/** Token names the map reads; each must exist in tokens.css. */
const TOKENS = [
  'floor',
  'floor-grid',
  'surface',
  'sunken',
  'raised',
  'line',
  'line-strong',
  'track',
  'edge',
  'text',
  'text-2',
  'text-3',
  'accent',
  'accent-soft',
  'ok',
  'ok-g',
  'ok-soft',
  'change',
  'change-g',
  'change-soft',
  'warn',
  'warn-g',
  'warn-soft',
  'harm',
  'harm-g',
  'harm-soft',
  'off',
  'off-g',
  'off-soft',
  'feed-a',
  'feed-b',
  'fd-0',
  'fd-1',
  'fd-2',
  'fd-3',
  'fd-4',
  'rack',
  'rack-edge',
  'rack-slot',
  'host',
  'host-edge',
  'tile',
  'tile-edge',
  'plant',
  'wire',
] as const;

export type TokenName = (typeof TOKENS)[number];
export type Palette = Readonly<Record<TokenName, string>>;

/** Reads the tokens as the browser has resolved them for the theme in force. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const entries = TOKENS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  // Every token is read above, so the record is complete.
  return Object.fromEntries(entries) as Palette;
}

/** Style sheet for one palette. */
export function styleSheet(palette: Palette): StylesheetJson {
  return [
    {
      selector: 'node',
      style: {
        // Not drawn, but pressed: an element without opacity still takes the pointer.
        opacity: 0,
        shape: 'rectangle',
        width: 'data(w)',
        height: 'data(h)',
        'z-index-compare': 'manual',
        'z-index': 3,
        events: 'yes',
      },
    },
    { selector: 'node[kind = "rack"], node[kind = "place"]', style: { 'z-index': 1 } },
    { selector: 'node[kind = "network"]', style: { 'z-index': 0 } },
    { selector: 'node[kind = "subnet"]', style: { 'z-index': 1 } },
    { selector: 'node[kind = "pool"]', style: { 'z-index': 2 } },
    { selector: 'node[kind = "rule"], node[kind = "frontend"]', style: { 'z-index': 4 } },
    { selector: 'node[kind = "vm"]', style: { 'z-index': 5 } },
    { selector: 'node[kind = "gate"]', style: { 'z-index': 6 } },
    {
      selector: 'edge',
      style: {
        width: 1.4,
        'line-color': palette.wire,
        'curve-style': 'taxi',
        'taxi-direction': 'vertical',
        'taxi-turn': '12px',
        'taxi-turn-min-distance': 4,
        'taxi-radius': 5,
        'overlay-opacity': 0,
        'z-index-compare': 'manual',
        'z-index': 0,
      },
    },
    { selector: 'edge.down', style: { 'line-style': 'dashed', 'line-color': palette['harm-g'] } },
    { selector: 'edge:selected', style: { 'line-color': palette.accent, width: 3 } },
    { selector: 'edge:active', style: { 'overlay-opacity': 0 } },
  ];
}
