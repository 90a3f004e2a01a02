import { PLAIN_ERROR } from "../../http/problem/error-form.js";
import { batchOfRecord, batchOfRecords, inKeyField } from "../../serving/signature/records.js";
import type { ParsedRows, RowsProtocol } from "../protocol.js";
import { jsonOf } from "../rows/json.js";
import { rowAnswers } from "../rows/row-answers.js";
import { v1Endpoints } from "./endpoints.js";
import { v1Routes } from "./routes.js";

interface V1Rows extends ParsedRows {
  /** Whether the rows came in an array. */
  readonly many: boolean;
}

/**
 * The protocol of this api: one object of features gives one answer, an array of them an array of answers; an empty
 * array gives an empty one. An object of a model that is asked by key has the key in its field `key`. An error is a problem and nothing else.
 */
export const v1: RowsProtocol<V1Rows> = {
  name: "v1",
  roots: ["v1"],
  bodyTypes: { "application/json": "json" },
  detail: true,
  error: PLAIN_ERROR,
  routes: v1Routes,
  endpoints: v1Endpoints,

  read({ signature }, { body, memory }) {
    const json = jsonOf(body, { memory });
    return Array.isArray(json)
      ? { many: true, batch: batchOfRecords(signature, json, inKeyField) }
      : { many: false, batch: batchOfRecord(signature, json, inKeyField) };
  },

  write(predictor, { many, batch }, scores, call) {
    const answers = rowAnswers(predictor, batch, scores, call);
    return { body: many ? `[${answers}]` : answers };
  },
};
