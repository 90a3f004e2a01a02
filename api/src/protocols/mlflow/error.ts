import type { ErrorForm } from "../../http/problem/error-form.js";
import { messageOf } from "../message.js";

/** Names of errors in MLflow, by the status that they come with; those of MLflow's own scoring server are 400. */
const ERROR_CODES: Readonly<Record<number, string>> = {
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "RESOURCE_DOES_NOT_EXIST",
  429: "REQUEST_LIMIT_EXCEEDED",
  500: "INTERNAL_ERROR",
  503: "TEMPORARILY_UNAVAILABLE",
};

/** An error as MLflow's scoring server writes one. */
export const mlflowError: ErrorForm = {
  type: "application/json",
  members: (problem) => ({
    error_code: ERROR_CODES[problem.status] ?? "BAD_REQUEST",
    message: messageOf(problem),
  }),
  described: {
    error_code: "At MLflow's urls: MLflow's name of the error.",
    message: "At MLflow's urls: the detail, with all of this in one line.",
  },
};
