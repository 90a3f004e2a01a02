import {
  expectedOf,
  fieldReader,
  integerOf,
  isStored,
  isTextKey,
  pseudonymOf,
  subjectOf,
  TEXT_KEY_RULE,
  valueReader,
  type KeyColumn,
  type KeyValue,
  type ManifestFeature,
  type ReadEntity,
} from "@despliega/storage";

import type { BatchModel, Reject } from "./job.js";
import { unquoted } from "./records.js";

/** What is wrong with a row. */
export type RowProblem = Omit<Reject, "place">;

/**
 * Reads the features of a row from its fields, as they are written, into an array from `at` on.
 *
 * @returns what is wrong; `new` for the row of an entity without history, `known` for any other that can be scored
 */
export type ReadRow = (
  fields: readonly string[],
  into: Float64Array,
  at: number,
) => "known" | "new" | RowProblem;

/** Makes what reads the features that a row has, by the rule of the api for CSV; by key those that the release does not hold. */
export const featuresInRow = ({ manifest, columns }: BatchModel): ReadRow => {
  const readers = manifest.features.flatMap((feature, place) =>
    columns.by === "row" || !isStored(feature)
      ? [{ place, read: featureReader(feature, columns.features[place]!) }]
      : [],
  );
  return (fields, into, at) => {
    for (const { place, read } of readers) {
      const value = read(fields);
      if (typeof value !== "number") return value;
      into[at + place] = value;
    }
    return "known";
  };
};

const featureReader = (
  feature: ManifestFeature,
  column: number,
): ((fields: readonly string[]) => number | RowProblem) => {
  const ofField = fieldReader(feature.type);
  const read = valueReader(feature);
  const expected = expectedOf(feature);
  return (fields) => {
    const value = read(column === -1 ? undefined : ofField(unquoted(fields[column]!)));
    return typeof value === "number" ? value : { column: feature.name, reason: value, expected };
  };
};

/** Makes what finds the features of a row's entity in the release, as the api does by key, and reads the others. */
export const featuresByKey = (model: BatchModel, readEntity: ReadEntity): ReadRow => {
  const { manifest, columns } = model;
  const keys = manifest.serving.by === "key" ? manifest.serving.keys : [];
  const width = manifest.features.length;
  const readOthers = featuresInRow(model);
  return (fields, into, at) => {
    const key: KeyValue[] = [];
    for (const [i, column] of keys.entries()) {
      const value = keyValue(column.type, unquoted(fields[columns.keys[i]!]!));
      if (value === undefined) return { column: column.name, ...INVALID[column.type] };
      key.push(value);
    }
    const found = readEntity(key, into.subarray(at, at + width));
    if (found === undefined) return UNKNOWN;
    const others = readOthers(fields, into, at);
    return typeof others === "string" ? found : others;
  };
};

const keyValue = (type: KeyColumn["type"], text: string): KeyValue | undefined => {
  if (type === "integer") return integerOf(text) ?? undefined;
  return isTextKey(text) ? text : undefined;
};

const INVALID = {
  integer: { reason: "ENTITY_ID_INVALID", expected: "a whole number" },
  text: { reason: "ENTITY_KEY_INVALID", expected: TEXT_KEY_RULE },
} as const;

const UNKNOWN: RowProblem = {
  column: "",
  reason: "ENTITY_UNKNOWN",
  expected: "a key that the release knows",
};

/** Makes what reads the pseudonym of a row's person. @returns undefined for an open model */
export const pseudonymReader = ({
  manifest,
  columns,
  people,
}: BatchModel): ((fields: readonly string[]) => string | RowProblem) | undefined => {
  const subject = subjectOf(manifest);
  const { subject: at } = columns;
  if (subject === undefined || at === undefined || people === undefined) return undefined;
  const invalid = {
    column: subject.name,
    reason: "SUBJECT_INVALID",
    expected: "a text of 1 to 200 characters, or a whole number",
  };
  return (fields) => pseudonymOf(people.key, manifest.model, unquoted(fields[at]!)) ?? invalid;
};
