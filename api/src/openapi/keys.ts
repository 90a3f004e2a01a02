import {
  MAX_KEY_BYTES,
  type EntityKey,
  type KeyColumn,
  type Manifest,
  type Release,
} from "@despliega/storage";

import { INTEGER_BOUNDS, objectOf, type Json } from "./schema.js";

/** What the value of a key column may be. */
export const keyColumnSchema = ({ name, type }: KeyColumn): Json =>
  type === "integer"
    ? { title: name, type: "integer", ...INTEGER_BOUNDS }
    : {
        title: name,
        type: "string",
        ...{ minLength: 1, maxLength: MAX_KEY_BYTES, pattern: "^[^\\x00-\\x1f\\x7f]+$" },
      };

/** The fields of a key, one per column. */
export const keyFields = (keys: readonly KeyColumn[]): Json =>
  Object.fromEntries(
    keys.map((key) => [
      key.name,
      { ...keyColumnSchema(key), description: `The ${key.name} of the entity.` },
    ]),
  );

/** The field `key` of a body: the value, or where there are several columns an object of them. */
export const keySchema = (keys: readonly KeyColumn[]): Json => {
  const fields = keyFields(keys);
  return keys.length === 1 ? (fields[keys[0]!.name] as Json) : objectOf(fields);
};

/**
 * Whether a request may be shown with a key that is answered: a key in a body may be a person's, and then only a model that
 * takes every key has such a request.
 */
export const isKeyShown = ({ serving }: Pick<Manifest, "serving">): boolean =>
  serving.by !== "key" || serving.ask !== "body" || serving.unknown === "new";

/** A key to show requests with: the first of the release, or one of nobody where a key may be a person's. */
export const exampleKey = ({ manifest, table }: Pick<Release, "manifest" | "table">): EntityKey => {
  const { serving } = manifest;
  if (serving.by !== "key") return [];
  if (serving.ask !== "body" && table !== undefined && table.rows > 0) return table.key(0);
  return serving.keys.map(({ type }) => (type === "integer" ? 1 : "example"));
};
