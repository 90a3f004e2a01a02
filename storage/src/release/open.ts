import { isNativeError } from "node:util/types";

import type { BlobStore } from "../blob/blob-store.js";
import { DespliegaError } from "../errors/error.js";
import { GoldenMismatch, ReleaseInvalid } from "../errors/errors.js";
import type { FeatureTable } from "../formats/table/feature-table.js";
import { readFeatureTableArrow } from "../formats/table/read-arrow.js";
import { readFeatureTableCsv } from "../formats/table/read-csv.js";
import { loadScorer } from "../formats/load-scorer.js";
import type { Scorer } from "../formats/scorer.js";
import { blobNames } from "./blob-names.js";
import { type PartName } from "./part-names.js";
import { firstMismatch, Golden } from "./golden.js";
import type { Manifest } from "./manifest/manifest.js";
import { parseJson } from "./parse-json.js";
import { partOf, readManifest, readPart, streamPart } from "./read.js";

/** A complete release, checked and ready to answer. */
export interface Release {
  readonly manifest: Manifest;
  readonly scorer: Scorer;
  /** The text of `model.json`, from which other threads make the same scorer. */
  readonly modelJson: string;
  /** Online features, for models that are served by key. */
  readonly table: FeatureTable | undefined;
  /** The golden rows, which it reproduced when it was opened. */
  readonly golden: Golden;
}

/**
 * Opens a release: it reads every part that is needed to serve, checks the hashes, and checks that the model reproduces its
 * golden rows.
 *
 * @param sha256 of the manifest, from the pointer. Default: the manifest's hash is not checked
 * @throws `RELEASE_INVALID`, `GOLDEN_MISMATCH`, `BLOB_MISSING`, `STORE_UNREACHABLE`, `STORE_REFUSED`
 */
export const openRelease = async (
  store: BlobStore,
  model: string,
  version: string,
  sha256?: string,
): Promise<Release> => {
  const manifest = await readManifest(store, model, version, sha256);

  const modelJson = (await readPart(store, manifest, "model.json")).toString();
  const scorer = await usable(manifest, "model.json", async () =>
    loadScorer(manifest, JSON.parse(modelJson)),
  );

  const goldenName = blobNames.part(model, version, "golden.json");
  const golden = parseJson(Golden, await readPart(store, manifest, "golden.json"), goldenName);
  const row = firstMismatch(golden, scorer, manifest.features);
  if (row !== undefined) throw new GoldenMismatch({ model, version, row });

  return { manifest, scorer, modelJson, table: await openTable(store, manifest), golden };
};

const openTable = async (
  store: BlobStore,
  manifest: Manifest,
): Promise<FeatureTable | undefined> => {
  const { serving, features, parts } = manifest;
  if (serving.by !== "key") return undefined;
  // A large table is in the release twice: also in a format that needs no parsing.
  const large = parts.some(({ name }) => name === "features.arrow");
  const part = large ? "features.arrow" : "features.csv";
  const load = large ? readFeatureTableArrow : readFeatureTableCsv;
  const { rows = 0 } = partOf(manifest, part);
  const shape = { keys: serving.keys, features, rows };
  return usable(manifest, part, () => load(streamPart(store, manifest, part), shape));
};

const usable = async <T>(
  manifest: Manifest,
  part: PartName,
  load: () => Promise<T>,
): Promise<T> => {
  try {
    return await load();
  } catch (cause) {
    if (cause instanceof DespliegaError || !isNativeError(cause)) throw cause;
    const name = blobNames.part(manifest.model, manifest.version, part);
    throw new ReleaseInvalid({ name, problem: cause.message.split("\n")[0] ?? "" }, { cause });
  }
};
