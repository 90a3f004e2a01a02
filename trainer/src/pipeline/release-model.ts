import { readPart, type BlobStore, type Manifest } from "@despliega/storage";

import { parseModel } from "../model/load.js";
import type { ModelDefinition } from "../model/model.js";

const FILES = ["model.yaml", "features.sql"] as const;

/**
 * The definition and the statement with which a release was trained.
 *
 * @returns the name of the part that the release lacks, as those of early versions do
 * @throws `MODEL_INVALID` when this version cannot use them, `RELEASE_INVALID`
 */
export const modelOfRelease = async (
  store: BlobStore,
  manifest: Manifest,
): Promise<ModelDefinition | (typeof FILES)[number]> => {
  const lacking = FILES.find((file) => !manifest.parts.some(({ name }) => name === file));
  if (lacking !== undefined) return lacking;
  const textOf = async (part: string): Promise<string> =>
    (await readPart(store, manifest, part)).toString();
  const { model: name, version } = manifest;
  return parseModel({
    name,
    folder: `train_models/${name}/${version}`,
    yaml: await textOf("model.yaml"),
    sql: await textOf("features.sql"),
  });
};
