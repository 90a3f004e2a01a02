import {
  asksFeatures,
  fillPath,
  FRESHNESS_FIELD,
  isStored,
  NEW_FIELD,
  type EntityKey,
  type KeyColumn,
} from "@despliega/storage";

import type { ProblemCode } from "../../errors/errors.js";
import {
  DETAIL,
  FROM_PREDICTION,
  FROM_RELEASE,
  jsonAnswer,
  type Endpoint,
} from "../../openapi/endpoint.js";
import {
  exampleAsked,
  exampleFeatures,
  featureFields,
  featureSchema,
  optionalNames,
  shownExamples,
} from "../../openapi/features.js";
import { keyColumnSchema } from "../../openapi/keys.js";
import { freshnessField, newField } from "../../openapi/prediction.js";
import { columnProblems, ROW_PROBLEMS, unknownProblems } from "../../openapi/rows-problems.js";
import { objectOf, ref, type Json } from "../../openapi/schema.js";
import type { KeyedRelease } from "./keyed-release.js";

/** The two urls of a model that answers by key. */
export const byKeyEndpoints = (release: KeyedRelease): readonly Endpoint[] => {
  const { manifest } = release;
  const { model, features, question, serving } = manifest;
  const fields = features
    .filter(isStored)
    .map((feature) => [feature.name, featureSchema(feature)] as const);
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
            ...newField(manifest),
            ...freshnessField(manifest),
          },
          ["version", NEW_FIELD, FRESHNESS_FIELD],
        ),
        FROM_RELEASE,
      ),
    },
    {
      ...(asksFeatures(features) ? withFeatures(release, common) : common),
      id: `${model}.entityPrediction`,
      path: pathOf(serving.paths.prediction),
      summary: "Prediction for an entity",
      description: question,
      answer: jsonAnswer("The prediction.", ref(`${model}_prediction`), FROM_PREDICTION),
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
        schema: keyColumnSchema(column),
        ...(example[i] === undefined ? {} : { example: example[i] }),
      })),
      DETAIL,
    ],
    problems: [
      "REQUEST_INVALID",
      ...columnProblems(keys),
      "DETAIL_INVALID",
      ...unknownProblems(manifest),
      "NOT_READY",
    ],
  };
};

/** What is said of a url that takes the key in a body. Such a key may be a person's, so there is no example. */
const inBody = ({ manifest }: KeyedRelease): KeyRequest => {
  const { keys } = manifest.serving;
  const described = (column: KeyColumn): Json => ({
    ...keyColumnSchema(column),
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
    problems: [
      "REQUEST_INVALID",
      ...columnProblems(keys),
      "DETAIL_INVALID",
      ...unknownProblems(manifest),
      ...BODY,
    ],
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

/** What is said of a url that also takes features, in a body beside the key or behind it in the url. */
const withFeatures = (release: KeyedRelease, request: KeyRequest): KeyRequest => {
  const { manifest } = release;
  const { features, serving, model } = manifest;
  const content =
    serving.ask === "body"
      ? {
          schema: ref(`${model}_features`),
          ...shownExamples(release, { row: { value: exampleAsked(release) } }),
        }
      : {
          schema: objectOf(featureFields(features), optionalNames(manifest)),
          examples: { row: { value: exampleFeatures(release) } },
        };
  return {
    ...request,
    method: "post",
    body: { "application/json": content },
    problems: [
      ...request.problems,
      ...ROW_PROBLEMS,
      ...(serving.ask === "body" ? (["KEY_MISSING"] as const) : BODY),
    ],
  };
};

const descriptionOf = ({ name }: KeyColumn): string =>
  `The ${name} of an entity that the release knows.`;
