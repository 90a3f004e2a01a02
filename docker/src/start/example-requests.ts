import {
  fillPath,
  isStored,
  KEY_FIELD,
  type ByKey,
  type EntityKey,
  type Manifest,
  type ManifestFeature,
  type Value,
} from "@despliega/storage";

import type { Served } from "./serve.js";

/** The person that an example row is about. */
const NOBODY = "example";

/**
 * Commands that ask a model, ready to be typed.
 *
 * @param key a key of the release, for a model that is asked by key; without one there is nothing to ask
 */
export const requestsTo = (manifest: Manifest, api: Served, key?: EntityKey): string[] => {
  const { serving, model, features } = manifest;
  if (serving.by === "key")
    return key === undefined ? [] : requestsByKey(serving, features, api.url, key);
  const path = model === api.defaultModel ? "/v1/prediction" : `/v1/models/${model}/prediction`;
  const row = usualRow(features);
  const asked = (row: object, ...options: readonly string[]) =>
    [`curl ${api.url}${path}`, ...options, bodyOf(row)].join(" ");
  const { subject } = serving;
  if (subject === undefined) return [asked(row)];
  return [subject.roles.masked, subject.roles.whole].map((role) =>
    asked(
      { [subject.name]: NOBODY, ...row },
      `-H "authorization: Bearer ${api.tokenUrl === undefined ? "$TOKEN" : `$(curl -s '${api.tokenUrl(role)}')`}"`,
    ),
  );
};

const requestsByKey = (
  { keys, ask, paths }: ByKey,
  features: readonly ManifestFeature[],
  url: string,
  key: EntityKey,
): string[] => {
  const named = Object.fromEntries(keys.map(({ name }, i) => [name, key[i]!]));
  const at = (path: string) => url + fillPath(path, (name) => escaped(`${named[name]!}`));
  const inBody = ask === "body" ? { [KEY_FIELD]: keys.length === 1 ? key[0] : named } : {};
  const asked = usualRow(features.filter((feature) => !isStored(feature)));
  const body = (json: object) => (Object.keys(json).length === 0 ? "" : ` ${bodyOf(json)}`);
  const predicting = body({ ...inBody, ...asked });
  return [
    `curl ${at(paths.features)}${body(inBody)}`,
    `curl ${at(paths.prediction)}${predicting}`,
    `curl '${at(paths.prediction)}?detalle=true'${predicting}`,
  ];
};

const usualRow = (features: readonly ManifestFeature[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(features.map((feature) => [feature.name, usual(feature)]));

/** A part of a url, without a character that a shell reads in its own way. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const bodyOf = (json: object): string =>
  `-H 'content-type: application/json' -d '${JSON.stringify(json).replaceAll("'", String.raw`'\''`)}'`;

/** The first category, the boolean that is more frequent, or the number that is allowed nearest to the mean. */
const usual = ({ type, values, categories, bounds, mean }: ManifestFeature): Value => {
  if (type === "category") return categories?.[0] ?? null;
  if (type === "boolean") return mean >= 0.5;
  if (values !== undefined)
    return values.reduce((best, value) =>
      Math.abs(value - mean) < Math.abs(best - mean) ? value : best,
    );
  const { min = -Infinity, max = Infinity } = bounds ?? {};
  const rounded = type === "integer" ? Math.round(mean) : Number(mean.toPrecision(3));
  return Math.min(Math.max(rounded, min), max);
};
