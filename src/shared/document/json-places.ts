/**
 * The text of a JSON file with its places: what a plain reader cannot say.
 *
 * A file is first gone through token by token: that finds what JSON.parse drops without a word
 * (a key written twice) and what would harm it (a million brackets), at the cost of one pass. The
 * tree with positions is built only when a problem has to be shown, because it takes ten times the
 * memory of the text.
 */
import {
  createScanner,
  findNodeAtLocation,
  parseTree,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import type { ScenarioIssue, TextPlace, ValuePath } from './scenario-issue.ts';
import { SCENARIO_DEPTH_MAX, SCENARIO_LENGTH_MAX, SCENARIO_VALUES_MAX } from './scenario-limits.ts';

/** Numbers of the library's token and error kinds; it declares them as constants that vanish. */
const TOKEN = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  string: 10,
  end: 17,
} as const;

/** Line and column of an offset, both from 1. O(offset). */
export function placeOfOffset(text: string, offset: number): TextPlace {
  let line = 1;
  let lineStart = 0;
  for (;;) {
    const end = text.indexOf('\n', lineStart);
    if (end < 0 || end >= offset) return { line, column: offset - lineStart + 1 };
    line += 1;
    lineStart = end + 1;
  }
}

/** One open list or object while going through the tokens. */
interface Level {
  /** Keys so far; undefined in a list. */
  readonly keys: Set<string> | undefined;
  /** Where this value stands in its parent. */
  readonly step: string | number;
  key: string;
  index: number;
}

/** What the first pass found; a broken text ends it early and is explained by `explainSyntax`. */
export function findTextIssue(text: string): ScenarioIssue | undefined {
  if (text.length > SCENARIO_LENGTH_MAX) {
    return {
      code: 'scenario.tooLarge',
      path: [],
      reason: `it has ${text.length} characters and ${SCENARIO_LENGTH_MAX} are read`,
      hint: 'Write repetition once ("count", "each"), or split the scenario.',
    };
  }
  return new TokenPass(text).run();
}

class TokenPass {
  private readonly text: string;
  private readonly levels: Level[] = [];
  private values = 0;

  constructor(text: string) {
    this.text = text;
  }

  run(): ScenarioIssue | undefined {
    const scanner = createScanner(this.text, true);
    let expectsKey = false;
    for (let token: number = scanner.scan(); token !== TOKEN.end; token = scanner.scan()) {
      const level = this.levels.at(-1);
      if (token === TOKEN.openBrace || token === TOKEN.openBracket) {
        const issue = this.open(token, scanner.getTokenOffset());
        if (issue !== undefined) return issue;
        expectsKey = token === TOKEN.openBrace;
      } else if (token === TOKEN.closeBrace || token === TOKEN.closeBracket) {
        this.levels.pop();
        expectsKey = false;
      } else if (token === TOKEN.comma) {
        if (level !== undefined) level.index += 1;
        expectsKey = level?.keys !== undefined;
      } else if (token === TOKEN.string && expectsKey && level?.keys !== undefined) {
        const issue = this.addKey(level, {
          key: scanner.getTokenValue(),
          at: scanner.getTokenOffset(),
        });
        if (issue !== undefined) return issue;
        expectsKey = false;
      } else if (token !== TOKEN.colon) {
        this.values += 1;
      }
    }
    return undefined;
  }

  private open(token: number, offset: number): ScenarioIssue | undefined {
    this.values += 1;
    const parent = this.levels.at(-1);
    const step = parent === undefined ? '' : this.stepIn(parent);
    const keys = token === TOKEN.openBrace ? new Set<string>() : undefined;
    this.levels.push({ keys, step, key: '', index: 0 });
    if (this.levels.length > SCENARIO_DEPTH_MAX) {
      return {
        code: 'scenario.tooDeep',
        path: [],
        place: placeOfOffset(this.text, offset),
        reason: `it is nested deeper than ${SCENARIO_DEPTH_MAX} levels here`,
        hint: 'Look for an opening bracket too many.',
      };
    }
    if (this.values <= SCENARIO_VALUES_MAX) return undefined;
    return {
      code: 'scenario.tooLarge',
      path: [],
      place: placeOfOffset(this.text, offset),
      reason: `it has more than ${SCENARIO_VALUES_MAX} values`,
      hint: 'Write repetition once ("count", "each"), or split the scenario.',
    };
  }

  private addKey(level: Level, found: { key: string; at: number }): ScenarioIssue | undefined {
    const { key, at } = found;
    const isTwice = level.keys?.has(key) === true;
    level.key = key;
    level.keys?.add(key);
    if (key === '__proto__') return this.protoIssue(at);
    if (!isTwice) return undefined;
    return {
      code: 'scenario.duplicateKey',
      path: [...this.path(), key],
      place: placeOfOffset(this.text, at),
      reason: `"${key.slice(0, 80)}" is written twice in the same object`,
      hint: 'Remove one of the two, or merge them: only one would count.',
    };
  }

  /** The one key that means something to the language itself; no reader could keep it. */
  private protoIssue(offset: number): ScenarioIssue {
    return {
      code: 'scenario.unknownField',
      path: this.path(),
      place: placeOfOffset(this.text, offset),
      reason: '"__proto__" cannot be the name of a field',
      hint: 'Remove it, or give it another name.',
    };
  }

  private stepIn(level: Level): string | number {
    return level.keys === undefined ? level.index : level.key;
  }

  private path(): ValuePath {
    return this.levels.slice(1).map((level) => level.step);
  }
}

/** Reasons for the library's error numbers, in its order from 1. */
const SYNTAX_REASONS: readonly string[] = [
  'this is no value: texts stand in double quotes, and only true, false and null are words',
  'this is not a number as JSON writes them',
  'a key in double quotes is expected here',
  'a value is expected here',
  'a colon is expected here',
  'a comma is expected here',
  'a closing brace is expected here',
  'a closing bracket is expected here',
  'the file should have ended here',
  'JSON has no comments',
  'this comment never ends',
  'this text never ends',
  'this number never ends',
  'this \\u needs four hexadecimal digits',
  'this is no escape that JSON knows',
  'this character cannot stand in a text as it is',
];

/** The first thing wrong with a text that JSON.parse refused. */
export function explainSyntax(text: string): ScenarioIssue {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors[0];
  const offset = first?.offset ?? 0;
  const place = placeOfOffset(text, offset);
  const isAtEnd =
    text.slice(offset).trim() === '' || /^"(?:[^"\\]|\\.)*$/s.test(text.slice(offset));
  if (isAtEnd) {
    return {
      code: 'scenario.truncated',
      path: [],
      place,
      reason: text.trim() === '' ? 'the file is empty' : 'the file ends in the middle of a value',
      hint: 'It was cut off: get it again from where it came, or complete it by hand.',
    };
  }
  return {
    code: 'scenario.notJson',
    path: [],
    place,
    reason: SYNTAX_REASONS[(first?.error ?? 0) - 1] ?? 'this is not JSON',
    hint: `Correct the text near ${JSON.stringify(text.slice(offset, offset + 20))}.`,
  };
}

/** Finds the place of a value by its path. The tree is built at the first question and kept. */
export class JsonPlaces {
  private readonly text: string;
  private tree: Node | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Line and column of a value, or of the nearest value around it that is there. */
  placeOf(path: ValuePath): TextPlace {
    this.tree ??= parseTree(this.text);
    const { tree } = this;
    if (tree === undefined) return placeOfOffset(this.text, 0);
    for (let length = path.length; length > 0; length -= 1) {
      const node = findNodeAtLocation(tree, path.slice(0, length));
      // The key is the better place to point at: that is where the eye looks for a field.
      const shown = node?.parent?.type === 'property' ? node.parent : node;
      if (shown !== undefined) return placeOfOffset(this.text, shown.offset);
    }
    return placeOfOffset(this.text, tree.offset);
  }
}
