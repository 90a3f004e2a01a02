// `npm run schema`: writes the JSON Schema of model.yaml where its first line looks for it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { EXAMPLES_DIRECTORY } from "./catalogue.js";
import { modelJsonSchema } from "./json-schema.js";

writeFileSync(
  join(EXAMPLES_DIRECTORY, "model.schema.json"),
  `${JSON.stringify(modelJsonSchema(), null, 2)}\n`,
);
