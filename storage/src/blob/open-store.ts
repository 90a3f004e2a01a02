import { azureBlobStore } from "./azure/azure-blob-store.js";
import type { BlobStore } from "./blob-store.js";
import type { StoreSettings } from "./settings.js";

/**
 * Opens the store that settings name. No request is sent yet.
 *
 * @throws `SETTING_INVALID` when the account in them is not described as its kind of store needs it
 */
export const openStore = (settings: StoreSettings): BlobStore => azureBlobStore(settings);
