import type { BlobStore } from "@despliega/storage";

import { BY_CODE, IN_BODY, promoteTiny, WITH_QUESTION } from "../../../support/release.js";

/** Makes the champions that the api of a fuzz serves: by an id, by a text in a url or in a body, and with features of the request. */
export const promoteFuzzed = async (store: BlobStore): Promise<void> => {
  for (const tiny of [{}, BY_CODE, IN_BODY, WITH_QUESTION]) await promoteTiny(store, tiny);
};

/** The keys of text in a url, percent-encoded. */
export const CODES: readonly string[] = BY_CODE.users!.map(([code]) => encodeURIComponent(code));

/** The keys that come in a body. */
export const NIFS: readonly string[] = IN_BODY.users!.map(([nif]) => nif);

/** The urls that take a key in a body. */
export const KEY_URLS = ["/api/loans/features", "/api/loans/prediction"] as const;

/** The urls that take a key of a user and features in a body. */
export const QUESTION_URLS = {
  v1: "/v1/models/offers/prediction",
  mlflow: "/models/offers/invocations",
  v2: "/v2/models/offers/infer",
  ofUser: (id: string) => `/api/offers/${id}/prediction`,
} as const;
