import type { Manifest } from "@despliega/storage";

import { objectOf, type Json } from "./schema.js";

/** The answer about one row, with the fields of the detail. */
export const predictionSchema = ({ task, serving, target, features }: Manifest): Json =>
  objectOf(
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
    },
    ["probabilidad", "version", "contribuciones"],
  );
