import {
  FAR_FIELD,
  FRESHNESS_FIELD,
  ID_FIELD,
  INTERVAL_FIELD,
  NEW_FIELD,
  PSEUDONYM_FIELD,
  subjectOf,
  type Manifest,
  type Subject,
} from "@despliega/storage";

import { explanationFields } from "./explanation.js";
import { COUNT, objectOf, type Json } from "./schema.js";

/** One class or number: a name of a class, a label, or a number of a regression. */
export const answerSchema = ({ task, classes }: Manifest): Json => {
  if (task === "regression") return { type: "number" };
  return classes === undefined ? { enum: [0, 1] } : { type: "string", enum: classes };
};

const probability: Json = { type: "number", minimum: 0, maximum: 1 };

/** The probabilities of the detail: that of class 1, or that of each name. */
const probabilityFields = ({ task, classes }: Manifest): Json => {
  if (task === "regression") return {};
  if (classes === undefined)
    return {
      probabilidad: {
        ...probability,
        description: "The probability of class 1; with the detail only.",
      },
    };
  return {
    probabilidades: {
      ...objectOf(Object.fromEntries(classes.map((name) => [name, probability]))),
      description: "The probability of each class; with the detail only.",
    },
  };
};

/** The interval of the detail, of a regression that has one. */
const intervalFields = ({ interval }: Manifest): Json =>
  interval === undefined
    ? {}
    : {
        [INTERVAL_FIELD]: {
          ...objectOf({
            nivel: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
            desde: { type: "number" },
            hasta: { type: "number" },
          }),
          description:
            "The true value is between `desde` and `hasta` about as often as `nivel` says, for small and large answers alike. " +
            "The ends come from answers to training observations by models that did not learn from them, in groups of similar " +
            "answers. The promise holds as long as new observations are like those; with the detail only.",
        },
      };

/** The answer about one row, with the fields of the detail. */
export const predictionSchema = (manifest: Manifest): Json => {
  const { task, serving, target, features } = manifest;
  const subject = subjectOf(manifest);
  const beside = { ...probabilityFields(manifest), ...intervalFields(manifest) };
  const explanation = explanationFields(manifest);
  return objectOf(
    {
      [serving.answer]:
        task === "classification"
          ? {
              type: "array",
              items: answerSchema(manifest),
              minItems: 1,
              maxItems: 1,
              description: `The class of \`${target}\`.`,
            }
          : { ...answerSchema(manifest), description: `The predicted \`${target}\`.` },
      ...beside,
      ...explanation,
      [FAR_FIELD]: {
        type: "array",
        items: { enum: features.map(({ name }) => name) },
        description:
          "Features far outside the values that the model has learned from; with the detail only, and where there are any.",
      },
      [ID_FIELD]: {
        type: "string",
        description:
          "The id of the prediction; with the detail only, and where predictions are recorded or kept as decisions.",
      },
      ...newField(manifest),
      ...freshnessField(manifest),
      ...(subject === undefined ? {} : { [PSEUDONYM_FIELD]: pseudonym(subject) }),
    },
    [
      ...Object.keys(beside),
      ...Object.keys(explanation),
      FAR_FIELD,
      NEW_FIELD,
      FRESHNESS_FIELD,
      ID_FIELD,
    ],
  );
};

/** The field of the detail of an entity without history, of a model that answers for such ones. */
export const newField = ({ serving }: Pick<Manifest, "serving">): Json =>
  serving.by === "key" && serving.unknown === "new"
    ? {
        [NEW_FIELD]: {
          const: true,
          description:
            "The release does not know the entity, and takes it for one without history; with the detail only.",
        },
      }
    : {};

/** The field of the detail that says how old the features of an entity are, of a model that is asked by key. */
export const freshnessField = ({ serving }: Pick<Manifest, "serving">): Json =>
  serving.by === "key"
    ? {
        [FRESHNESS_FIELD]: {
          ...objectOf(
            {
              edicion: { type: ["string", "null"] },
              hechas: { type: "string", format: "date-time" },
              edad: COUNT,
              ultimo_evento: { type: ["string", "null"], format: "date" },
              edad_del_evento: { ...COUNT, type: ["integer", "null"] },
              vencidas: { type: "boolean" },
            },
            ["vencidas"],
          ),
          description:
            "How old the features of the entity are, in seconds: since they were made, and since the end of the day of the newest " +
            "event behind them. `edicion` is null for those that the release was published with; `vencidas` is there where " +
            "the model has a limit. With the detail only, where the release knows the features.",
        },
      }
    : {};

const pseudonym = ({ roles }: Subject): Json => ({
  type: "string",
  pattern: "^(handle:[0-9a-f]{32}|[0-9A-Za-z][-0-9A-Za-z_]*\\.[0-9a-f]{64})$",
  description:
    `Whom the answer is about: a pseudonym for the role \`${roles.whole}\`, and for \`${roles.masked}\` a handle that ` +
    "only this caller has, and that leads to nobody.",
});
