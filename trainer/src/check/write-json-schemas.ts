// `npm run schema`: writes the JSON Schemas of model.yaml and tests.yaml where their first lines look for them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { EXAMPLES_DIRECTORY } from "../model/catalogue.js";
import { modelJsonSchema } from "../model/json-schema.js";
import { testsJsonSchema } from "./tests/tests-schema.js";

const SCHEMAS = { "model.schema.json": modelJsonSchema(), "tests.schema.json": testsJsonSchema() };

for (const [file, schema] of Object.entries(SCHEMAS))
  writeFileSync(join(EXAMPLES_DIRECTORY, file), `${JSON.stringify(schema, null, 2)}\n`);
