import { jsonNumbers } from "../../serving/json-number.js";
import type { Predictor } from "../../serving/predictor.js";
import type { RowsProtocol } from "../protocol.js";
import { rowAnswers } from "../rows/row-answers.js";
import { mlflowEndpoints } from "./endpoints.js";
import { mlflowError } from "./error.js";
import { readBatch } from "./read.js";
import { mlflowRoutes } from "./routes.js";

/**
 * MLflow's scoring protocol. Predictions are classes, by their names where they have some, or numbers of a regression.
 * With the detail, and for a sensitive model, they are what `/v1` answers. As in MLflow, a body names its type.
 */
export const mlflow: RowsProtocol = {
  name: "mlflow",
  roots: ["ping", "health", "version", "invocations", "models"],
  bodyTypes: { "application/json": "json", "text/csv": "csv" },
  detail: true,
  error: mlflowError,
  routes: mlflowRoutes,
  endpoints: mlflowEndpoints,

  read: ({ signature }, call) => ({ batch: readBatch(signature, call) }),

  write(predictor, { batch }, scores, call) {
    const predictions =
      call.detail || batch.pseudonyms !== undefined
        ? `[${rowAnswers(predictor, batch, scores, call)}]`
        : plainAnswers(predictor, scores);
    return { body: `{"predictions":${predictions}}` };
  },
};

const plainAnswers = (
  { classes, scorer: { outputs } }: Predictor,
  scores: Float64Array,
): string => {
  if (classes === undefined) return jsonNumbers(scores);
  const texts = classes.labels.map((label) => JSON.stringify(label));
  let answers = "";
  for (let at = 0; at < scores.length; at += outputs)
    answers += `${at === 0 ? "" : ","}${texts[classes.codeOf(scores, at)]!}`;
  return `[${answers}]`;
};
