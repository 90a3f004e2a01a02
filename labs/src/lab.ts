import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Engine } from "@despliega/trainer";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import { ingestAll, type IngestedAll } from "@despliega/trainer/ingest/ingest-all.js";
import { modelNamed } from "@despliega/trainer/model/catalogue.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

/** What a notebook works on. */
export interface Lab {
  readonly engine: Engine;
  readonly model: ModelDefinition;
  /** The sample of the model, in the tables that its `features.sql` reads. */
  readonly ingested: IngestedAll;
  /** Closes the engine and deletes the work directory. */
  close(): Promise<void>;
}

const SAMPLES = fileURLToPath(new URL("../../data", import.meta.url));

/** Opens an engine with the sample of a model that comes with the project, without columns that name people. */
export const openLab = async (name: string): Promise<Lab> => {
  const directory = await mkdtemp(join(tmpdir(), "despliega-lab-"));
  const model = modelNamed(name);
  const engine = await openEngine({
    memoryLimit: "1GB",
    threads: 1,
    spillDirectory: join(directory, "spill"),
  });
  const files = await Promise.all(model.inputs.map((input) => sampleOf(name, input, directory)));
  const ingested = await ingestAll(engine, model, files, {
    directory,
    maxRejected: 0.01,
    keys: { pseudonym: [], identity: [] },
  });
  await engine.confine(directory);
  return {
    engine,
    model,
    ingested,
    close: async () => {
      await engine.close();
      await rm(directory, { recursive: true });
    },
  };
};

/** The file of an input. One that names people is written again without them. */
const sampleOf = async (
  model: string,
  { dataset, columns }: ModelDefinition["inputs"][number],
  directory: string,
): Promise<{ readonly file: string }> => {
  const file = join(SAMPLES, model, dataset);
  const people = Object.entries(columns).flatMap(([column, definition]) =>
    "person" in definition ? [column] : [],
  );
  if (people.length === 0) return { file };
  const lines = (await readFile(file, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  const kept = lines[0]!.flatMap((column, at) => (people.includes(column) ? [] : [at]));
  const copy = join(directory, dataset);
  await writeFile(copy, lines.map((line) => `${kept.map((at) => line[at]).join()}\n`).join(""));
  return { file: copy };
};
