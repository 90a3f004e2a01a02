import type { ProblemCode } from "../errors/errors.js";

/** What can be wrong with the body of whatever protocol. */
export const BODY_PROBLEMS: readonly ProblemCode[] = [
  "BODY_INCOMPLETE",
  "BODY_NOT_TEXT",
  "JSON_INVALID",
  "JSON_TOO_DEEP",
  "ROW_INVALID",
  "FIELD_UNKNOWN",
  "FEATURE_MISSING",
  "FEATURE_NULL",
  "FEATURE_NOT_NUMBER",
  "FEATURE_NOT_FINITE",
  "FEATURE_NOT_INTEGER",
  "FEATURE_NOT_TEXT",
  "FEATURE_NOT_BOOLEAN",
  "FEATURE_OUT_OF_BOUNDS",
  "FEATURE_OUT_OF_DOMAIN",
  "SCORE_NOT_FINITE",
  "BODY_TIMEOUT",
  "BODY_TOO_LARGE",
  "ROWS_TOO_MANY",
  "BODY_TYPE_UNSUPPORTED",
  "BODY_ENCODING_UNSUPPORTED",
  "NOT_READY",
  "DEADLINE_EXCEEDED",
  "BATCH_FAILED",
];

/** What can be wrong with the wish for a detail. */
export const DETAIL_PROBLEMS: readonly ProblemCode[] = ["DETAIL_INVALID", "DETAIL_ROWS_TOO_MANY"];
