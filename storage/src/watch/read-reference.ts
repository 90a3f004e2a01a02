import type { BlobStore } from "../blob/blob-store.js";
import { blobNames } from "../release/blob-names.js";
import type { Manifest } from "../release/manifest/manifest.js";
import { parseJson } from "../release/parse-json.js";
import { readPart } from "../release/read.js";
import { Reference } from "./reference.js";

/** What a release knows of its own numbers; undefined for a release of an earlier version, which has no such part. @throws `RELEASE_INVALID` */
export const readReference = async (
  store: BlobStore,
  manifest: Manifest,
): Promise<Reference | undefined> => {
  const { model, version, parts } = manifest;
  if (!parts.some(({ name }) => name === "reference.json")) return undefined;
  const part = await readPart(store, manifest, "reference.json");
  return parseJson(Reference, part, blobNames.part(model, version, "reference.json"));
};
