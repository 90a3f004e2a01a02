import { signedInTo } from "../azure/signed-in.js";
import { storeNameOf } from "../signing/store-name.js";
import { activeTracer } from "../tracing/in-span.js";
import type { BlobStore } from "./blob-store.js";
import { PRIVATE_BLOBS } from "./private-blobs.js";
import { routedStore } from "./routed-store.js";
import type { StoreSettings } from "./settings.js";
import { tracedStore } from "./traced-store.js";

/**
 * Opens the store of the settings; where spans are made, each operation is one. It sends no request. The SDK is loaded with the first store, since most commands and
 * tests need none.
 *
 * @throws `SETTING_INVALID` when the account is not described correctly
 */
export const openStore = async (settings: StoreSettings): Promise<BlobStore> => {
  const { azureBlobStore } = await import("./azure/azure-blob-store.js");
  const { account, privateContainer, storeName } = settings;
  const blobs = azureBlobStore(settings);
  const signatures = { ...settings.signatures, store: storeName ?? storeNameOf(blobs.url) };
  const open = { ...blobs, signatures, signedIn: () => signedInTo(account) };
  const store =
    privateContainer === undefined
      ? open
      : routedStore(
          open,
          azureBlobStore({ ...settings, container: privateContainer }),
          PRIVATE_BLOBS,
        );
  return activeTracer() === undefined ? store : tracedStore(store);
};
