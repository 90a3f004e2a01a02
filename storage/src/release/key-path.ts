/**
 * A path of a model's url: segments of lower-case letters, digits and _, and `:name` in the place of a key column.
 */
export const KEY_PATH = /^(?:\/(?:[a-z0-9_]+|:\p{L}[\p{L}\p{M}\p{Nd}_]*))+$/u;
const PARAMETER = /:([^/]+)/gu;

/** The rule of {@link KEY_PATH}, as the end of a sentence. */
export const KEY_PATH_RULE = "a path such as /api/user/:id/prediction";

/** The names of the key columns in a path, in their order. */
export const keysIn = (path: string): readonly string[] =>
  [...path.matchAll(PARAMETER)].map(([, name]) => name!);

/** A path with something in the place of each key column. */
export const fillPath = (path: string, write: (name: string) => string): string =>
  path.replace(PARAMETER, (_, name: string) => write(name));
