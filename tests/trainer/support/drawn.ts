import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { Relation } from "@despliega/trainer/engine/relation.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import type { PersonKeys } from "@despliega/trainer/ingest/people.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { buildObservations } from "@despliega/trainer/dataset/observations.js";
import { splitObservations, type Split } from "@despliega/trainer/dataset/split.js";

import { temporaryDirectory } from "../../support/temporary.js";

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
  const ingested = await ingestAll(engine, model, inputs, { directory, maxRejected: 0.01, keys });
  const tables = ingested.inputs.map(({ table }) => table);
  const { labelled } = await buildObservations(engine, model, tables);
  const { split, training, test } = await splitObservations(engine, labelled, model);
  const of = async ({ name }: Relation) => {
    const rows = await engine.rows<{ name: string }>(
      `SELECT concat_ws(' on ', entity::VARCHAR, observed_at::VARCHAR) AS name FROM ${name}`,
    );
    return new Set(rows.map(({ name }) => name));
  };
  return { split, training: await of(training), test: await of(test) };
};

/** Those of one side that are on the other side of another split. */
export const moved = (from: ReadonlySet<string>, to: ReadonlySet<string>): string[] =>
  [...from].filter((name) => to.has(name));
