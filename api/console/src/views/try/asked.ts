import type { ApiDocument, Feature, ModelDescription, Operation, Value } from "../../api/types.js";
import { urls } from "../../api/urls.js";

/** A column of a key. */
export interface KeyColumn {
  readonly name: string;
  readonly type: "integer" | "text";
  readonly example: string;
}

/** One way to ask a model: a request without its values. */
export interface Way {
  readonly kind: "key" | "row";
  readonly method: "GET" | "POST";
  /** With `{name}` in the place of each key. */
  readonly path: string;
  /** Keys in the path. */
  readonly keys: readonly KeyColumn[];
  /** Features in the body. */
  readonly features: readonly Feature[];
  /** The fields of the example body that are no features of the form, as they are sent. */
  readonly rest: Readonly<Record<string, Value>>;
  /** The example's features. */
  readonly example: Readonly<Record<string, Value>>;
}

/** The ways to ask a model that the api's document shows, that by key first. */
export const waysOf = (document: ApiDocument, model: ModelDescription): readonly Way[] => {
  const byKey = `${model.model}.entityPrediction`;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return operations
    .filter(({ path, operation }) =>
      operation.operationId === byKey ? path.includes("{") : path === urls.prediction(model.model),
    )
    .map(({ path, method, operation }) => wayOf(path, method, operation, model))
    .filter(({ keys, features }) => keys.length + features.length > 0)
    .sort((one, other) => one.kind.localeCompare(other.kind));
};

const wayOf = (
  path: string,
  method: string,
  { parameters = [], requestBody }: Operation,
  { features }: ModelDescription,
): Way => {
  const row = requestBody?.content["application/json"]?.examples?.row?.value ?? {};
  const keys = parameters
    .filter((parameter) => parameter.in === "path")
    .map(({ name = "", schema, example }) => ({
      name,
      type: schema?.type === "integer" ? ("integer" as const) : ("text" as const),
      example: `${example ?? ""}`,
    }));
  const isFeature = new Set(features.map(({ name }) => name));
  return {
    kind: keys.length > 0 ? "key" : "row",
    method: method === "get" ? "GET" : "POST",
    path,
    keys,
    features: requestBody === undefined ? [] : features.filter(({ name }) => name in row),
    rest: Object.fromEntries(Object.entries(row).filter(([name]) => !isFeature.has(name))),
    example: Object.fromEntries(Object.entries(row).filter(([name]) => isFeature.has(name))),
  };
};

/** What the form holds: the texts of keys and features, and which features are not known. */
export interface Filled {
  readonly texts: Readonly<Record<string, string>>;
  readonly missing: ReadonlySet<string>;
}

/** The form as the example fills it. */
export const filledBy = ({ keys, features, example }: Way): Filled => ({
  texts: Object.fromEntries([
    ...keys.map(({ name, example: key }) => [keyField(name), key]),
    ...features.map(({ name }) => [name, textOf(example[name] ?? null)]),
  ]),
  missing: new Set(
    features.filter(({ name }) => (example[name] ?? null) === null).map(({ name }) => name),
  ),
});

const textOf = (value: Value): string => (value === null ? "" : `${value}`);

/** The name of a key's field in the form, which no feature has. */
export const keyField = (name: string): string => `key ${name}`;

/** A request as it is sent. */
export interface FormRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body: Readonly<Record<string, Value>> | undefined;
}

/** The request of a filled form. @returns the feature that holds no value instead, where one does not */
export const askedBy = (
  way: Way,
  { texts, missing }: Filled,
): FormRequest | { readonly wrong: string } => {
  const row: Record<string, Value> = {};
  for (const feature of way.features) {
    const value = missing.has(feature.name) ? null : valueOf(feature, texts[feature.name] ?? "");
    if (value === undefined) return { wrong: feature.name };
    row[feature.name] = value;
  }
  const empty = way.keys.find(({ name }) => (texts[keyField(name)] ?? "").trim() === "");
  if (empty !== undefined) return { wrong: empty.name };
  const path = way.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((texts[keyField(name)] ?? "").trim()),
  );
  return {
    method: way.method,
    path,
    body: way.method === "GET" ? undefined : { ...way.rest, ...row },
  };
};

/** The value of a field; undefined where its text is none. */
const valueOf = ({ type }: Feature, text: string): Value | undefined => {
  if (type === "category") return text;
  if (type === "boolean") return text === "true";
  const number = Number(text.trim());
  const isNumber = text.trim() !== "" && Number.isFinite(number);
  return isNumber && (type === "number" || Number.isInteger(number)) ? number : undefined;
};
