import { subjectOf, type Manifest, type Subject } from "@despliega/storage";

import { FAR_FIELD, PSEUDONYM_FIELD } from "../serving/answers.js";
import { objectOf, type Json } from "./schema.js";

/** The answer about one row, with the fields of the detail. */
export const predictionSchema = (manifest: Manifest): Json => {
  const { task, serving, target, features } = manifest;
  const subject = subjectOf(manifest);
  return objectOf(
    {
      [serving.answer]:
        task === "classification"
          ? {
              type: "array",
              items: { enum: [0, 1] },
              minItems: 1,
              maxItems: 1,
              description: `The class of \`${target}\`.`,
            }
          : { type: "number", description: `The predicted \`${target}\`.` },
      ...(task === "classification"
        ? {
            probabilidad: {
              type: "number",
              minimum: 0,
              maximum: 1,
              description: "The probability of class 1; with the detail only.",
            },
          }
        : {}),
      version: { type: "string", description: "The release; with the detail only." },
      contribuciones: {
        ...objectOf(Object.fromEntries(features.map(({ name }) => [name, { type: "number" }]))),
        description:
          "How far each feature moved the answer from the average one; with the detail only.",
      },
      [FAR_FIELD]: {
        type: "array",
        items: { enum: features.map(({ name }) => name) },
        description:
          "Features far outside the values that the model has learned from; with the detail only, and where there are any.",
      },
      ...(subject === undefined ? {} : { [PSEUDONYM_FIELD]: pseudonym(subject) }),
    },
    ["probabilidad", "version", "contribuciones", FAR_FIELD],
  );
};

const pseudonym = ({ roles }: Subject): Json => ({
  type: "string",
  pattern: "^(\\*{4}[0-9a-f]{4}|[0-9A-Za-z][-0-9A-Za-z_]*\\.[0-9a-f]{64})$",
  description:
    `Whom the answer is about: the last four characters for the role \`${roles.masked}\`, all of it for ` +
    `\`${roles.whole}\`.`,
});
