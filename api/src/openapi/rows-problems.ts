import { keysOfRows, type KeyColumn, type Manifest } from "@despliega/storage";

import type { ProblemCode } from "../errors/errors.js";

/** What can be wrong with a row. */
export const ROW_PROBLEMS: readonly ProblemCode[] = [
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
];

/** What can be wrong with the body of whatever protocol. */
export const BODY_PROBLEMS: readonly ProblemCode[] = [
  "BODY_INCOMPLETE",
  "BODY_NOT_TEXT",
  "JSON_INVALID",
  "JSON_TOO_DEEP",
  ...ROW_PROBLEMS,
  "BODY_TIMEOUT",
  "BODY_TOO_LARGE",
  "ROWS_TOO_MANY",
  "VALUES_TOO_MANY",
  "BODY_TYPE_UNSUPPORTED",
  "BODY_ENCODING_UNSUPPORTED",
  "NOT_READY",
  "DEADLINE_EXCEEDED",
  "BATCH_FAILED",
];

/** What can be wrong with the wish for a detail. */
export const DETAIL_PROBLEMS: readonly ProblemCode[] = ["DETAIL_INVALID", "DETAIL_ROWS_TOO_MANY"];

/** What is said of the rows of a model that is asked by key with features of the request. */
export const ASKED =
  "A row has a key and the features that come with the request; the release holds the others. A body has at most 64 KiB, or " +
  "16 KiB of CSV, and at most 1,000 rows.";

/** What can be wrong with the key of a row, and with the entity that it names. */
export const keyProblems = (manifest: Manifest): readonly ProblemCode[] => {
  const keys = keysOfRows(manifest);
  return keys.length === 0
    ? []
    : ["KEY_MISSING", ...columnProblems(keys), ...unknownProblems(manifest)];
};

/** What can be wrong with the values of a key. */
export const columnProblems = (keys: readonly KeyColumn[]): readonly ProblemCode[] => [
  ...(keys.some(({ type }) => type === "integer") ? (["ENTITY_ID_INVALID"] as const) : []),
  ...(keys.some(({ type }) => type === "text") ? (["ENTITY_KEY_INVALID"] as const) : []),
];

/** What becomes of a key that the release does not hold. */
export const unknownProblems = ({ serving }: Pick<Manifest, "serving">): readonly ProblemCode[] =>
  serving.by === "key" && serving.unknown === "new" ? [] : ["ENTITY_UNKNOWN"];
