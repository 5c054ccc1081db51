/**
 * Which part of a scenario's text stands for which things of the room, both ways: from a place in
 * the text to ids, and from an id to its place. One entry can stand for many machines, so names
 * with placeholders are taken as patterns. A text that is half written is read as far as it goes.
 */
import { findNodeAtLocation, getNodeValue, parseTree, type Node } from 'jsonc-parser';
import { GROUPED_KINDS, SECTION_RULES, type DeclaredKind } from './scenario-rules.ts';

/** An entry of the text, from offset to offset, and what ids it stands for. */
export interface TextThing {
  readonly from: number;
  readonly to: number;
  readonly isMeant: (id: string) => boolean;
  /** It makes the thing; an action only speaks of it. */
  readonly isDeclared: boolean;
}

const PLACEHOLDER = /\{[a-z][A-Za-z]*(?::0[1-9])?\}/g;

/** All entries of a scenario's text that stand for things. O(text). */
export function thingsInText(text: string): TextThing[] {
  const tree = parseTree(text);
  if (tree === undefined) return [];
  const declared = SECTION_RULES.flatMap(({ path, declares }) =>
    declares === undefined
      ? []
      : itemsAt(tree, path).flatMap((node) => declaredThing(node, declares)),
  );
  return [...declared, ...itemsAt(tree, ['actions']).map(actionThing)];
}

/** The innermost entry around an offset; undefined outside of all. O(things). */
export function thingAtOffset(things: readonly TextThing[], offset: number): TextThing | undefined {
  return things
    .filter(({ from, to }) => from <= offset && offset <= to)
    .toSorted((a, b) => a.to - a.from - (b.to - b.from))[0];
}

/** The entry that makes a thing, or else the last that speaks of it. O(things). */
export function thingOfId(things: readonly TextThing[], id: string): TextThing | undefined {
  const meant = things.filter((thing) => thing.isMeant(id));
  return meant.find(({ isDeclared }) => isDeclared) ?? meant.at(-1);
}

function itemsAt(tree: Node, path: readonly string[]): readonly Node[] {
  const list = findNodeAtLocation(tree, [...path]);
  return list?.type === 'array' ? (list.children ?? []) : [];
}

function declaredThing(node: Node, kind: DeclaredKind): TextThing[] {
  const name = textOf(node, 'name');
  if (name === undefined) return [];
  const group = textOf(node, 'group');
  const isGrouped = GROUPED_KINDS.has(kind);
  const inGroup = isGrouped ? `${group === undefined ? '[^/]+' : patternOf(group)}/` : '';
  const pattern = new RegExp(`^${kind}:${inGroup}${patternOf(name)}$`);
  function isMeant(id: string): boolean {
    return pattern.test(id);
  }
  return [{ from: node.offset, to: node.offset + node.length, isMeant, isDeclared: true }];
}

/** A decision speaks of everything it names, by id or by name. */
function actionThing(node: Node): TextThing {
  const words = new Set(textsIn(node));
  function isMeant(id: string): boolean {
    const name = id.slice(id.indexOf(':') + 1);
    return words.has(id) || words.has(name) || words.has(name.slice(name.lastIndexOf('/') + 1));
  }
  return { from: node.offset, to: node.offset + node.length, isMeant, isDeclared: false };
}

function textsIn(node: Node): string[] {
  if (node.type === 'string') return [String(getNodeValue(node))];
  const parts = node.type === 'property' ? (node.children ?? []).slice(1) : (node.children ?? []);
  return parts.flatMap(textsIn);
}

function textOf(node: Node, key: string): string | undefined {
  const found = findNodeAtLocation(node, [key]);
  return found?.type === 'string' ? String(getNodeValue(found)) : undefined;
}

/** A name with placeholders as a pattern of regular expressions. */
function patternOf(name: string): string {
  return name
    .split(PLACEHOLDER)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+');
}

/** Where a value stands in a text: its own offset, or that of the nearest around it. O(text). */
export function offsetOfPath(text: string, path: readonly (string | number)[]): number {
  const tree = parseTree(text);
  if (tree === undefined) return 0;
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node !== undefined) return (node.parent?.type === 'property' ? node.parent : node).offset;
  }
  return tree.offset;
}
