import type {
  ApiDocument,
  BodySchema,
  Feature,
  ModelDescription,
  Operation,
  Value,
} from "../../api/types.js";
import { urls } from "../../api/urls.js";

/** A column of a key. */
export interface KeyColumn {
  readonly name: string;
  readonly type: "integer" | "text";
  /** The names of the fields that lead to it in the body; undefined for one in the path. */
  readonly field: readonly string[] | undefined;
  /** Empty where a key may be a person's. */
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
    .filter(
      ({ path, operation }) =>
        operation.operationId === byKey || path === urls.prediction(model.model),
    )
    .map(({ path, method, operation }): Way => ({
      kind: operation.operationId === byKey ? "key" : "row",
      method: method === "get" ? "GET" : "POST",
      path,
      ...contentOf(operation, model, document),
    }))
    .filter(({ keys, features }) => keys.length + features.length > 0)
    .sort((one, other) => one.kind.localeCompare(other.kind));
};

const contentOf = (
  { parameters = [], requestBody }: Operation,
  { features }: ModelDescription,
  document: ApiDocument,
): Pick<Way, "keys" | "features" | "example"> => {
  const { schema, examples } = requestBody?.content["application/json"] ?? {};
  const row = examples?.row?.value ?? {};
  const inPath = parameters
    .filter((parameter) => parameter.in === "path")
    .map(({ name = "", schema: of = {}, example }) => columnOf(name, of, example));
  const isFeature = new Set(features.map(({ name }) => name));
  const inBody = Object.entries(propertiesOf(schema, document))
    .filter(([name]) => !isFeature.has(name))
    .flatMap(([name, of]) => keysAt(name, of, row[name]));
  return {
    keys: [...inPath, ...inBody],
    features: features.filter(({ name }) => name in row),
    example: Object.fromEntries(
      Object.entries(row).filter((entry): entry is [string, Value] => isFeature.has(entry[0])),
    ),
  };
};

/** The fields of one row. */
const propertiesOf = (
  schema: BodySchema | undefined,
  document: ApiDocument,
): Readonly<Record<string, BodySchema>> => {
  const { $ref, oneOf, properties = {} } = schema ?? {};
  if (oneOf !== undefined) return propertiesOf(oneOf[0], document);
  if ($ref === undefined) return properties;
  return propertiesOf(document.components.schemas[$ref.split("/").at(-1)!], document);
};

/** The columns of a key that is a field of the body, or whose columns are fields of that field. */
const keysAt = (name: string, of: BodySchema, example: unknown): readonly KeyColumn[] => {
  if (of.properties === undefined) return [columnOf(of.title ?? name, of, example, [name])];
  const examples = (example ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(of.properties).map(([column, one]) =>
    columnOf(column, one, examples[column], [name, column]),
  );
};

const columnOf = (
  name: string,
  { type }: BodySchema,
  example: unknown,
  field?: readonly string[],
): KeyColumn => ({
  name,
  type: type === "integer" ? "integer" : "text",
  field,
  example: `${(example as Value | undefined) ?? ""}`,
});

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

/** What is sent as JSON. */
export type Body = Readonly<Record<string, Value | Readonly<Record<string, Value>>>>;

/** A request as it is sent. */
export interface FormRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body: Body | undefined;
}

/** Why a form cannot be sent yet. */
export interface Unfit {
  /** The name of the field that is the reason. */
  readonly wrong: string;
  readonly isEmpty: boolean;
}

/** The request of a filled form, or why there is none. */
export const askedBy = (way: Way, { texts, missing }: Filled): FormRequest | Unfit => {
  const body: Record<string, Value | Record<string, Value>> = {};
  let { path } = way;
  for (const { name, type, field } of way.keys) {
    const text = (texts[keyField(name)] ?? "").trim();
    const value = type === "integer" ? integerOf(text) : text;
    if (text === "" || value === undefined) return { wrong: name, isEmpty: text === "" };
    const [outer, inner] = field ?? [];
    if (outer === undefined) path = path.replace(`{${name}}`, () => encodeURIComponent(text));
    else if (inner === undefined) body[outer] = value;
    else body[outer] = { ...(body[outer] as Record<string, Value>), [inner]: value };
  }
  for (const feature of way.features) {
    const value = missing.has(feature.name) ? null : valueOf(feature, texts[feature.name] ?? "");
    if (value === undefined) return { wrong: feature.name, isEmpty: false };
    body[feature.name] = value;
  }
  return { method: way.method, path, body: way.method === "GET" ? undefined : body };
};

const integerOf = (text: string): number | undefined => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
};

/** The value of a field; undefined where its text is none. */
const valueOf = ({ type }: Feature, text: string): Value | undefined => {
  if (type === "category") return text;
  if (type === "boolean") return text === "true";
  const number = Number(text.trim());
  const isNumber = text.trim() !== "" && Number.isFinite(number);
  return isNumber && (type === "number" || Number.isInteger(number)) ? number : undefined;
};
