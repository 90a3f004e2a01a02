import { fillPath, MAX_KEY_BYTES, type EntityKey, type KeyColumn } from "@despliega/storage";

import type { ProblemCode } from "../../errors/errors.js";
import { DETAIL, FROM_RELEASE, jsonAnswer, type Endpoint } from "../../openapi/endpoint.js";
import { featureSchema } from "../../openapi/features.js";
import { INTEGER_BOUNDS, objectOf, ref, type Json } from "../../openapi/schema.js";
import type { KeyedRelease } from "./keyed-release.js";

/** The two urls of a model that answers by key. */
export const byKeyEndpoints = (release: KeyedRelease): readonly Endpoint[] => {
  const { model, features, question, serving } = release.manifest;
  const fields = features.map((feature) => [feature.name, featureSchema(feature)] as const);
  const common = serving.ask === "body" ? inBody(release) : inUrl(release);
  const pathOf = (path: string): string => fillPath(path, (name) => `{${name}}`);
  return [
    {
      ...common,
      id: `${model}.entityFeatures`,
      path: pathOf(serving.paths.features),
      summary: "Features of an entity",
      answer: jsonAnswer(
        "What the release knows of the entity; `null` where it is missing.",
        objectOf(
          {
            ...Object.fromEntries(fields),
            version: { type: "string", description: "The release; with the detail only." },
          },
          ["version"],
        ),
        FROM_RELEASE,
      ),
    },
    {
      ...common,
      id: `${model}.entityPrediction`,
      path: pathOf(serving.paths.prediction),
      summary: "Prediction for an entity",
      description: question,
      answer: jsonAnswer("The prediction.", ref(`${model}_prediction`), FROM_RELEASE),
    },
  ];
};

type KeyRequest = Pick<Endpoint, "method" | "tag" | "parameters" | "body" | "problems">;

/** What is said of a url that holds the key, with the first key of the release as an example. */
const inUrl = ({ manifest, table }: KeyedRelease): KeyRequest => {
  const { keys } = manifest.serving;
  const example: EntityKey = table.rows > 0 ? table.key(0) : [];
  return {
    method: "get",
    tag: manifest.model,
    parameters: [
      ...keys.map((column, i) => ({
        name: column.name,
        in: "path",
        required: true,
        description: descriptionOf(column),
        schema: schemaOf(column),
        ...(example[i] === undefined ? {} : { example: example[i] }),
      })),
      DETAIL,
    ],
    problems: [
      "REQUEST_INVALID",
      ...problemsOf(keys),
      "DETAIL_INVALID",
      "ENTITY_UNKNOWN",
      "NOT_READY",
    ],
  };
};

/** What is said of a url that takes the key in a body. Such a key may be a person's, so there is no example. */
const inBody = ({ manifest }: KeyedRelease): KeyRequest => {
  const { keys } = manifest.serving;
  const described = (column: KeyColumn): Json => ({
    ...schemaOf(column),
    description: descriptionOf(column),
  });
  const key =
    keys.length === 1
      ? described(keys[0]!)
      : objectOf(Object.fromEntries(keys.map((column) => [column.name, described(column)])));
  return {
    method: "post",
    tag: manifest.model,
    parameters: [DETAIL],
    body: { "application/json": { schema: objectOf({ key }) } },
    problems: ["REQUEST_INVALID", ...problemsOf(keys), "DETAIL_INVALID", "ENTITY_UNKNOWN", ...BODY],
  };
};

const BODY: readonly ProblemCode[] = [
  "BODY_INCOMPLETE",
  "BODY_NOT_TEXT",
  "BODY_SHAPE_INVALID",
  "JSON_INVALID",
  "JSON_TOO_DEEP",
  "ROWS_TOO_MANY",
  "BODY_TIMEOUT",
  "BODY_TOO_LARGE",
  "BODY_TYPE_UNSUPPORTED",
  "BODY_ENCODING_UNSUPPORTED",
  "NOT_READY",
];

const problemsOf = (keys: readonly KeyColumn[]): readonly ProblemCode[] => [
  ...(keys.some(({ type }) => type === "integer") ? (["ENTITY_ID_INVALID"] as const) : []),
  ...(keys.some(({ type }) => type === "text") ? (["ENTITY_KEY_INVALID"] as const) : []),
];

const descriptionOf = ({ name }: KeyColumn): string =>
  `The ${name} of an entity that the release knows.`;

const schemaOf = ({ type }: KeyColumn): Json =>
  type === "integer"
    ? { type: "integer", ...INTEGER_BOUNDS }
    : { type: "string", minLength: 1, maxLength: MAX_KEY_BYTES, pattern: "^[^\\x00-\\x1f\\x7f]+$" };
