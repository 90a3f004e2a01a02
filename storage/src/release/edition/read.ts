import type { BlobStore } from "../../blob/blob-store.js";
import { ReleaseInvalid } from "../../errors/errors.js";
import { blobNames } from "../blob-names.js";
import type { EditionPointer } from "../champion.js";
import { EditionManifest } from "../manifest/edition.js";
import { parseJson } from "../parse-json.js";
import { readManifestBytes } from "../read.js";

/** Reads the manifest of an edition. @throws `RELEASE_INVALID`, `BLOB_MISSING` */
export const readEdition = async (
  store: BlobStore,
  model: string,
  version: string,
  { name: edition, manifest: sha256 }: EditionPointer,
): Promise<EditionManifest> => {
  const bytes = await readManifestBytes(store, model, version, sha256, edition);
  const name = blobNames.manifest(model, version, edition);
  const manifest = parseJson(EditionManifest, bytes, name);
  if (manifest.model !== model || manifest.version !== version || manifest.edition !== edition)
    throw new ReleaseInvalid({ name, problem: "it describes another edition" });
  return manifest;
};
