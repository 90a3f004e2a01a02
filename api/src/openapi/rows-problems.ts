import type { ProblemCode } from "../errors.js";

/** What can be wrong with the body of whatever door. */
const BODY: readonly ProblemCode[] = [
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

const DETAIL: readonly ProblemCode[] = ["DETAIL_INVALID", "DETAIL_ROWS_TOO_MANY"];

/** What can be wrong with rows that are sent, by the door that they are sent to. */
export const ROWS_PROBLEMS = {
  v1: [...BODY, ...DETAIL],
  mlflow: [...BODY, ...DETAIL, "BODY_SHAPE_INVALID", "FIELD_TWICE", "CSV_INVALID"],
  v2: [...BODY, "BODY_SHAPE_INVALID", "FIELD_TWICE", "TENSOR_INVALID", "OUTPUT_UNKNOWN"],
} as const satisfies Readonly<Record<string, readonly ProblemCode[]>>;
