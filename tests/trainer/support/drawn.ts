import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "@despliega/trainer/engine/engine.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import type { PersonKeys } from "@despliega/trainer/ingest/people.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { buildObservations } from "@despliega/trainer/dataset/observations.js";
import { splitObservations, type Split } from "@despliega/trainer/dataset/split.js";

import { temporaryDirectory } from "../../support/temporary.js";
import { dropSplit } from "./observations.js";

/** The two sides of a split, by entity and, where an entity has several observations, their day. */
export interface Drawn {
  readonly split: Split;
  readonly training: ReadonlySet<string>;
  readonly test: ReadonlySet<string>;
}

/** Takes files of a model as far as its split. */
export const drawnFrom = async (
  engine: Engine,
  model: ModelDefinition,
  files: Readonly<Record<string, string>>,
  keys: PersonKeys,
): Promise<Drawn> => {
  const directory = await temporaryDirectory();
  const inputs = await Promise.all(
    model.inputs.map(async ({ dataset }) => {
      const file = join(directory, dataset);
      await writeFile(file, files[dataset]!);
      return { file };
    }),
  );
  await dropSplit(engine);
  await engine.run(
    "DROP VIEW IF EXISTS labelled; DROP VIEW IF EXISTS serving; DROP TABLE IF EXISTS observations",
  );
  await ingestAll(engine, model, inputs, { directory, maxRejected: 0.01, keys });
  await buildObservations(engine, model);
  const split = await splitObservations(engine, model);
  const of = async (view: string) => {
    const rows = await engine.rows<{ name: string }>(
      `SELECT concat_ws(' on ', entity::VARCHAR, observed_at::VARCHAR) AS name FROM ${view}`,
    );
    return new Set(rows.map(({ name }) => name));
  };
  return { split, training: await of("training"), test: await of("test") };
};

/** Those of one side that are on the other side of another split. */
export const moved = (from: ReadonlySet<string>, to: ReadonlySet<string>): string[] =>
  [...from].filter((name) => to.has(name));
