import { readManifest, type BlobStore } from "@despliega/storage";
import { z } from "zod";

import { artifactsOf, hasPart, jsonPart, rootOf } from "./artifacts.js";
import type { MlflowClient } from "./client.js";
import { MODEL_FOLDER } from "./model-files.js";
import { registeredVersions, type RegisteredVersion } from "./registered-versions.js";
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
  readonly first: RegisteredVersion;
  /** The run's page; undefined where another command brought the release at the same time, before this one. */
  readonly page: string | undefined;
}

const Nothing = z.unknown();
const Version = z.object({ version: z.coerce.string() });

/**
 * Makes a run of a release, and a version of the registered model, which comes last. What an earlier try left is completed:
 * the same run is sent the same values. Of two commands that bring one release at the same time, the one whose version comes
 * second takes its own away again.
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
  const own = { number: model_version.version, runId: run_id };
  const first = (await registeredVersions(client, model)).get(version) ?? own;
  if (first.number !== own.number) {
    await takeAway(client, model, own, first);
    return { first, page: undefined };
  }
  const page = new URL(
    `#/experiments/${experiment}/runs/${run_id}?workflowType=machine_learning`,
    client.settings.url,
  );
  return { first, page: page.href };
};

/** Deletes a version of a registered model, and its run where the first has another. */
const takeAway = async (
  client: MlflowClient,
  name: string,
  { number: version, runId: run_id }: RegisteredVersion,
  first: RegisteredVersion,
): Promise<void> => {
  await client.delete("model-versions/delete", { name, version });
  if (run_id !== first.runId) await client.post("runs/delete", { run_id }, Nothing);
};
