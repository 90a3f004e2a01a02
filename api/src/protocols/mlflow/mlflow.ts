import type { RowsProtocol } from "../protocol.js";
import { rowAnswers } from "../rows/row-answers.js";
import { mlflowEndpoints } from "./endpoints.js";
import { mlflowError } from "./error.js";
import { readBatch } from "./read.js";
import { mlflowRoutes } from "./routes.js";

/**
 * MLflow's scoring protocol. Predictions are classes, or numbers of a regression; with the detail, and for a sensitive
 * model, they are what `/v1` answers. As in MLflow, a body names its type.
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
    const { classOf } = predictor;
    const predictions =
      call.detail || batch.pseudonyms !== undefined
        ? rowAnswers(predictor, batch, scores, call)
        : Array.from(scores, (score) => classOf?.(score) ?? score).join();
    return { body: `{"predictions":[${predictions}]}` };
  },
};
