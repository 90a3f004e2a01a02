import { z } from "zod";

import type { BlobStore } from "../../blob/blob-store.js";
import { BlobMissing, ReleaseInvalid } from "../../errors/errors.js";
import { blobNames } from "../blob-names.js";
import { sha256 } from "../manifest/fields.js";
import { parseJson } from "../parse-json.js";
import { listVersions, readManifestBytes } from "../read.js";

/** What of a manifest of any version says which inputs its release was trained on. */
const Needing = z.looseObject({
  keptInputs: z.array(z.looseObject({ sha256 })).optional(),
});

/** The kept inputs that the releases of a model need. */
export interface NeededInputs {
  /** The versions that were trained on a content, oldest first, by its SHA-256. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
  /** Versions that name no kept input. */
  readonly without: readonly string[];
  /** Versions whose manifest cannot be read, so that nobody knows what they need. */
  readonly unreadable: readonly string[];
}

/** Finds out which kept inputs the releases of a model need. @param leaving versions that do not count. Default: none */
export const neededInputs = async (
  store: BlobStore,
  model: string,
  leaving: ReadonlySet<string> = new Set(),
): Promise<NeededInputs> => {
  const versions = new Map<string, string[]>();
  const without: string[] = [];
  const unreadable: string[] = [];
  for (const version of await listVersions(store, model)) {
    if (leaving.has(version)) continue;
    const needed = await neededBy(store, model, version);
    if (needed === "gone") continue;
    if (needed === "unreadable") unreadable.push(version);
    else if (needed.length === 0) without.push(version);
    else
      for (const content of needed)
        versions.set(content, [...(versions.get(content) ?? []), version]);
  }
  return { versions, without, unreadable };
};

const neededBy = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<readonly string[] | "gone" | "unreadable"> => {
  try {
    const bytes = await readManifestBytes(store, model, version);
    const { keptInputs = [] } = parseJson(Needing, bytes, blobNames.manifest(model, version));
    return [...new Set(keptInputs.map((kept) => kept.sha256))];
  } catch (error) {
    if (error instanceof BlobMissing) return "gone";
    if (error instanceof ReleaseInvalid) return "unreadable";
    throw error;
  }
};
