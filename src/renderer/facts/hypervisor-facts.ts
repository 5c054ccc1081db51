/**
 * Facts about what a host runs machines with: what is left to promise, what it costs, what is kept
 * back. Nothing is said where nothing costs anything.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { linkFact, usageFact, type Fact, type FactTools } from './fact-kit.ts';

const PERCENT = 100;

/** Processor and memory a host has promised, out of what it offers. */
export function promiseFacts(row: RowOf<'host'>, tools: FactTools): Fact[] {
  const { figures } = tools;
  const { hypervisor } = row;
  const of = hypervisor?.vCpuOffered ?? row.cores * row.vCpuPerCore;
  const cores = { used: row.vCpuCommitted, of, show: figures.whole };
  const memory = {
    used: hypervisor?.memoryPromisedMib ?? row.memoryCommittedMib,
    of: hypervisor?.memoryOfferedMib ?? row.memoryMib,
    show: figures.memory,
  };
  return [
    usageFact({ tools, key: 'cpuCommitted', ...cores }),
    usageFact({ tools, key: 'memoryCommitted', ...memory }),
  ];
}

/** A machine in another one, or one with others inside: whom it is in, and what it has promised. */
export function nestFacts(row: RowOf<'vm'>, tools: FactTools): Fact[] {
  const { figures } = tools;
  const { hypervisor } = row;
  if (hypervisor === undefined) return linkFact('inside', row.inside);
  const cores = { used: hypervisor.vCpuPromised, of: hypervisor.vCpuOffered, show: figures.whole };
  const memory = {
    used: hypervisor.memoryPromisedMib,
    of: hypervisor.memoryOfferedMib,
    show: figures.memory,
  };
  const [, ...costs] = hypervisorFacts(row, tools);
  return [
    { key: 'hypervisor', value: tools.words(`nestKind.${hypervisor.kind}`) },
    usageFact({ tools, key: 'cpuInside', ...cores }),
    usageFact({ tools, key: 'memoryInside', ...memory }),
    ...costs.filter(({ key }) => key !== 'memoryPolicy'),
    ...hypervisor.machines.flatMap((id) => linkFact('innerMachine', id)),
  ];
}

/** What the hypervisor is and takes. */
export function hypervisorFacts(
  row: Pick<RowOf<'host'>, 'hypervisor'>,
  { figures, words }: FactTools,
): Fact[] {
  const { hypervisor } = row;
  if (hypervisor === undefined) return [];
  const { kind, cpuOverheadPercent, overheadMib, machineOverheadMib } = hypervisor;
  const { reserveCores, reserveMib, memoryPolicy, memoryPercent, swappedMib } = hypervisor;
  const takes = overheadMib + machineOverheadMib > 0;
  const each = words('fact.forEach', { memory: figures.memory(machineOverheadMib) });
  const policy = words(`memoryPolicy.${memoryPolicy}`);
  return [
    ...(swappedMib === 0
      ? []
      : [{ key: 'swapped', value: figures.memory(swappedMib), short: true }]),
    { key: 'hypervisor', value: words(`hypervisorType.${kind}`) },
    ...(cpuOverheadPercent === 0
      ? []
      : [{ key: 'cpuOverhead', value: figures.share(cpuOverheadPercent / PERCENT) }]),
    ...(takes ? [{ key: 'memoryOverhead', value: `${figures.memory(overheadMib)} ${each}` }] : []),
    ...(reserveCores === 0 ? [] : [{ key: 'keptCores', value: figures.whole(reserveCores) }]),
    ...(reserveMib === 0 ? [] : [{ key: 'keptMemory', value: figures.memory(reserveMib) }]),
    {
      key: 'memoryPolicy',
      value: memoryPolicy === 'swap' ? `${policy}: ${figures.whole(memoryPercent)}%` : policy,
    },
  ];
}
