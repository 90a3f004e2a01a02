import type { BlobStore } from "../blob/blob-store.js";
import type { FeatureTable } from "../formats/table/feature-table.js";
import { readFeatureTableArrow } from "../formats/table/read-arrow.js";
import { readFeatureTableCsv } from "../formats/table/read-csv.js";
import type { Manifest } from "./manifest/manifest.js";
import { partOf, streamPart, type PartsOf } from "./read.js";
import { usablePart } from "./usable-part.js";

/**
 * Opens the online features of a release that is served by key.
 *
 * @param from the manifest whose parts they are: that of the release, or of an edition
 * @returns undefined for a release that is not served by key
 * @throws `RELEASE_INVALID`
 */
export const openTable = async (
  store: BlobStore,
  { serving, features }: Pick<Manifest, "serving" | "features">,
  from: PartsOf,
): Promise<FeatureTable | undefined> => {
  if (serving.by !== "key") return undefined;
  // A large table is there twice: also in a format that needs no parsing.
  const large = from.parts.some(({ name }) => name === "features.arrow");
  const part = large ? "features.arrow" : "features.csv";
  const load = large ? readFeatureTableArrow : readFeatureTableCsv;
  const { rows = 0 } = partOf(from, part);
  const shape = { keys: serving.keys, features, rows };
  return usablePart(from, part, () => load(streamPart(store, from, part), shape));
};
