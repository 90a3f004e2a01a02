import { memoryBlobStore } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { riesgo } from "../support/models.js";
import { trainOn } from "../trainer/support/runs.js";

// A process in which the report fails while the engine answers what runs beside it.
const [input] = process.argv.slice(2) as [string];
const unreadable = new Proxy(Object.freeze({}), {
  get: () => {
    throw new Error("the report fails");
  },
}) as unknown as string;
const model: ModelDefinition = { ...riesgo, question: unreadable };
try {
  await trainOn(memoryBlobStore(), { model, input, progress: process.stdout });
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
