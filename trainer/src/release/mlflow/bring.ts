import { readManifest, type BlobStore } from "@despliega/storage";
import { z } from "zod";

import { artifactsOf, hasPart, jsonPart, rootOf } from "./artifacts.js";
import type { MlflowClient } from "./client.js";
import { MODEL_FOLDER } from "./model-files.js";
import { experimentOf, logRun, runOf } from "./run.js";
import { metricsOf, tagsOf, Tried } from "./training-facts.js";

/** The releases of a model that are brought to MLflow. */
export interface Brought {
  readonly store: BlobStore;
  readonly container: string;
  readonly model: string;
}

/** A release at MLflow. */
export interface Registered {
  /** The number of the version of the registered model. */
  readonly number: string;
  /** The run's page. */
  readonly page: string;
}

const Nothing = z.unknown();
const Version = z.object({ version: z.coerce.string() });

/**
 * Makes a run of a release, and a version of the registered model, which comes last. What an earlier try left is completed:
 * the same run is sent the same values.
 *
 * @throws `MLFLOW_BEHIND`, or an error of the store
 */
export const bring = async (
  client: MlflowClient,
  { store, container, model }: Brought,
  version: string,
): Promise<Registered> => {
  const manifest = await readManifest(store, model, version);
  const experiment = await experimentOf(client, model);
  const tags = tagsOf(container, manifest);
  const { info } = await runOf(client, experiment, manifest, tags);
  const { run_id, artifact_uri } = info;
  const tried = Tried.parse(
    hasPart(manifest, "metrics.json") ? await jsonPart(store, manifest, "metrics.json") : {},
  );
  await logRun(client, run_id, manifest, metricsOf(manifest, tried));
  const root = rootOf(artifact_uri);
  for (const { path, bytes } of await artifactsOf(store, manifest, run_id))
    await client.put(`${root}/${path}`, bytes);
  const end_time = Date.parse(manifest.created);
  await client.post("runs/update", { run_id, status: "FINISHED", end_time }, Nothing);
  await client.unless("RESOURCE_ALREADY_EXISTS", () =>
    client.post(
      "registered-models/create",
      { name: model, description: manifest.question },
      Nothing,
    ),
  );
  const source = `${artifact_uri}/${MODEL_FOLDER}`;
  const body = { name: model, source, run_id, tags };
  const { model_version } = await client.post(
    "model-versions/create",
    body,
    z.object({ model_version: Version }),
  );
  const page = new URL(
    `#/experiments/${experiment}/runs/${run_id}?workflowType=machine_learning`,
    client.settings.url,
  );
  return { number: model_version.version, page: page.href };
};
