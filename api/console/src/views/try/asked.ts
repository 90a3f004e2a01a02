import type { ApiDocument, Feature, ModelDescription, Operation, Value } from "../../api/types.js";
import { urls } from "../../api/urls.js";

/** A column of a key. */
export interface KeyColumn {
  readonly name: string;
  readonly type: "integer" | "text";
  readonly place: "path" | "body";
  readonly example: string;
}

/** One way to ask a model: a request without its values. */
export interface Way {
  readonly kind: "key" | "row";
  readonly method: "GET" | "POST";
  /** With `{name}` in the place of each key. */
  readonly path: string;
  /** Keys, in the path or as fields of the body, such as whom a row is about. */
  readonly keys: readonly KeyColumn[];
  /** Features in the body. */
  readonly features: readonly Feature[];
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
  const inPath = parameters
    .filter((parameter) => parameter.in === "path")
    .map(({ name = "", schema, example }): KeyColumn => {
      const type = schema?.type === "integer" ? "integer" : "text";
      return { name, type, place: "path", example: `${example ?? ""}` };
    });
  const isFeature = new Set(features.map(({ name }) => name));
  const inBody = Object.entries(row)
    // A key of several columns has no field of its own here.
    .filter(([name, value]) => !isFeature.has(name) && typeof value !== "object")
    .map(([name, value]): KeyColumn => {
      const type = typeof value === "number" ? "integer" : "text";
      return { name, type, place: "body", example: `${value}` };
    });
  return {
    kind: inPath.length > 0 ? "key" : "row",
    method: method === "get" ? "GET" : "POST",
    path,
    keys: [...inPath, ...inBody],
    features: requestBody === undefined ? [] : features.filter(({ name }) => name in row),
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
  for (const { name, type, place } of way.keys) {
    const text = (texts[keyField(name)] ?? "").trim();
    if (place === "body") row[name] = type === "integer" ? Number(text) : text;
  }
  const path = way.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent((texts[keyField(name)] ?? "").trim()),
  );
  return {
    method: way.method,
    path,
    body: way.method === "GET" ? undefined : row,
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
