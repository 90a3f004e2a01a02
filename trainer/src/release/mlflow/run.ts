import type { Manifest } from "@despliega/storage";
import { z } from "zod";

import type { MlflowClient } from "./client.js";
import * as facts from "./training-facts.js";

const Nothing = z.unknown();
const Run = z.object({ info: z.object({ run_id: z.string(), artifact_uri: z.string() }) });
type Run = z.output<typeof Run>;

/** The most entries of a batch: MLflow takes 100 parameters, and 1,000 entries in all. */
const MOST_PARAMS = 100;
const MOST_METRICS = 900;

/** Finds the experiment of a model, or makes it. @returns its id */
export const experimentOf = async (client: MlflowClient, model: string): Promise<string> => {
  const name = client.settings.experiment ?? `despliega/${model}`;
  const Experiment = z.object({ experiment_id: z.string() });
  const find = () =>
    client.unless("RESOURCE_DOES_NOT_EXIST", () =>
      client.get(
        "experiments/get-by-name",
        { experiment_name: name },
        z.object({ experiment: Experiment }),
      ),
    );
  const found = await find();
  if (found !== undefined) return found.experiment.experiment_id;
  // Another run may have made it since.
  const made = await client.unless("RESOURCE_ALREADY_EXISTS", () =>
    client.post("experiments/create", { name }, Experiment),
  );
  return made?.experiment_id ?? (await find())!.experiment.experiment_id;
};

/** Finds the run of a release that an earlier try began, or makes it. */
export const runOf = async (
  client: MlflowClient,
  experiment: string,
  manifest: Manifest,
  tags: readonly facts.Pair[],
): Promise<Run> => {
  const { version, created } = manifest;
  const { runs = [] } = await client.post(
    "runs/search",
    {
      experiment_ids: [experiment],
      filter: `tags.\`${facts.VERSION_TAG}\` = '${version}'`,
      max_results: 1,
    },
    z.object({ runs: z.array(Run).optional() }),
  );
  if (runs[0] !== undefined) return runs[0];
  const { run } = await client.post(
    "runs/create",
    {
      experiment_id: experiment,
      run_name: version,
      start_time: Date.parse(created),
      tags: [...tags, ...facts.shownTagsOf(manifest)],
    },
    z.object({ run: Run }),
  );
  return run;
};

/** Sends what a release says of its training. The same values may be sent again. */
export const logRun = async (
  client: MlflowClient,
  run_id: string,
  manifest: Manifest,
  metrics: readonly facts.RunMetric[],
): Promise<void> => {
  for (const params of chunks(facts.paramsOf(manifest), MOST_PARAMS))
    await client.post("runs/log-batch", { run_id, params }, Nothing);
  for (const some of chunks(metrics, MOST_METRICS))
    await client.post("runs/log-batch", { run_id, metrics: some }, Nothing);
  const datasets = facts.datasetsOf(manifest);
  if (datasets.length > 0) await client.post("runs/log-inputs", { run_id, datasets }, Nothing);
};

function* chunks<T>(all: readonly T[], most: number): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += most) yield all.slice(at, at + most);
}
