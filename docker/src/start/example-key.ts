import { openRelease, type BlobStore, type Manifest } from "@despliega/storage";

import type { Model } from "./models.js";

/**
 * An entity to ask a release about: the one that its model names as an example, or else the first that the release has;
 * undefined when it has none, or is not asked by key.
 */
export const exampleKey = async (
  store: BlobStore,
  { serving }: Pick<Model, "serving">,
  { model, version, serving: { by } }: Pick<Manifest, "model" | "version" | "serving">,
): Promise<number | undefined> => {
  if (by !== "key") return undefined;
  const { table } = await openRelease(store, model, version);
  if (table === undefined || table.rows === 0) return undefined;
  const example = serving.by === "key" ? serving.example : undefined;
  return example !== undefined && table.find(example) >= 0 ? example : table.id(0);
};
