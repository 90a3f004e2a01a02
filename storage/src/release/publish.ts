import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

import type { BlobSource, BlobStore } from "../blob/blob-store.js";
import { blobNames } from "./blob-names.js";
import { folderOf, type PartFolder } from "./part-names.js";
import { NameInvalid } from "../errors/errors.js";
import { eachTogether } from "../process/together.js";
import { Manifest } from "./manifest/manifest.js";
import { needsOf } from "./manifest/needs.js";
import type { ManifestPart } from "./manifest/part.js";
import { signManifest } from "./signing/manifest-signature.js";
import type { PartsOf } from "./read.js";

/** A part to publish. */
export interface NewPart {
  /** A plain file name. */
  readonly name: string;
  /** Default: the folder of a known part. An unknown part needs one. */
  readonly folder?: PartFolder;
  readonly source: BlobSource;
  /** Data rows; for tables only. */
  readonly rows?: number;
}

/** Describes a part for the manifest, with size and SHA-256. @throws `NAME_INVALID` */
const describePart = async (part: NewPart): Promise<ManifestPart> => {
  const { name, source, rows, folder = folderOf(name) } = part;
  if (folder === undefined)
    throw new NameInvalid({ kind: "known part", rule: "one, or be given a folder" });
  const hash = createHash("sha256");
  let bytes = 0;
  const count = (chunk: Uint8Array) => {
    bytes += chunk.length;
    hash.update(chunk);
  };
  if (source instanceof Uint8Array) count(source);
  else
    await pipeline(createReadStream(source.file, { highWaterMark: 1 << 20 }), async (chunks) => {
      for await (const chunk of chunks) count(chunk as Buffer);
    });
  return {
    folder,
    name,
    bytes,
    sha256: hash.digest("hex"),
    ...(rows === undefined ? {} : { rows }),
  };
};

/**
 * Publishes a release: first its parts, which are never overwritten, and then the manifest with their hashes. No reader
 * uses it before the pointer moves. An interrupted run leaves a release without a manifest.
 *
 * @throws `BLOB_EXISTS`, `NAME_INVALID`
 */
export const publishRelease = async (
  store: BlobStore,
  description: Omit<Manifest, "format" | "formatVersion" | "needs" | "parts">,
  parts: readonly NewPart[],
): Promise<Manifest> => {
  const manifest = Manifest.parse({
    format: "despliega-release",
    formatVersion: 2,
    ...description,
    needs: needsOf(description),
    parts: await describeParts(parts),
  } satisfies Manifest);
  await createAll(store, manifest, parts);
  return manifest;
};

/** Parts that are hashed or sent at the same time: a large table has a thousand. */
const AT_ONCE = 16;

/** Describes parts for a manifest, in their order. @throws `NAME_INVALID` */
export const describeParts = (parts: readonly NewPart[]): Promise<ManifestPart[]> =>
  eachTogether(parts, describePart, AT_ONCE);

/**
 * Creates the blobs of the parts, then the signature of the manifest that describes them, then the manifest.
 *
 * @returns the SHA-256 of the manifest
 */
export const createAll = async (
  store: BlobStore,
  manifest: PartsOf,
  parts: readonly NewPart[],
): Promise<string> => {
  const { model, version, edition } = manifest;
  await eachTogether(
    parts,
    ({ source }, i) =>
      store.create(blobNames.described(model, version, manifest.parts[i]!, edition), source),
    AT_ONCE,
  );
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  await signManifest(store, { model, version, edition }, bytes);
  await store.create(blobNames.manifest(model, version, edition), bytes);
  return createHash("sha256").update(bytes).digest("hex");
};
