/**
 * `racklab reach FILE --from A --to B --port P`: whether a packet gets through, hop by hop, with
 * the rule that decides. The room is asked at its start, or at a moment of the run.
 */
import { parseDuration, US_PER_MILLISECOND } from '../../shared/kernel/time.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { ReachHop, ReachQuery, ReachView } from '../../shared/views/virtual-network-view.ts';
import { REACH_PROTOCOLS } from '../../shared/model/network-kinds.ts';
import { askRoom } from './asked-room.ts';
import type { CliEnvironment, ExitCode } from './cli-environment.ts';
import type { CliCommand, GivenOptions } from './command-options.ts';
import { readWhole } from './seed-option.ts';

const PORT_MAX = 65_535;

export const reachCommand: CliCommand = {
  spec: {
    name: 'reach',
    summary: 'Says whether one thing reaches another on a port, hop by hop.',
    operands: ['FILE'],
    options: {
      from: { value: 'NAME', help: 'A machine, or internet.' },
      to: { value: 'NAME', help: 'A machine, a balancer, a service, or internet.' },
      port: { value: 'PORT', help: 'The port asked for.' },
      protocol: { value: 'WORD', help: 'tcp when absent, or udp.' },
      at: { value: 'TIME', help: 'The moment of the run; its start when absent.' },
      json: { help: 'Prints one JSON object, the same bytes every time.' },
    },
    notes: ['A blocked way is a result like an open one: the program ends with 0 for both.'],
  },
  run,
};

function run(given: GivenOptions, environment: CliEnvironment): Promise<ExitCode> {
  return askRoom({ queryOf, ask: (room, query) => room.reach(query), tableOf }, given, environment);
}

/** The question. Refuses with `cli.badValue` or `cli.notANumber`. */
function queryOf(given: GivenOptions): Result<{ query: ReachQuery; atUs: number }> {
  const from = given.text('from');
  const to = given.text('to');
  const port = readWhole(given, { name: 'port', min: 1, max: PORT_MAX });
  const asked = given.text('protocol') ?? 'tcp';
  const protocol = REACH_PROTOCOLS.find((one) => one === asked);
  const at = parseDuration(given.text('at') ?? '0s');
  if (from === undefined || to === undefined) return bad('Both ends are needed: --from A --to B.');
  if (!port.ok) return port;
  if (port.value === undefined) return bad('A port is needed: --port P.');
  if (protocol === undefined) return bad('--protocol is tcp or udp.');
  if (!at.ok) return at;
  return ok({ query: { from, to, port: port.value, protocol }, atUs: at.value });
}

function bad(message: string): Result<never> {
  const hint = 'Such as: racklab reach FILE --from web-1 --to db-1 --port 5432.';
  return err({ code: 'cli.badValue', message, hint });
}

function tableOf(reach: ReachView): string {
  const { from, to, port, protocol, members, roundTripUs } = reach;
  const behind =
    members === undefined ? '' : `  (${members.reachable} of ${members.total} members)`;
  const way =
    roundTripUs === undefined ? '' : `  (${roundTripUs / US_PER_MILLISECOND} ms there and back)`;
  return [
    `${from} -> ${to}, ${protocol} ${port}${behind}${way}`,
    ...reach.hops.map((hop) => `  ${lineOfHop(hop)}`),
    reach.message,
    '',
  ].join('\n');
}

/** One line for each hop. */
function lineOfHop(hop: ReachHop): string {
  const mark = hop.open ? 'ok     ' : 'BLOCKED';
  const { rule } = hop;
  const parts = [
    hop.hop,
    hop.at ?? '',
    hop.found ?? '',
    rule === undefined
      ? ''
      : `${rule.access} by rule ${rule.priority} ${rule.name} (${rule.direction}, ` +
        `${rule.source} -> ${rule.destination}, ports ${rule.ports}, ${rule.protocol}) ` +
        `at ${hop.guards ?? ''}`,
  ];
  return `${mark}  ${parts.filter((part) => part !== '').join('  ')}`;
}
