/**
 * The text editor, by our own words: a text with suggestions, problems in place and a cursor that
 * can be asked and put. It is the only file that knows the library behind it.
 *
 * It lives in a shadow root, where the library hangs its styles into adopted sheets: the content
 * policy forbids style elements (docs/decisions/0026). Colours are the tokens of the page, which
 * reach through.
 */
import {
  acceptCompletion,
  autocompletion,
  completionKeymap,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  type DecorationSet,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Suggestions } from '../../shared/document/json-completion.ts';

/** A problem at a line and column from 1, in words. */
export interface TextProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Stretches of the text that belong to what is selected elsewhere. */
export interface TextSpan {
  readonly from: number;
  readonly to: number;
}

export interface TextEditing {
  readonly text: () => string;
  /** Puts another text in; the cursor stays as near as it can. */
  readonly setText: (text: string) => void;
  readonly setProblems: (problems: readonly TextProblem[]) => void;
  readonly setSpans: (spans: readonly TextSpan[]) => void;
  /** Puts the cursor somewhere and brings it into view. */
  readonly goTo: (offset: number, options?: { readonly focus: boolean }) => void;
  readonly close: () => void;
}

export interface TextEditingOptions {
  readonly root: ShadowRoot;
  readonly text: string;
  readonly language: 'json' | 'plain';
  /** What it is called for those who do not see it. */
  readonly label: string;
  /** The library's own words in the language of the screen. */
  readonly phrases: Readonly<Record<string, string>>;
  readonly suggest: (text: string, offset: number) => Suggestions | undefined;
  readonly onText: (text: string) => void;
  /** The cursor was moved by hand. */
  readonly onCursor: (offset: number) => void;
}

const setSpans = StateEffect.define<readonly TextSpan[]>();
const spanMark = Decoration.mark({ class: 'cm-linked' });

/** What is selected elsewhere stays marked while the text around it changes. */
const linkedSpans = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(spans, change) {
    let next = spans.map(change.changes);
    for (const effect of change.effects) {
      if (!effect.is(setSpans)) continue;
      const marks = effect.value
        .filter(({ from, to }) => from < to)
        .map(({ from, to }) => spanMark.range(from, to));
      next = Decoration.set(marks, true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Opens an editor inside a shadow root. */
export function editText(options: TextEditingOptions): TextEditing {
  let isOurs = false;
  const listener = EditorView.updateListener.of((update) => {
    if (isOurs) return;
    if (update.docChanged) options.onText(update.state.doc.toString());
    if (update.selectionSet) options.onCursor(update.state.selection.main.head);
  });
  const view = new EditorView({
    root: options.root,
    parent: options.root,
    state: EditorState.create({
      doc: options.text,
      extensions: [extensionsOf(options), listener],
    }),
  });
  /** Changes of ours are no news to whoever asked for them. */
  function quietly(act: () => void): void {
    isOurs = true;
    act();
    isOurs = false;
  }
  return {
    text: () => view.state.doc.toString(),
    setText(text) {
      if (text === view.state.doc.toString()) return;
      quietly(() => {
        const anchor = Math.min(view.state.selection.main.head, text.length);
        const changes = { from: 0, to: view.state.doc.length, insert: text };
        view.dispatch({ changes, selection: { anchor } });
      });
    },
    setProblems: (problems) =>
      quietly(() => {
        const found = problems.map((one) => diagnosticOf(view.state, one));
        view.dispatch(setDiagnostics(view.state, found));
      }),
    setSpans: (spans) =>
      quietly(() => {
        const { length } = view.state.doc;
        const inside = spans.filter(({ to }) => to <= length);
        view.dispatch({ effects: setSpans.of(inside) });
      }),
    goTo: (offset, given) =>
      quietly(() => {
        const anchor = Math.min(offset, view.state.doc.length);
        const effects = EditorView.scrollIntoView(anchor, { y: 'center' });
        view.dispatch({ selection: { anchor }, effects });
        if (given?.focus === true) view.focus();
      }),
    close: () => view.destroy(),
  };
}

function extensionsOf(options: TextEditingOptions): Extension[] {
  const isJson = options.language === 'json';
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    history(),
    drawSelection(),
    search({ top: true }),
    highlightSelectionMatches(),
    lintGutter(),
    linkedSpans,
    colours,
    EditorState.phrases.of({ ...options.phrases }),
    EditorView.contentAttributes.of({ 'aria-label': options.label, tabindex: '0' }),
    isJson ? jsonExtensions(options) : EditorView.lineWrapping,
    // Tab leaves the editor, as every field; it takes a suggestion only while one is offered.
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      ...completionKeymap,
      ...searchKeymap,
      ...foldKeymap,
      ...lintKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
  ];
}

function jsonExtensions({ suggest }: TextEditingOptions): Extension[] {
  return [
    json(),
    foldGutter(),
    bracketMatching(),
    indentOnInput(),
    syntaxHighlighting(words),
    autocompletion({
      icons: false,
      // The library has a word of its own for nothing.
      // oxlint-disable-next-line unicorn/no-null
      override: [(context) => completionsOf(context, suggest) ?? null],
      activateOnTyping: true,
    }),
  ];
}

function completionsOf(
  context: CompletionContext,
  suggest: TextEditingOptions['suggest'],
): CompletionResult | undefined {
  const text = context.state.doc.toString();
  const found = suggest(text, context.pos);
  if (found === undefined || found.list.length === 0) return undefined;
  // Between two values nothing is offered unasked.
  if (!context.explicit && found.from === found.to) return undefined;
  return {
    from: found.from,
    to: found.to,
    filter: true,
    options: found.list.map(completionOf),
  };
}

function completionOf(one: Suggestions['list'][number]): Completion {
  const { label, apply, kind, about } = one;
  return {
    // What is typed begins with a quotation mark; what is offered is compared with that.
    label: apply.startsWith('"') ? `"${label}"` : label,
    displayLabel: label,
    type: kind === 'field' ? 'property' : 'constant',
    apply,
    ...(about === undefined ? {} : { info: about }),
  };
}

function diagnosticOf(state: EditorState, problem: TextProblem): Diagnostic {
  const line = state.doc.line(Math.min(Math.max(1, problem.line), state.doc.lines));
  const from = Math.min(line.to, line.from + Math.max(0, problem.column - 1));
  const word = /^(?:"(?:[^"\\]|\\.)*"|[^\s,[\]{}:]+|.)/.exec(line.text.slice(from - line.from));
  const to = Math.min(line.to, from + (word?.[0].length ?? 0));
  return { from, to, severity: 'error', message: problem.message };
}

const words = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-name)' },
  { tag: tags.string, color: 'var(--code-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-figure)' },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: 'var(--text-3)' },
]);

const colours = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  // The gutter lies over the ring of the editor, so the ring is drawn once more above it.
  '&.cm-focused::after': {
    content: '""',
    position: 'absolute',
    zIndex: '300',
    inset: '0',
    border: '2px solid var(--focus)',
    pointerEvents: 'none',
  },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--text-xs)',
    // What is written is shown as it stands: `>=` is two signs.
    fontVariantLigatures: 'none',
    lineHeight: '1.55',
  },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--sunken)',
    color: 'var(--text-3)',
    border: 'none',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hover) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--hover)', color: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft)',
  },
  '.cm-selectionBackground': { backgroundColor: 'var(--accent-soft)' },
  '.cm-linked': { backgroundColor: 'var(--accent-soft)', borderRadius: '2px' },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-soft)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-soft)',
    outline: '1px solid var(--line-strong)',
  },
  '.cm-tooltip': {
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-m)',
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow-float)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--ink)',
    color: 'var(--text-on-ink)',
  },
  '.cm-completionInfo': { padding: 'var(--s-4)', maxWidth: '280px', lineHeight: '1.4' },
  '.cm-diagnostic': { padding: 'var(--s-3) var(--s-5)', fontFamily: 'var(--font-ui)' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--harm)' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)' },
  '.cm-textfield': {
    border: '1px solid var(--edge)',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
  },
  '.cm-button': {
    border: '1px solid var(--line-strong)',
    backgroundImage: 'none',
    backgroundColor: 'var(--raised)',
    color: 'var(--text)',
  },
  '.cm-foldPlaceholder': {
    border: '1px solid var(--line)',
    backgroundColor: 'var(--sunken)',
    color: 'var(--text-2)',
  },
});
