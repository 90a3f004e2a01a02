import { ProblemError, rowsProtocol, predictorOf } from "@despliega/api";
import type { Manifest, ManifestFeature } from "@despliega/storage";
import type { Columns } from "@despliega/trainer/model/columns.js";

import { scorerBy } from "../support/scorer.js";

const feature = (name: string, rest: Partial<ManifestFeature>): ManifestFeature => ({
  name,
  type: "integer",
  description: name,
  missing: { fill: 0 },
  mean: 0,
  ...rest,
});

/** Features of each kind, as an api serves them. */
const FEATURES: readonly ManifestFeature[] = [
  feature("whole", {}),
  feature("real", { type: "number", missing: "refused" }),
  feature("flag", { values: [0, 1] }),
];

/** The same as columns of an input, and the number of the row. */
export const COLUMNS: Columns = {
  row: { type: "integer" },
  whole: { type: "integer", optional: true },
  real: { type: "number" },
  flag: { type: "integer", min: 0, max: 1, optional: true },
};

/** Names of the features, in the order of their values. */
export const NAMES = FEATURES.map(({ name }) => name);

const predictor = predictorOf({
  manifest: {
    model: "values",
    version: "20260131T235959Z-00000001",
    task: "regression",
    features: FEATURES,
    serving: { by: "row", answer: "value" },
  } as unknown as Manifest,
  scorer: scorerBy(() => 0),
});

/** Reads a body by a protocol: the values row by row, NaN for a missing value. @returns undefined when it is refused */
export const readBy = (
  protocol: string,
  text: string | Uint8Array,
  type: "json" | "csv" = "json",
  header?: string,
): readonly number[] | undefined => {
  try {
    const call = { body: Buffer.from(text), type, header, detail: false };
    return [...rowsProtocol(protocol).read(predictor, call).batch.values];
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
};

/** Reads binary tensors, one per feature, each of one double. */
export const readBinary = (values: readonly number[]): readonly number[] | undefined => {
  const inputs = NAMES.map((name) => ({
    name,
    shape: [1],
    datatype: "FP64",
    parameters: { binary_data_size: 8 },
  }));
  const json = Buffer.from(JSON.stringify({ inputs }));
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, at) => bytes.writeDoubleLE(value, 8 * at));
  return readBy("v2", Buffer.concat([json, bytes]), "json", `${json.length}`);
};

/** Writes a field of CSV, in quotes when it needs them. */
export const csvField = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
