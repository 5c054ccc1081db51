/**
 * One entry of a scenario file on its way to its commands: copies are made, placeholders filled,
 * references held against the names declared so far.
 * What does not change from copy to copy is done once, and a copy is a clone of one sample object:
 * 10,000 machines written as one line took 110 ms when each was put together field by field.
 * What an entry becomes beyond one command with its own fields is decided in `special-entries.ts`.
 */
import type { Command } from '../commands/index.ts';
import type { AnyEntry, Expansion } from './expansion.ts';
import {
  compileTemplate,
  fillTemplate,
  forEachCopy,
  planCopies,
  type Copy,
  type CopyPlan,
  type Template,
} from './repeat-entries.ts';
import type { ScenarioIssue, ValuePath } from './scenario-issue.ts';
import {
  DECLARED_KINDS,
  REPEAT_FIELDS,
  type DeclaredKind,
  type SectionRule,
} from './scenario-rules.ts';
import { specialHandler, type Fields, type SpecialHandler } from './special-entries.ts';

/** The names a file may carry; the same rule as nameSchema, without its library. */
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;

/** Variables of `each` that mean a kind of thing; machines are also called by their full word. */
const KIND_OF_VARIABLE: ReadonlyMap<string, DeclaredKind> = new Map([
  ...DECLARED_KINDS.map((kind) => [kind, kind] as const),
  ['machine', 'vm'] as const,
]);

/** A field with one reference that differs from copy to copy. */
interface OneField {
  readonly field: string;
  readonly kinds: readonly DeclaredKind[];
  readonly template: Template;
}

/** A field with a list of references that differs from copy to copy. */
interface ManyField {
  readonly field: string;
  readonly kinds: readonly DeclaredKind[];
  readonly templates: readonly Template[];
}

interface Mention {
  readonly kinds: readonly DeclaredKind[];
  readonly reference: string;
  readonly path: ValuePath;
}

interface EntryInput {
  readonly expansion: Expansion;
  readonly rule: SectionRule;
  readonly entry: AnyEntry;
  readonly path: ValuePath;
}

/** One entry with its sample command and the fields that change. */
class EntryExpansion {
  readonly expansion: Expansion;
  readonly entry: AnyEntry;
  readonly path: ValuePath;
  private readonly rule: SectionRule;
  private readonly plan: CopyPlan;
  /** The command without what changes; all its fields exist already, so clones keep its shape. */
  readonly sample: Fields;
  private readonly one: OneField[] = [];
  private readonly many: ManyField[] = [];
  private readonly name: Template | undefined;
  private readonly special: SpecialHandler | undefined;

  constructor(input: EntryInput, plan: CopyPlan) {
    this.expansion = input.expansion;
    this.rule = input.rule;
    this.entry = input.entry;
    this.path = input.path;
    this.plan = plan;
    this.sample = { type: input.rule.command, ...input.rule.constant };
    const { name } = input.entry;
    if (typeof name === 'string') {
      this.name = this.compile(name, [...this.path, 'name']);
      this.sample['name'] = name;
    }
    for (const [field, value] of Object.entries(input.entry)) this.sort({ field, value });
    this.special = specialHandler(this);
  }

  /** Adds the commands of all copies. */
  run(): void {
    const { expansion } = this;
    // A text that cannot be filled was reported when it was compiled.
    if (this.hasUnknown()) return;
    expansion.entries.push(this.path);
    forEachCopy(this.plan, (copy) => {
      if (!expansion.full) this.addCopy(copy);
    });
  }

  /** Notes a problem of this entry. */
  report(issue: ScenarioIssue): void {
    this.expansion.report(issue);
  }

  /** Takes a text apart; a placeholder that means nothing here is reported. */
  compile(text: string, path: ValuePath): Template {
    const template = compileTemplate(text, this.plan.variables);
    if (template.unknown !== undefined) {
      const known = this.plan.variables.map((variable) => `{${variable}}`).join(', ');
      this.report({
        code: 'scenario.badRepeat',
        path,
        reason: `{${template.unknown}} has no value here`,
        hint: `Placeholders of this entry are ${known}; "each" adds more.`,
      });
    }
    return template;
  }

  /** Reports a reference that means nothing declared so far. */
  check(mention: Mention): void {
    const { names } = this.expansion;
    if (!names.has(mention.kinds, mention.reference)) this.report(names.missing(mention));
  }

  private hasUnknown(): boolean {
    const lists = this.many.flatMap(({ templates }) => [...templates]);
    const texts = [...this.one.map(({ template }) => template), ...lists];
    if (this.name !== undefined) texts.push(this.name);
    return texts.some((template) => template.unknown !== undefined);
  }

  /** Puts a field of the entry where it belongs: sample, or what changes from copy to copy. */
  private sort(given: { field: string; value: unknown }): void {
    const { field, value } = given;
    if (value === undefined || field === 'name') return;
    if (REPEAT_FIELDS.includes(field) || this.rule.handled?.includes(field) === true) return;
    const one = this.rule.one?.[field];
    const many = this.rule.many?.[field];
    this.sample[this.rule.renamed?.[field] ?? field] = value;
    if (one !== undefined && typeof value === 'string') {
      const path = [...this.path, field];
      const template = this.compile(value, path);
      if (template.fixed === undefined) this.one.push({ field, kinds: one, template });
      else this.check({ kinds: one, reference: value, path });
    } else if (many !== undefined && Array.isArray(value)) {
      const templates = value.map((item, index) =>
        this.compile(String(item), [...this.path, field, index]),
      );
      const changing: ManyField = { field, kinds: many, templates };
      if (templates.every(({ fixed }) => fixed !== undefined)) {
        this.sample[field] = this.fillList(changing, undefined);
      } else this.many.push(changing);
    }
  }

  private addCopy(copy: Copy): void {
    const command: Fields = { ...this.sample };
    if (this.name !== undefined) command['name'] = fillTemplate(this.name, copy);
    for (const { field, kinds, template } of this.one) {
      const reference = fillTemplate(template, copy);
      this.check({ kinds, reference, path: [...this.path, field] });
      command[field] = reference;
    }
    for (const field of this.many) command[field.field] = this.fillList(field, copy);
    if (this.rule.declares !== undefined && !this.declare(this.rule.declares, command)) return;
    const following = this.special?.(command, copy);
    this.push(command);
    if (Array.isArray(following)) for (const one of following) this.push(one);
    else if (following !== undefined) this.push(following);
  }

  private push(command: Fields): void {
    // The fields are those of the command's schema; a test parses every rule's commands with it.
    this.expansion.commands.push(command as unknown as Command);
    this.expansion.origins.push(this.expansion.entries.length - 1);
  }

  private fillList(field: ManyField, copy: Copy | undefined): string[] {
    const references: string[] = [];
    field.templates.forEach((template, index) => {
      const path = [...this.path, field.field, index];
      const filled = copy === undefined ? template.fixed : fillTemplate(template, copy);
      if (filled === undefined) return;
      if (!filled.includes('*')) {
        this.check({ kinds: field.kinds, reference: filled, path });
        references.push(filled);
        return;
      }
      const { names } = this.expansion;
      const matching = field.kinds.flatMap((kind) => [...names.matching(kind, filled)]);
      if (matching.length === 0) {
        this.report(names.missing({ kinds: field.kinds, reference: filled, path }));
      }
      references.push(...matching);
    });
    return references;
  }

  /** What lives in the group of another thing is declared there. */
  private groupBehind(kind: DeclaredKind, command: Fields): string | undefined {
    const { balancer, network } = command;
    const { names } = this.expansion;
    if (kind === 'rule' && typeof balancer === 'string') return names.groupOf('balancer', balancer);
    if (kind === 'subnet' && typeof network === 'string') return names.groupOf('network', network);
    return undefined;
  }

  private declare(kind: DeclaredKind, command: Fields): boolean {
    const name = String(command['name']);
    const path = [...this.path, 'name'];
    if (!NAME.test(name)) {
      this.report({
        code: 'scenario.badName',
        path,
        reason: `"${name.slice(0, 80)}" cannot be a name`,
        hint: 'Up to 64 letters, digits, ".", "_" and "-", with a letter or digit at both ends.',
      });
      return false;
    }
    const { group } = command;
    const groupName =
      typeof group === 'string'
        ? group.slice(group.indexOf(':') + 1)
        : this.groupBehind(kind, command);
    if (this.expansion.names.declare({ kind, name, group: groupName })) return true;
    const alike = this.name?.fixed !== undefined && this.plan.total > 1;
    this.report({
      code: 'scenario.duplicateName',
      path,
      reason: alike
        ? `all ${this.plan.total} copies would be called "${name}"`
        : `there is a ${kind} "${name}" already`,
      hint: alike ? 'Put {n} into the name.' : 'Give one of them another name.',
    });
    return false;
  }
}

/** Adds the commands of one entry to the expansion, or reports why it cannot be repeated so. */
export function expandEntry(input: EntryInput): void {
  const { expansion, entry, path } = input;
  const plan = planCopies(entry, (variable, pattern) => {
    const kind = KIND_OF_VARIABLE.get(variable);
    return kind === undefined ? undefined : expansion.names.bareMatching(kind, pattern);
  });
  if ('total' in plan) {
    new EntryExpansion(input, plan).run();
    return;
  }
  const where = [...path, plan.field, ...(plan.variable === undefined ? [] : [plan.variable])];
  const { reason, hint } = plan;
  expansion.report({ code: 'scenario.badRepeat', path: where, reason, hint });
}
