import { azureBlobStore } from "./azure/azure-blob-store.js";
import type { BlobStore } from "./blob-store.js";
import type { StoreSettings } from "./settings.js";

/**
 * Opens the store of the settings. It sends no request.
 *
 * @throws `SETTING_INVALID` when the account is not described correctly
 */
export const openStore = (settings: StoreSettings): BlobStore => azureBlobStore(settings);
