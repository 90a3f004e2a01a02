import { openEngine, type Engine } from "@despliega/trainer";
import { evaluate } from "@despliega/trainer/learn/evaluate.js";
import { finished } from "@despliega/trainer/learn/finish/finished.js";
import { fit } from "@despliega/trainer/learn/fit.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { buildObservations } from "@despliega/trainer/dataset/observations.js";
import { readRows } from "@despliega/trainer/estimators/rows.js";
import type { ObservationTable } from "@despliega/trainer/estimators/observation-table.js";
import { score } from "@despliega/trainer/learn/score.js";
import { select } from "@despliega/trainer/learn/select.js";
import type { Sides, Split } from "@despliega/trainer/dataset/split.js";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { Labelled } from "../lib/labelled.js";
import type { Workbench } from "../lib/workbench.js";

/** What a model reached on its test rows, and the rows that it learned from and was tested on. */
export interface TrainedModel {
  readonly metrics: Readonly<Record<string, number>>;
  readonly training: Labelled;
  readonly test: Labelled;
}

/**
 * Learns a model by the steps of a training run.
 *
 * @param files one for each input of the model
 * @param split divides the labelled observations
 */
export const trainModel = async (
  { folder }: Workbench,
  model: ModelDefinition,
  files: readonly string[],
  split: (engine: Engine, labelled: ObservationTable) => Promise<Sides & { readonly split: Split }>,
): Promise<TrainedModel> => {
  const directory = await mkdtemp(join(folder, `${model.name}-`));
  const engine = await openEngine({
    memoryLimit: "500MB",
    spillDirectory: join(directory, "spill"),
  });
  try {
    const inputs = files.map((file) => ({ file }));
    const keys = { pseudonym: [], identity: [] };
    const ingested = await ingestAll(engine, model, inputs, { directory, maxRejected: 0.01, keys });
    const tables = ingested.inputs.map(({ table }) => table);
    const { labelled } = await buildObservations(engine, model, tables);
    const made = await split(engine, labelled);
    const { training, test } = made;
    const { options, outOfFold, finish } = await select(engine, training, model);
    const fitted = finished(await fit(engine, model, options, training), finish);
    const scored = await score(engine, test, fitted);
    const rows = made.split.test.observations;
    const { evaluation } = await evaluate(engine, model, fitted, {
      training,
      scored,
      rows,
      outOfFold,
    });
    return {
      metrics: { ...evaluation.metrics },
      training: await readRows(engine, training, model.features),
      test: await readRows(engine, test, model.features),
    };
  } finally {
    await engine.close();
  }
};
