import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";
import { BlobMissing, ReleaseInvalid } from "../errors/errors.js";
import { blobNames } from "./blob-names.js";
import { parseJson } from "./parse-json.js";
import { readManifestBytes } from "./read.js";

/** What of a manifest of any version says whether the answers of its release are kept as decisions. */
const Accounting = z.looseObject({ decisions: z.unknown().optional() });

/** Whether a release accounts for its decisions; one whose manifest cannot be read may. */
export const accountsForDecisions = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<boolean> => {
  try {
    const bytes = await readManifestBytes(store, model, version);
    const { decisions } = parseJson(Accounting, bytes, blobNames.manifest(model, version));
    return decisions !== undefined;
  } catch (error) {
    if (error instanceof BlobMissing) return false;
    if (error instanceof ReleaseInvalid) return true;
    throw error;
  }
};
