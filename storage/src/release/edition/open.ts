import type { BlobStore } from "../../blob/blob-store.js";
import { GoldenMismatch, ReleaseInvalid } from "../../errors/errors.js";
import { isStored } from "../../formats/feature.js";
import type { FeatureTable } from "../../formats/table/feature-table.js";
import { rowEncoder } from "../../formats/value.js";
import { blobNames } from "../blob-names.js";
import type { EditionPointer } from "../champion.js";
import { firstMismatch, Golden } from "../golden.js";
import type { EditionManifest } from "../manifest/edition.js";
import type { Manifest } from "../manifest/manifest.js";
import type { Release } from "../release.js";
import { openEntities } from "../open-entities.js";
import { parseJson } from "../parse-json.js";
import { readPart } from "../read.js";
import { readEdition } from "./read.js";

/**
 * Opens other features of a release that is open: those of an edition, or those that it was published with. Its scorer and
 * all else stay.
 *
 * @param release as it is open
 * @throws what {@link openEdition} throws
 */
export const openFeatures = async (
  store: BlobStore,
  { manifest, scorer, modelJson, golden }: Opened,
  pointer: EditionPointer | undefined,
): Promise<Release> => {
  const opened = { manifest, scorer, modelJson, golden };
  if (pointer !== undefined) return openEdition(store, opened, pointer);
  return { ...opened, ...(await openEntities(store, manifest, manifest)), edition: undefined };
};

type Opened = Omit<Release, "table" | "unknown" | "edition">;

/**
 * Opens an edition: the same release with other features. It checks the hashes, that the model reproduces the edition's
 * golden rows, and that the features have them under their keys.
 *
 * @throws `RELEASE_INVALID`, `GOLDEN_MISMATCH`, `BLOB_MISSING`, `STORE_UNREACHABLE`, `STORE_REFUSED`
 */
const openEdition = async (
  store: BlobStore,
  release: Opened,
  pointer: EditionPointer,
): Promise<Release> => {
  const { manifest, scorer } = release;
  const { model, version, features } = manifest;
  const edition = await readEdition(store, model, version, pointer);
  const { table, unknown } = await openEntities(store, manifest, edition);
  if (table === undefined) throw invalid(edition, "its release is not served by key");

  const name = blobNames.described(model, version, GOLDEN, edition.edition);
  const golden = parseJson(Golden, await readPart(store, edition, GOLDEN.name), name);
  const row = firstMismatch(golden, scorer, features) ?? firstStray(golden, table, manifest);
  if (row !== undefined) throw new GoldenMismatch({ model, version, row });
  return { ...release, table, unknown, edition };
};

const GOLDEN = { folder: "train_models", name: "golden.json" } as const;

const invalid = ({ model, version, edition }: EditionManifest, problem: string) =>
  new ReleaseInvalid({ name: blobNames.manifest(model, version, edition), problem });

/** Finds the first golden row whose entity has other features, counted from 1. Those of the request are no entity's. */
const firstStray = (
  { rows }: Golden,
  table: FeatureTable,
  { features }: Pick<Manifest, "features">,
): number | undefined => {
  const encode = rowEncoder(features);
  const got = new Float64Array(features.length);
  const at = rows.findIndex(({ key = [], features: values }) => {
    const row = table.find(key);
    if (row === -1) return true;
    table.read(row, got);
    return encode(values).some(
      (value, i) => isStored(features[i]!) && !Object.is(value + 0, got[i]! + 0),
    );
  });
  return at === -1 ? undefined : at + 1;
};
