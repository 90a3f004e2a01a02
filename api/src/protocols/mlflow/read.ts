import { z } from "zod";

import { ProblemError } from "../../http/problem/problem-error.js";
import type { Batch } from "../../serving/signature/batch.js";
import { batchOfArrays, batchOfColumns, batchOfTable } from "../../serving/signature/columns.js";
import { MAX_ROWS } from "../../serving/signature/limits.js";
import { isRecord } from "../../serving/signature/is-record.js";
import { arraysOf, NumberList } from "../../serving/signature/number-list.js";
import { batchOfRecords } from "../../serving/signature/records.js";
import { ignoringOthers, type Signature } from "../../serving/signature/signature.js";
import type { Call } from "../protocol.js";
import { batchOfCsv } from "../rows/csv.js";
import { jsonOf } from "../rows/json.js";

/** A list whose rows are checked later, one by one. */
const list = z
  .custom<readonly unknown[] | NumberList>(
    (value) => Array.isArray(value) || value instanceof NumberList,
  )
  .meta({
    type: "array",
    maxItems: MAX_ROWS,
    items: { type: "array", items: { type: ["number", "boolean", "string", "null"] } },
  });

/** A data frame as pandas writes it with `orient="split"`; its index says nothing about a row. */
export const Split = z.object({ columns: z.array(z.string()), data: list });

type Read = (signature: Signature, value: unknown) => Batch;

const readSplit: Read = (signature, value) => {
  const split = Split.safeParse(value);
  if (!split.success) throw new ProblemError("BODY_SHAPE_INVALID");
  return batchOfTable(signature, split.data.columns, split.data.data);
};

const readRecords: Read = (signature, value) => {
  const rows = arraysOf(value);
  if (!Array.isArray(rows)) throw new ProblemError("BODY_SHAPE_INVALID");
  return batchOfRecords(signature, rows);
};

/** TensorFlow Serving's two forms: rows as arrays or objects, or one array per feature. */
const readTensors: Read = (signature, value) => {
  if (value instanceof NumberList)
    return value.width === undefined
      ? batchOfRecords(signature, value.arrays())
      : batchOfArrays(signature, value);
  if (isRecord(value)) return batchOfColumns(signature, value);
  if (!Array.isArray(value)) throw new ProblemError("BODY_SHAPE_INVALID");
  return Array.isArray(value[0])
    ? batchOfArrays(signature, value)
    : batchOfRecords(signature, value);
};

const FORMS: Readonly<Record<string, Read>> = {
  dataframe_split: readSplit,
  dataframe_records: readRecords,
  instances: readTensors,
  inputs: readTensors,
};

const batchOfJson: Read = (signature, json) => {
  if (!isRecord(json)) throw new ProblemError("BODY_SHAPE_INVALID");
  // Clients that are made from a schema write the forms that they leave out as null.
  const given = Object.keys(FORMS).filter(
    (form) => Object.hasOwn(json, form) && json[form] !== null,
  );
  const [form, ...others] = given;
  if (form === undefined || others.length > 0) throw new ProblemError("BODY_SHAPE_INVALID");
  return FORMS[form]!(signature, json[form]);
};

/**
 * Makes a batch of a body with exactly one of MLflow's forms. Other fields of the body, such as `params`, are ignored, as
 * MLflow ignores them for a model without parameters. Columns that the model does not know are ignored too: pandas
 * writes its index as one. NaN is a missing value.
 *
 * @throws ProblemError
 */
export const readBatch = (signature: Signature, { body, type, memory }: Call): Batch => {
  const lenient = ignoringOthers(signature);
  return type === "csv"
    ? batchOfCsv(lenient, body, memory)
    : batchOfJson(lenient, jsonOf(body, { lists: true, memory }));
};
