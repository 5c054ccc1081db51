/**
 * The templates a new document can be made from: scenario files in `resources/templates/`.
 *
 * A template is named, never pathed, and read when it is asked for; what a card shows (title,
 * summary, how much there is) comes from the file itself, so there is no second list to keep.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandType } from '../../shared/commands/index.ts';
import type { TemplateEntry } from '../../shared/contract/contract.ts';
import { expandScenario } from '../../shared/document/expand-scenario.ts';
import { parseScenario } from '../../shared/document/parse-scenario.ts';
import type { LocalizedText } from '../../shared/model/localized-text.ts';
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';

const TEMPLATE_ENDING = '.scenario.json';
const TEMPLATES_MAX = 200;
const TEMPLATE_BYTES_MAX = 16 * 1024 * 1024;
/** Ids are file names: nothing in them may leave the folder. */
const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;

function templateFolder(resourcesDir: string): string {
  return join(resourcesDir, 'templates');
}

/** All templates that can be read, in order of their ids. */
export function listTemplates(resourcesDir: string): TemplateEntry[] {
  return templateIds(resourcesDir).flatMap((id) => {
    const text = readTemplate(resourcesDir, id);
    const entry = text.ok ? describeTemplate(id, text.value) : undefined;
    return entry === undefined ? [] : [entry];
  });
}

/** The text of a template. Refuses with `template.notFound`. */
export function readTemplate(resourcesDir: string, id: string): Result<string> {
  const path = join(templateFolder(resourcesDir), `${id}${TEMPLATE_ENDING}`);
  try {
    if (ID_PATTERN.test(id) && statSync(path).size <= TEMPLATE_BYTES_MAX) {
      return ok(readFileSync(path, 'utf8'));
    }
  } catch {
    // Whatever the reason, the template cannot be had; the refusal below lists those that can.
  }
  const known = templateIds(resourcesDir);
  return err({
    code: 'template.notFound',
    message: `There is no template "${id.slice(0, 80)}"; there are ${known.length}.`,
    hint: known.length > 0 ? `Choose one of: ${known.join(', ')}.` : 'Reinstall Racklab.',
    details: { template: id.slice(0, 80), known },
  });
}

function templateIds(resourcesDir: string): string[] {
  try {
    const names = readdirSync(templateFolder(resourcesDir));
    const ids = names
      .filter((name) => name.endsWith(TEMPLATE_ENDING))
      .map((name) => name.slice(0, -TEMPLATE_ENDING.length));
    return ids
      .filter((id) => ID_PATTERN.test(id))
      .toSorted(compareCodeUnits)
      .slice(0, TEMPLATES_MAX);
  } catch {
    return [];
  }
}

/** Undefined for a file that is no sound scenario; the tests see to it that ours all are. */
function describeTemplate(id: string, text: string): TemplateEntry | undefined {
  const parsed = parseScenario(text);
  if (!parsed.ok) return undefined;
  const { scenario } = parsed.value;
  const { setupCommands } = expandScenario(scenario);
  function count(type: CommandType): number {
    return setupCommands.filter((command) => command.type === type).length;
  }
  return {
    id,
    title: localized(scenario.title),
    summary: scenario.summary === undefined ? {} : localized(scenario.summary),
    racks: count('rack.add'),
    hosts: count('host.add'),
    machines: count('vm.create'),
  };
}

function localized(text: LocalizedText): Record<string, string> {
  if (typeof text === 'string') return { en: text };
  const portuguese = text['pt-BR'];
  return { en: text.en, ...(portuguese === undefined ? {} : { 'pt-BR': portuguese }) };
}

/** The English words of a text. */
export function plainText(text: LocalizedText): string {
  return typeof text === 'string' ? text : text.en;
}
