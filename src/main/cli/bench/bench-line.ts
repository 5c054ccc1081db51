/**
 * The line a benchmark prints: `peer=racklab case=… wall_s=… peak_mb=… events=… cpu_s=… …`.
 * Wall time runs from the start of the process to this line, processor time is that of all
 * threads, peak is the maximum resident set. Other programs print the same line and are compared.
 */
import type { HostFigures } from '../cli-environment.ts';

/** One line for one case; `more` holds further figures in their order. */
export function benchLine(given: {
  readonly name: string;
  readonly events: number;
  readonly host: HostFigures;
  readonly more: Readonly<Record<string, string | number>>;
}): string {
  const { name, events, host, more } = given;
  const fields = {
    peer: 'racklab',
    case: name,
    wall_s: host.wallSeconds.toFixed(3),
    peak_mb: host.peakMemoryMib.toFixed(1),
    events,
    cpu_s: host.cpuSeconds.toFixed(3),
    ...more,
  };
  const words = Object.entries(fields).map(([key, value]) => `${key}=${value}`);
  return `${words.join(' ')}\n`;
}
