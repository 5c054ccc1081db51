/**
 * Update domains as things that can fail: the machines of a set that planned maintenance takes down
 * together. There is no part to cut, so a trial stops them and starts them again.
 */
import type { Engine } from '../engine/index.ts';

/** Machines by the id of their update domain, `updateDomain:GROUP/SET/NUMBER` from 0. */
export type UpdateDomains = ReadonlyMap<string, readonly string[]>;

/** Every update domain that holds a machine, in the order of sets and numbers. */
export function readUpdateDomains(engine: Engine): UpdateDomains {
  const domains = new Map<string, string[]>();
  const sets = engine.rows(['availabilitySet', 'scaleSet']);
  if (sets.length === 0) return domains;
  const counts = sets.flatMap((row) =>
    row.kind === 'availabilitySet' || row.kind === 'scaleSet'
      ? [{ id: row.id, updateDomains: row.updateDomains }]
      : [],
  );
  for (const { id, updateDomains } of counts)
    for (let number = 0; number < updateDomains; number += 1) domains.set(idOf(id, number), []);
  for (const row of engine.rows(['vm'])) {
    if (row.kind !== 'vm' || row.updateDomain === undefined) continue;
    const set = row.availabilitySet ?? row.scaleSet;
    if (set !== undefined) domains.get(idOf(set, row.updateDomain))?.push(row.id);
  }
  return new Map([...domains].filter(([, machines]) => machines.length > 0));
}

function idOf(set: string, number: number): string {
  return `updateDomain:${set.slice(set.indexOf(':') + 1)}/${number}`;
}
