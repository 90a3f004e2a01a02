import type { BlobStore } from "../../blob/blob-store.js";
import type { EditionPointer } from "../champion.js";
import { EditionManifest } from "../manifest/edition.js";
import { createAll, describeParts, type NewPart } from "../publish.js";

/**
 * Publishes an edition in the folders of its release, as `publishRelease` does a release: no reader uses it before the
 * pointer moves to it.
 *
 * @returns what a pointer says of it
 * @throws `BLOB_EXISTS`, `NAME_INVALID`
 */
export const publishEdition = async (
  store: BlobStore,
  description: Omit<EditionManifest, "format" | "formatVersion" | "parts">,
  parts: readonly NewPart[],
): Promise<EditionPointer> => {
  const manifest = EditionManifest.parse({
    format: "despliega-edition",
    formatVersion: 1,
    ...description,
    parts: await describeParts(parts),
  } satisfies EditionManifest);
  return { name: manifest.edition, manifest: await createAll(store, manifest, parts) };
};
