/** Headers of an answer: what is known of a person must not stay in a cache on the way. */
export const HEADERS = ["content-type", "application/json", "cache-control", "no-store"] as const;
