/**
 * What a schema cannot say about the applications of a catalogue: the runtimes and applications
 * they name are there, names inside one are unique, and nobody depends on itself, however far
 * around. It returns all problems, like the check of the whole catalogue that calls it. It knows
 * no application by name.
 */
import type { Catalogue } from './catalogue.ts';

/** One thing wrong, and where. */
interface ApplicationProblem {
  readonly path: string;
  readonly message: string;
}

/** Everything wrong with applications and runtimes; empty when they are sound. */
export function checkApplications(catalogue: Catalogue): ApplicationProblem[] {
  const { applications = [], runtimes = [] } = catalogue;
  const keys = new Set(applications.map(({ key }) => key));
  const problems: ApplicationProblem[] = [];
  for (const one of applications) {
    const path = `applications.${one.key}`;
    for (const { runtime, version } of one.runtimes) {
      const known = runtimes.find(({ key }) => key === runtime);
      if (known?.versions.includes(version) === true) continue;
      const message = `"${runtime} ${version}" is not in the catalogue`;
      problems.push({ path: `${path}.runtimes`, message });
    }
    for (const other of one.dependsOn) {
      if (keys.has(other)) continue;
      problems.push({ path: `${path}.dependsOn`, message: `"${other}" is not in the catalogue` });
    }
    for (const [field, names] of [
      ['listens', one.listens.map(({ name }) => name)],
      ['paths', one.paths.map(({ name }) => name)],
    ] as const) {
      if (new Set(names).size === names.length) continue;
      problems.push({ path: `${path}.${field}`, message: 'a name stands twice' });
    }
    if (!reaches(catalogue, one.key)) continue;
    problems.push({ path: `${path}.dependsOn`, message: 'it depends on itself' });
  }
  return problems;
}

/** Whether the dependencies of an application lead back to it. */
function reaches(catalogue: Catalogue, start: string): boolean {
  const seen = new Set<string>();
  const open = [start];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const after = catalogue.applications?.find((one) => one.key === key)?.dependsOn ?? [];
    for (const next of after) {
      if (next === start) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}
