import { memoryBlobStore, type BlobStore } from "@despliega/storage";

import { azuriteStore } from "../../support/azurite.js";

/** The stores that releases are tested on. */
export const STORES: readonly (readonly [string, () => Promise<BlobStore>])[] = [
  ["in memory", async () => memoryBlobStore()],
  ["in Azure", () => azuriteStore()],
];
