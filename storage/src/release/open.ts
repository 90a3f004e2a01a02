import type { BlobStore } from "../blob-store.js";
import { DespliegaError } from "../error.js";
import { GoldenMismatch, ReleaseInvalid } from "../errors.js";
import type { FeatureTable } from "../formats/feature-table.js";
import { readFeatureTableCsv } from "../formats/feature-table-csv.js";
import { loadScorer, type Scorer } from "../formats/scorer.js";
import { blobNames, type PartName } from "../names.js";
import { firstMismatch, Golden } from "./golden.js";
import type { Manifest } from "./manifest.js";
import { parseJson } from "./parse.js";
import { partOf, readManifest, readPart, streamPart } from "./read.js";

/** A release that is whole, checked and ready to answer. */
export interface Release {
  readonly manifest: Manifest;
  readonly scorer: Scorer;
  /** Features by entity, for models that are served by key. */
  readonly table: FeatureTable | undefined;
}

/**
 * Opens a release: every part that serving needs is read and its hash checked, and the model must answer its golden
 * rows as its trainer did.
 *
 * @param sha256 of the manifest, as the pointer states it
 * @throws `RELEASE_INVALID`, `GOLDEN_MISMATCH`, `BLOB_MISSING`, `STORE_UNREACHABLE`, `STORE_REFUSED`
 */
export const openRelease = async (
  store: BlobStore,
  model: string,
  version: string,
  sha256?: string,
): Promise<Release> => {
  const manifest = await readManifest(store, model, version, sha256);
  const { features, estimator } = manifest;

  const scorer = await usable(manifest, "model.json", async () => {
    const bytes = await readPart(store, manifest, "model.json");
    return loadScorer(estimator, JSON.parse(bytes.toString()), features);
  });

  const goldenName = blobNames.part(model, version, "golden.json");
  const golden = parseJson(Golden, await readPart(store, manifest, "golden.json"), goldenName);
  const row = firstMismatch(golden, scorer);
  if (row !== undefined) throw new GoldenMismatch({ model, version, row });

  return { manifest, scorer, table: await openTable(store, manifest) };
};

const openTable = async (
  store: BlobStore,
  manifest: Manifest,
): Promise<FeatureTable | undefined> => {
  if (manifest.serving.by !== "key") return undefined;
  const shape = {
    entity: manifest.serving.entity.name,
    features: manifest.features.map(({ name }) => name),
    rows: partOf(manifest, "features.csv").rows ?? 0,
  };
  return usable(manifest, "features.csv", () =>
    readFeatureTableCsv(streamPart(store, manifest, "features.csv"), shape),
  );
};

const usable = async <T>(
  manifest: Manifest,
  part: PartName,
  load: () => Promise<T>,
): Promise<T> => {
  try {
    return await load();
  } catch (cause) {
    if (cause instanceof DespliegaError || !(cause instanceof Error)) throw cause;
    const name = blobNames.part(manifest.model, manifest.version, part);
    throw new ReleaseInvalid({ name, problem: cause.message.split("\n")[0] ?? "" }, { cause });
  }
};
