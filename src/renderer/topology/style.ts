/**
 * The style sheet of the map's elements, made from the design tokens of the theme in force.
 *
 * Only bodies and edges are drawn here: words, bars, lights and hatching are painted on a canvas
 * above, where they cost a tenth and stay sharp (measurements: facts on Cytoscape). A state is a
 * class, never a style function, so that a change touches few elements.
 */
import type { StylesheetJson } from 'cytoscape';
import { TONES } from '../model/row-state.ts';

/** Token names the map reads; each must exist in tokens.css. */
const TOKENS = [
  'floor',
  'floor-grid',
  'surface',
  'sunken',
  'raised',
  'line',
  'line-strong',
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
  return [...bodies(palette), ...marks(palette)];
}

function bodies(palette: Palette): StylesheetJson {
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '4px',
        width: 'data(w)',
        height: 'data(h)',
        'background-color': palette.host,
        'border-width': 1,
        'border-color': palette['host-edge'],
        'overlay-opacity': 0,
        'z-index-compare': 'manual',
        'z-index': 3,
        events: 'yes',
      },
    },
    {
      selector: 'node.rack',
      style: {
        // The cabinet itself is painted below, with its rack units; here it is a frame to press.
        'background-opacity': 0,
        'border-color': palette['rack-edge'],
        'corner-radius': '6px',
        'z-index': 1,
      },
    },
    { selector: 'node.vm', style: { 'z-index': 5, 'corner-radius': '3px' } },
    {
      selector: 'node.switch, node.power, node.storage, node.balancer, node.service',
      style: { 'background-color': palette.plant, 'border-color': palette.edge },
    },
    { selector: 'node.service', style: { 'corner-radius': '23px' } },
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
  ];
}

function marks(palette: Palette): StylesheetJson {
  return [
    ...TONES.map((tone) => toneRule(palette, tone)),
    { selector: 'node.rack.ok', style: { 'border-color': palette['rack-edge'] } },
    {
      selector: 'node.host.ok',
      style: { 'background-color': palette.host, 'border-color': palette['host-edge'] },
    },
    {
      selector: 'node.switch.ok, node.power.ok, node.storage.ok, node.balancer.ok, node.service.ok',
      style: { 'background-color': palette.plant, 'border-color': palette.edge },
    },
    { selector: 'node.vm.ok', style: { 'background-color': palette.tile } },
    { selector: 'node.shadowed', style: { 'border-color': palette['harm-g'], 'border-width': 2 } },
    {
      selector: 'node.related',
      style: { 'border-color': palette.accent, 'border-width': 2, 'border-style': 'dashed' },
    },
    {
      selector: 'node:selected',
      style: { 'border-color': palette.accent, 'border-width': 2.5, 'border-style': 'solid' },
    },
    { selector: 'edge:selected', style: { 'line-color': palette.accent, width: 3 } },
    {
      selector: 'node:active, edge:active',
      style: { 'overlay-opacity': 0 },
    },
  ];
}

function toneRule(palette: Palette, tone: (typeof TONES)[number]): StylesheetJson[number] {
  return {
    selector: `node.${tone}`,
    style: {
      'background-color': palette[`${tone}-soft`],
      'border-color': palette[`${tone}-g`],
      'border-width': tone === 'harm' ? 1.5 : 1,
    },
  };
}
