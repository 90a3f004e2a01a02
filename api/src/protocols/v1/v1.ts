import { PLAIN_ERROR } from "../../http/error-form.js";
import { batchOfRecord, batchOfRecords } from "../../signature/records.js";
import { jsonOf } from "../json.js";
import type { Asked, RowsProtocol } from "../protocol.js";
import { rowAnswers } from "../row-answers.js";
import { v1Endpoints } from "./endpoints.js";
import { v1Routes } from "./routes.js";

interface V1Asked extends Asked {
  /** Whether the rows came in an array. */
  readonly many: boolean;
}

/**
 * The protocol of this api: one object of features gives one answer, an array of them an array of answers; an empty
 * array gives an empty one. An error is a problem and nothing else.
 */
export const v1: RowsProtocol<V1Asked> = {
  name: "v1",
  roots: ["v1"],
  bodyTypes: { "application/json": "json" },
  detail: true,
  error: PLAIN_ERROR,
  routes: v1Routes,
  endpoints: v1Endpoints,

  read({ signature }, { body }) {
    const json = jsonOf(body);
    return Array.isArray(json)
      ? { many: true, batch: batchOfRecords(signature, json) }
      : { many: false, batch: batchOfRecord(signature, json) };
  },

  write(served, { many, batch }, scores, call) {
    const answers = rowAnswers(served, batch, scores, call);
    return { body: many ? `[${answers}]` : answers };
  },
};
