/**
 * Goal: a command and its line say the same. Method: every command of every template is printed and
 * read back; then names made to be mistaken (numbers, truth values, quotes, brackets, spaces) and
 * lines cut anywhere.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandSchema, commandTypes, type Command } from '../../src/shared/commands/index.ts';
import {
  COMMAND_LINE_LENGTH_MAX,
  completeCommand,
  fieldsOfCommand,
  parseCommandText,
  printCommand,
} from '../../src/shared/commands/command-text.ts';
import { expandScenario } from '../../src/shared/document/expand-scenario.ts';
import { readScenario } from '../../src/shared/document/parse-scenario.ts';
import { expectOk } from '../support/expect-ok.ts';
import { count } from '../support/counts.ts';
import { RESOURCES_FOLDER } from '../support/start-lab.ts';

const TEMPLATES = join(RESOURCES_FOLDER, 'templates');

/** The commands of a template: those that build it and those that come in their time. */
function commandsOf(file: string): Command[] {
  const { scenario } = expectOk(readScenario(readFileSync(join(TEMPLATES, file), 'utf8')));
  const { setupCommands, actions } = expandScenario(scenario);
  return [...setupCommands, ...actions.map(({ command }) => command)];
}

function read(line: string): Command {
  return expectOk(parseCommandText(line));
}

function codeOf(line: string): string {
  const result = parseCommandText(line);
  return result.ok ? 'none' : result.error.code;
}

/** Any text a field may hold, with those that look like something else. */
const trickyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom('42', '-1', '1e3', 'true', 'false', 'null', '', ' ', '"', '\\', '[', '{}', 'a b'),
);

describe('a printed command', () => {
  it('of any template reads back as it was, and most kinds of command are among them', () => {
    const types = new Set<string>();
    for (const file of readdirSync(TEMPLATES)) {
      for (const command of commandsOf(file)) {
        types.add(command.type);
        expect(read(printCommand(command)), file).toEqual(command);
      }
    }
    expect(types.size).toBeGreaterThan(40);
  });

  it('reads back as the same command, whatever its texts hold', () => {
    fc.assert(
      fc.property(trickyText, trickyText, fc.boolean(), (title, mark, flag) => {
        const command: Command = {
          type: 'group.add',
          name: 'shop',
          location: 'lab',
          tags: { [title === '__proto__' ? 'proto' : title]: mark, flag: String(flag) },
        };
        fc.pre(commandSchema.safeParse(command).success);
        expect(read(printCommand(command))).toEqual(command);
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it.each([
    'fault.cut target=rack:r2',
    'vm.stop vm=vm:shop/web-1',
    'host.add name=h9 rack=r1 cores=16 memoryMib=65536',
    'app.install on=host:bare application=database',
  ])('%s', (line) => {
    expect(printCommand(read(line))).toBe(line);
  });

  it('takes a name that looks like a number as text, and a span that begins like one', () => {
    expect(read('group.add name="42" location=lab')).toMatchObject({ name: '42' });
    expect(read('group.add name=42 location=lab')).toMatchObject({ name: '42' });
    const task = read(
      'task.add on=h1 name=n cron="0 2 * * *" lasts=5m cpuMillicores=500 memoryMib=64',
    );
    expect(task).toMatchObject({ lasts: '5m', cpuMillicores: 500, cron: '0 2 * * *' });
  });
});

describe('a line that is no command', () => {
  it.each([
    ['', 'commandText.unknown'],
    ['vm.creat', 'commandText.unknown'],
    ['vm.stop vn=a', 'commandText.noField'],
    ['vm.stop vm=a vm=b', 'commandText.twice'],
    ['vm.stop a', 'commandText.noField'],
    ['vm.stop type=a', 'commandText.noField'],
    ['vm.stop __proto__=a', 'commandText.noField'],
    ['constructor', 'commandText.unknown'],
    ['group.add tags={"a":', 'commandText.unfinished'],
    ['group.add name="a', 'commandText.unfinished'],
    ['group.add tags={a}', 'commandText.unfinished'],
    ['vm.stop', 'commandText.missing'],
    ['host.add name=h rack=r1 cores=many memoryMib=1', 'commandText.value'],
    ['x'.repeat(COMMAND_LINE_LENGTH_MAX + 1), 'commandText.tooLong'],
  ])('%s', (line, code) => {
    expect(codeOf(line)).toBe(code);
  });

  it('says what was meant', () => {
    const result = parseCommandText('vm.stopp vm=a');
    expect(result.ok ? '' : result.error.hint).toMatch(/^Did you mean vm\.stop\b/);
    const missing = parseCommandText('vm.stop');
    expect(missing.ok ? '' : missing.error.message).toBe('vm.stop needs vm.');
  });

  it('never throws, wherever a line is cut or whatever is typed', () => {
    const whole = 'group.add name="a b" location=lab tags={"k":"v","n":"[1]"}';
    for (let at = 0; at <= whole.length; at += 1) codeOf(whole.slice(0, at));
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(...commandTypes),
        (rest, type) => {
          codeOf(`${type} ${rest}`);
          completeCommand(`${type} ${rest}`, { names: () => ['vm:a'] });
        },
      ),
      { numRuns: count('propertyRuns') },
    );
  });
});

describe('completion', () => {
  const source = { names: () => ['rack:r1', 'rack:r2', 'vm:shop/web-1'] };

  it('offers commands, fields that are free, and values', () => {
    expect(completeCommand('fault.c', source)).toEqual(expect.arrayContaining(['fault.cut']));
    expect(completeCommand('vm.stop ', source)[0]).toBe('vm.stop vm=');
    expect(completeCommand('vm.stop vm=a ', source)).not.toContain('vm.stop vm=a vm=');
    expect(completeCommand('fault.cut target=rack', source)).toEqual([
      'fault.cut target=rack:r1',
      'fault.cut target=rack:r2',
    ]);
    const choices = completeCommand('host.add system=', source);
    expect(choices.length).toBeGreaterThan(1);
    expect(choices.every((line) => line.startsWith('host.add system='))).toBe(true);
  });

  it.each([...commandTypes])('%s: every line it offers is a beginning of a command', (type) => {
    for (const { name } of fieldsOfCommand(type)) {
      expect(completeCommand(`${type} ${name}`, source)).toContain(`${type} ${name}=`);
    }
  });
});
