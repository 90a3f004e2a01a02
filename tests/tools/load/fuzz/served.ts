import type { BlobStore } from "@despliega/storage";

import { BY_CODE, IN_BODY, promoteTiny } from "../../../support/release.js";

/** Makes the champions that the api of a fuzz serves: by an id, by a text in a url, and by a text in a body. */
export const promoteFuzzed = async (store: BlobStore): Promise<void> => {
  for (const tiny of [{}, BY_CODE, IN_BODY]) await promoteTiny(store, tiny);
};

/** The keys of text in a url, percent-encoded. */
export const CODES: readonly string[] = BY_CODE.users!.map(([code]) => encodeURIComponent(code));

/** The keys that come in a body. */
export const NIFS: readonly string[] = IN_BODY.users!.map(([nif]) => nif);

/** The urls that take a key in a body. */
export const KEY_URLS = ["/api/loans/features", "/api/loans/prediction"] as const;
