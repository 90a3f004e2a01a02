import type { BlobStore } from "../blob/blob-store.js";
import { GoldenMismatch } from "../errors/errors.js";
import { loadScorer } from "../formats/load-scorer.js";
import { blobNames } from "./blob-names.js";
import { firstMismatch, Golden } from "./golden.js";
import type { EditionPointer } from "./champion.js";
import { openFeatures } from "./edition/open.js";
import { parseJson } from "./parse-json.js";
import { readManifest, readPart } from "./read.js";
import type { Release } from "./release.js";
import { usablePart } from "./usable-part.js";

/**
 * Opens a release: it reads every part that is needed to serve, checks the hashes, and checks that the model reproduces its
 * golden rows.
 *
 * @param sha256 of the manifest, from the pointer. Default: the manifest's hash is not checked
 * @param edition of the features, from the pointer. Default: those that the release was published with
 * @throws `RELEASE_INVALID`, `GOLDEN_MISMATCH`, `BLOB_MISSING`, `STORE_UNREACHABLE`, `STORE_REFUSED`
 */
export const openRelease = async (
  store: BlobStore,
  model: string,
  version: string,
  sha256?: string,
  edition?: EditionPointer,
): Promise<Release> => {
  const manifest = await readManifest(store, model, version, sha256);

  const modelJson = (await readPart(store, manifest, "model.json")).toString();
  const scorer = await usablePart(manifest, "model.json", async () =>
    loadScorer(manifest, JSON.parse(modelJson)),
  );

  const goldenName = blobNames.part(model, version, "golden.json");
  const golden = parseJson(Golden, await readPart(store, manifest, "golden.json"), goldenName);
  const row = firstMismatch(golden, scorer, manifest.features);
  if (row !== undefined) throw new GoldenMismatch({ model, version, row });

  const opened = { manifest, scorer, modelJson, golden };
  return openFeatures(store, opened, edition);
};
