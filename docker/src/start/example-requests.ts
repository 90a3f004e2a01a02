import type { Manifest, ManifestFeature, Value } from "@despliega/storage";

import type { Served } from "./serve.js";

/** The person that an example row is about. */
const NOBODY = "example";

/**
 * Commands that ask a model, ready to be typed.
 *
 * @param key an entity of the release, for a model that is asked by key; without one there is nothing to ask
 */
export const requestsTo = (manifest: Manifest, api: Served, key?: number): string[] => {
  const { serving, model, features } = manifest;
  if (serving.by === "key") {
    if (key === undefined) return [];
    const urls = Object.values(serving.paths).map(
      (path) => api.url + path.replace(":id", `${key}`),
    );
    return [...urls.map((url) => `curl ${url}`), `curl '${urls.at(-1)!}?detalle=true'`];
  }
  const path = model === api.defaultModel ? "/v1/prediction" : `/v1/models/${model}/prediction`;
  const row = Object.fromEntries(features.map((feature) => [feature.name, usual(feature)]));
  const asked = (row: object, ...options: readonly string[]) =>
    [`curl ${api.url}${path}`, ...options, JSON_BODY, `-d '${JSON.stringify(row)}'`].join(" ");
  const { subject } = serving;
  if (subject === undefined) return [asked(row)];
  return [subject.roles.masked, subject.roles.whole].map((role) =>
    asked(
      { [subject.name]: NOBODY, ...row },
      `-H "authorization: Bearer ${api.tokenUrl === undefined ? "$TOKEN" : `$(curl -s '${api.tokenUrl(role)}')`}"`,
    ),
  );
};

const JSON_BODY = "-H 'content-type: application/json'";

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
