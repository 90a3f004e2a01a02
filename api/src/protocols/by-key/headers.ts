import { fixedHeaders } from "../../http/headers/header-lines.js";

/** Headers of an answer: what is known of a person must not stay in a cache on the way. */
export const HEADERS = fixedHeaders(
  ...["content-type", "application/json"],
  ...["cache-control", "no-store"],
);
