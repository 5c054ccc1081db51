/**
 * What a new document begins with: the scenario it is made from, in canonical form, and the facts
 * of its manifest. Made here once, so that a document is the same whether the screen or the
 * command line made it.
 */
import { printScenario } from '../../shared/document/print-scenario.ts';
import type { Scenario } from '../../shared/document/scenario-schema.ts';
import type { JsonValue } from '../../shared/kernel/canonical-json.ts';
import { BEHAVIOUR_VERSION } from '../engine/index.ts';
import type { NewManifest } from '../persistence/document-store.ts';
import { plainText } from './templates.ts';

const TITLE_LENGTH_MAX = 200;

/** Languages a title may be in. */
export type Locale = 'en' | 'pt-BR';

export interface DocumentBeginning {
  readonly startScenarioText: string;
  readonly view: JsonValue;
  readonly manifest: NewManifest;
}

/** The beginning of a document made from a scenario that the engine has accepted. */
export function beginningOf(
  scenario: Scenario,
  made: { readonly appVersion: string; readonly locale?: Locale | undefined },
): DocumentBeginning {
  const { title } = scenario;
  const inLanguage =
    typeof title === 'string' || made.locale === undefined ? undefined : title[made.locale];
  return {
    startScenarioText: printScenario(scenario),
    view: { ...scenario.map },
    manifest: {
      title: (inLanguage ?? plainText(title)).slice(0, TITLE_LENGTH_MAX),
      behaviourVersion: BEHAVIOUR_VERSION,
      catalogueId: scenario.catalogue,
      seed: scenario.seed,
      createdBy: { name: 'racklab', version: made.appVersion },
      head: {},
      branches: {},
    },
  };
}
