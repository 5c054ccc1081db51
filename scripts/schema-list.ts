/**
 * The JSON Schemas that Racklab publishes, made from the same zod schemas that read the files.
 *
 * One line for each file format. `npm run schemas` writes them to resources/schema/; a test fails
 * when a committed one is out of date. It writes nothing itself, so that the test can use it too.
 */
import { z } from 'zod';
import { scenarioSchema } from '../src/shared/document/scenario-schema.ts';
import { actionsSchema } from '../src/shared/lab/actions-schema.ts';
import { attemptSchema } from '../src/shared/lab/attempt-schema.ts';
import { keySchema } from '../src/shared/lab/key-schema.ts';
import { labSchema } from '../src/shared/lab/lab-schema.ts';
import { resultsSchema } from '../src/shared/lab/results-schema.ts';
import { rosterSchema } from '../src/shared/lab/roster-schema.ts';
import { catalogueSchema } from '../src/shared/model/catalogue.ts';

interface PublishedSchema {
  /** Begins the file name and the identifier: `catalogue` gives `catalogue.schema.json`. */
  readonly name: string;
  readonly title: string;
  readonly schema: z.ZodType;
}

/** Add a line here when a file format gets a published schema. */
const PUBLISHED: readonly PublishedSchema[] = [
  { name: 'catalogue', title: 'Racklab catalogue', schema: catalogueSchema },
  { name: 'scenario', title: 'Racklab scenario', schema: scenarioSchema },
  { name: 'lab', title: 'Racklab lab', schema: labSchema },
  { name: 'lab-actions', title: 'Racklab lab steps', schema: actionsSchema },
  { name: 'lab-attempt', title: 'Racklab lab attempt', schema: attemptSchema },
  { name: 'lab-key', title: 'Racklab lab key', schema: keySchema },
  { name: 'lab-results', title: 'Racklab lab results', schema: resultsSchema },
  { name: 'lab-roster', title: 'Racklab class', schema: rosterSchema },
];

/** A schema file as it must stand in resources/schema/. */
export interface SchemaFile {
  readonly fileName: string;
  readonly text: string;
}

/** Whatever a schema does not name is refused, also where another schema is put around it. */
function override({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.additionalProperties !== false) return;
  delete jsonSchema.additionalProperties;
  jsonSchema['unevaluatedProperties'] = false;
}

/** All published schemas, as text, in the order of the list. */
export function renderSchemas(): SchemaFile[] {
  return PUBLISHED.map(({ name, title, schema }) => {
    // `input`: the file as people write it, before defaults are filled in.
    const options = { target: 'draft-2020-12', io: 'input', reused: 'inline', override } as const;
    const { $schema, ...body } = z.toJSONSchema(schema, options);
    const whole = { $schema, $id: `urn:racklab:schema:${name}`, title, ...body };
    return { fileName: `${name}.schema.json`, text: `${JSON.stringify(whole, undefined, 2)}\n` };
  });
}
