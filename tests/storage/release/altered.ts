import {
  blobNames,
  memoryBlobStore,
  publishRelease,
  readPart,
  type BlobStore,
  type Manifest,
  type PartName,
} from "@despliega/storage";

import { collect } from "../../support/collect.js";
import { publishTiny } from "../../support/release.js";

/** The tiny release's parts. */
export const PARTS = ["features.csv", "model.json", "golden.json"] as const;

/** Publishes the tiny release with changes in its parts or in their descriptions. */
export const publishAltered = async (
  store: BlobStore,
  parts: Partial<Record<PartName, string>>,
  rows = 3,
): Promise<Manifest> => {
  const original = memoryBlobStore();
  const manifest = await publishTiny(original);
  const sourceOf = async (name: PartName): Promise<Buffer> => {
    const text = parts[name];
    return text === undefined ? readPart(original, manifest, name) : Buffer.from(text);
  };
  const { format: _format, formatVersion: _version, parts: _parts, ...description } = manifest;
  return publishRelease(
    store,
    description,
    await Promise.all(
      PARTS.map(async (name) => ({
        name,
        source: await sourceOf(name),
        ...(name === "features.csv" ? { rows } : {}),
      })),
    ),
  );
};

/** Overwrites a blob of a release, whose manifest stays as it is. */
export const overwrite = async (
  store: BlobStore,
  name: string,
  change: (bytes: Buffer) => Uint8Array,
): Promise<void> => {
  const { bytes, etag } = await store.read(name);
  await store.replace(name, change(bytes), etag);
};

/** Copies every blob but one, as if it had been deleted. */
export const copyWithout = async (from: BlobStore, to: BlobStore, name: string): Promise<void> => {
  for (const { name: blob } of await collect(from.list("")))
    if (blob !== name) await to.create(blob, (await from.read(blob)).bytes);
};

/** The blobs of the tiny release. */
export const blobsOf = ({ model, version }: Manifest): string[] => [
  ...PARTS.map((part) => blobNames.part(model, version, part)),
  blobNames.manifest(model, version),
];
