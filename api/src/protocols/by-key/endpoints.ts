import { DETAIL, FROM_RELEASE, jsonAnswer, type Endpoint } from "../../openapi/endpoint.js";
import { featureSchema } from "../../openapi/features.js";
import { INTEGER_BOUNDS, objectOf, ref } from "../../openapi/schema.js";
import type { KeyedRelease } from "./keyed-release.js";

/** The two urls of a model that answers by key. */
export const byKeyEndpoints = ({ manifest, table }: KeyedRelease): readonly Endpoint[] => {
  const { model, features, question, serving } = manifest;
  const fields = features.map((feature) => [feature.name, featureSchema(feature)] as const);
  const common = {
    method: "get",
    tag: model,
    parameters: [
      {
        name: "id",
        in: "path",
        required: true,
        description: `The ${serving.entity.name} of an entity that the release knows.`,
        schema: { type: "integer", ...INTEGER_BOUNDS },
        ...(manifest.privacy === "open" && table.rows > 0 ? { example: table.id(0) } : {}),
      },
      DETAIL,
    ],
    problems: [
      "REQUEST_INVALID",
      "ENTITY_ID_INVALID",
      "DETAIL_INVALID",
      "ENTITY_UNKNOWN",
      "NOT_READY",
    ],
  } as const;
  return [
    {
      ...common,
      id: `${model}.entityFeatures`,
      path: serving.paths.features.replace(":id", "{id}"),
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
      path: serving.paths.prediction.replace(":id", "{id}"),
      summary: "Prediction for an entity",
      description: question,
      answer: jsonAnswer("The prediction.", ref(`${model}_prediction`), FROM_RELEASE),
    },
  ];
};
