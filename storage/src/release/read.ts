import { createHash } from "node:crypto";

import type { BlobStore } from "../blob/blob-store.js";
import { ReleaseInvalid } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import { isVersion } from "./version.js";
import { Manifest } from "./manifest/manifest.js";
import type { ManifestPart } from "./manifest/part.js";
import { requireSignedManifest } from "./signing/manifest-signature.js";
import { parseJson } from "./parse-json.js";
import { upgradeManifest } from "./upgrade.js";

/**
 * Reads the manifest of a release, of any format.
 *
 * @param sha256 of the manifest, from the pointer. Default: the manifest is checked against its schema only
 * @throws `RELEASE_INVALID`, `BLOB_MISSING`
 */
export const readManifest = async (
  store: BlobStore,
  model: string,
  version: string,
  sha256?: string,
): Promise<Manifest> =>
  parseManifest(await readManifestBytes(store, model, version, sha256), model, version);

/**
 * Reads the bytes of a manifest, of a release or of an edition.
 *
 * @throws `RELEASE_INVALID` for another hash, `SIGNATURE_INVALID`, `BLOB_MISSING`
 */
export const readManifestBytes = async (
  store: BlobStore,
  model: string,
  version: string,
  sha256?: string,
  edition?: string,
): Promise<Buffer> => {
  const name = blobNames.manifest(model, version, edition);
  const { bytes } = await store.read(name);
  if (sha256 !== undefined && createHash("sha256").update(bytes).digest("hex") !== sha256)
    throw new ReleaseInvalid({ name, problem: "it is not the one that was promoted" });
  await requireSignedManifest(store, { model, version, edition }, bytes);
  return bytes;
};

/** Parses the manifest of a release. @throws `RELEASE_INVALID`, also when it describes another release */
export const parseManifest = (bytes: Uint8Array, model: string, version: string): Manifest => {
  const name = blobNames.manifest(model, version);
  const manifest = parseJson(Manifest, bytes, name, upgradeManifest);
  if (manifest.model !== model || manifest.version !== version)
    throw new ReleaseInvalid({ name, problem: "it describes another release" });
  return manifest;
};

/** The manifest of a release, or of an edition, as far as its parts are concerned. */
export type PartsOf = Pick<Manifest, "model" | "version" | "parts"> & { readonly edition?: string };

/** The entry of a part in a manifest. @throws `RELEASE_INVALID` when there is no such part */
export const partOf = ({ model, version, edition, parts }: PartsOf, name: string): ManifestPart => {
  const part = parts.find((candidate) => candidate.name === name);
  if (part !== undefined) return part;
  const blob = blobNames.manifest(model, version, edition);
  throw new ReleaseInvalid({ name: blob, problem: `it has no ${name}` });
};

/**
 * Streams a part, and checks its size and hash. A consumer that reaches the end has read the right bytes.
 *
 * @throws `RELEASE_INVALID` at the first byte too many, or at the end
 */
export async function* streamPart(
  store: BlobStore,
  manifest: PartsOf,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const part = partOf(manifest, name);
  const { model, version, edition } = manifest;
  const blob = blobNames.described(model, version, part, edition);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of store.stream(blob)) {
    bytes += chunk.length;
    if (bytes > part.bytes) break;
    hash.update(chunk);
    yield chunk;
  }
  if (bytes !== part.bytes)
    throw new ReleaseInvalid({ name: blob, problem: `it does not have its ${part.bytes} bytes` });
  if (hash.digest("hex") !== part.sha256)
    throw new ReleaseInvalid({ name: blob, problem: "its bytes are not the published ones" });
}

/** Reads a small part whole, with the checks of {@link streamPart}. */
export const readPart = async (
  store: BlobStore,
  manifest: PartsOf,
  name: string,
): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of streamPart(store, manifest, name)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Lists the versions of a model that have a manifest, oldest first. */
export const listVersions = async (store: BlobStore, model: string): Promise<string[]> => {
  const prefix = blobNames.releases(model);
  const versions: string[] = [];
  for await (const { name } of store.list(prefix)) {
    const [version, file] = name.slice(prefix.length).split("/");
    if (version !== undefined && isVersion(version) && file === "manifest.json")
      versions.push(version);
  }
  return versions;
};
