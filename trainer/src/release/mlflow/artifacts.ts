import { readPart, type BlobStore, type Golden, type Manifest } from "@despliega/storage";

import { MlflowBehind } from "../../errors/errors.js";
import { onnxModel } from "../../onnx/onnx-model.js";
import { modelFiles, type Artifact } from "./model-files.js";

/** The folder of a run among all artifacts of the server. @throws `MLFLOW_BEHIND` where they are elsewhere */
export const rootOf = (uri: string): string => {
  const [, root] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.+)$/.exec(uri) ?? [];
  if (root !== undefined) return root;
  throw new MlflowBehind({
    problem:
      "the artifacts of its experiment are not kept by the server itself: start it with --artifacts-destination, and name another experiment",
  });
};

/** Reads a part that is JSON. */
export const jsonPart = async (
  store: BlobStore,
  manifest: Manifest,
  name: string,
): Promise<unknown> => JSON.parse((await readPart(store, manifest, name)).toString());

/** Whether a release has a part. Those of earlier versions lack some. */
export const hasPart = ({ parts }: Manifest, name: string): boolean =>
  parts.some((part) => part.name === name);

/** Parts that say nothing of a single row. */
const PARTS = ["features.sql", "model.yaml"];
/** Parts of a model that is not about people. */
const OPEN_PARTS = ["metrics.json", "report.html"];

/** The files of a run: its model, and parts of its release. */
export const artifactsOf = async (
  store: BlobStore,
  manifest: Manifest,
  runId: string,
): Promise<Artifact[]> => {
  const onnx = hasPart(manifest, "model.onnx")
    ? await readPart(store, manifest, "model.onnx")
    : onnxModel(manifest, await jsonPart(store, manifest, "model.json"));
  // The rows were checked when the release was made.
  const golden = (await jsonPart(store, manifest, "golden.json")) as Golden;
  const artifacts = modelFiles({ manifest, golden, onnx, runId });
  for (const name of [...PARTS, ...(manifest.privacy === "open" ? OPEN_PARTS : [])])
    if (hasPart(manifest, name))
      artifacts.push({ path: `release/${name}`, bytes: await readPart(store, manifest, name) });
  return artifacts;
};
