import { buildObservations } from "@despliega/trainer/dataset/observations.js";
import type { Engine } from "@despliega/trainer";
import type { EstimatorOptions } from "@despliega/trainer/estimators/registry.js";
import { readRows } from "@despliega/trainer/estimators/rows.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import { fit, type FittedModel } from "@despliega/trainer/learn/fit.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

/** An estimator of a model, fitted on all labelled observations of its inputs, and their rows. */
export interface FittedSample {
  readonly options: EstimatorOptions;
  readonly fitted: FittedModel;
  readonly rows: readonly Float64Array[];
}

/**
 * Fits the forest and the boosting of a model.
 *
 * @param files one for each input, without people
 * @param directory for what ingesting rejects
 */
export const fitTrees = async (
  engine: Engine,
  model: ModelDefinition,
  files: readonly string[],
  directory: string,
): Promise<readonly FittedSample[]> => {
  const keys = { pseudonym: [], identity: [] };
  const inputs = files.map((file) => ({ file }));
  const ingested = await ingestAll(engine, model, inputs, { directory, maxRejected: 0.01, keys });
  const tables = ingested.inputs.map(({ table }) => table);
  const { labelled } = await buildObservations(engine, model, tables);
  const { columns, target } = await readRows(engine, labelled, model.features);
  const rows = Array.from(target, (_, row) => Float64Array.from(columns, (column) => column[row]!));
  const samples: FittedSample[] = [];
  for (const options of model.estimators)
    if (options.kind === "forest" || options.kind === "boosting")
      samples.push({ options, fitted: await fit(engine, model, options, labelled), rows });
  return samples;
};
