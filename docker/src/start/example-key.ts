import { openRelease, type BlobStore, type EntityKey, type Manifest } from "@despliega/storage";
import { keyOf } from "@despliega/trainer/model/key-of.js";

import type { Model } from "./models.js";

/**
 * A key to ask a release for: the one that its model names as an example, or else the first that the release has. A key
 * that is asked in a body may be a person's, so its place holds the names of its columns instead of the first key.
 *
 * @returns undefined when the release has no key, or is not asked by key
 */
export const exampleKey = async (
  store: BlobStore,
  model: Pick<Model, "serving">,
  { model: name, version, serving }: Pick<Manifest, "model" | "version" | "serving">,
): Promise<EntityKey | undefined> => {
  if (serving.by !== "key") return undefined;
  const { table } = await openRelease(store, name, version);
  if (table === undefined || table.rows === 0) return undefined;
  const written = model.serving.by === "key" ? model.serving.example : undefined;
  const example = written === undefined ? undefined : keyOf(serving.keys, written);
  if (example !== undefined && table.find(example) >= 0) return example;
  return serving.ask === "body" ? serving.keys.map(({ name }) => `<${name}>`) : table.key(0);
};
