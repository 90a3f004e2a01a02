import type { BlobStore } from "../blob/blob-store.js";
import type { FeatureTable } from "../formats/table/feature-table.js";
import { readFeatureTableArrow } from "../formats/table/read-arrow.js";
import { readFeatureTableCsv } from "../formats/table/read-csv.js";
import { blobNames } from "./blob-names.js";
import type { Manifest } from "./manifest/manifest.js";
import { parseJson } from "./parse-json.js";
import { partOf, readPart, streamPart, type PartsOf } from "./read.js";
import type { Release } from "./release.js";
import { Unknown, unknownRow } from "./unknown.js";
import { usablePart } from "./usable-part.js";

/**
 * Opens what a release knows of entities, where it is served by key: their online features, and those of an entity without
 * history.
 *
 * @param from the manifest whose parts they are: that of the release, or of an edition
 * @throws `RELEASE_INVALID`
 */
export const openEntities = async (
  store: BlobStore,
  of: Pick<Manifest, "serving" | "features">,
  from: PartsOf,
): Promise<Pick<Release, "table" | "unknown">> => ({
  table: await openTable(store, of, from),
  unknown: await openUnknown(store, of, from),
});

const openTable = async (
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

const openUnknown = async (
  store: BlobStore,
  { serving, features }: Pick<Manifest, "serving" | "features">,
  from: PartsOf,
): Promise<Float64Array | undefined> => {
  if (serving.by !== "key" || serving.unknown !== "new") return undefined;
  const part = "unknown.json";
  const bytes = await readPart(store, from, part);
  const name = blobNames.described(from.model, from.version, partOf(from, part), from.edition);
  const values = parseJson(Unknown, bytes, name);
  return usablePart(from, part, async () => unknownRow(features, values));
};
