import type { NumberColumn } from "@despliega/storage";
import { z } from "zod";

import { NumberList } from "../../serving/signature/number-list.js";

/** Datatypes of whole numbers. */
export const INTEGERS = [
  "INT8",
  "INT16",
  "INT32",
  "INT64",
  "UINT8",
  "UINT16",
  "UINT32",
  "UINT64",
] as const;
/** Datatypes of numbers with a point. */
export const FLOATS = ["FP16", "FP32", "FP64"] as const;

/** Datatypes of numbers and booleans. */
export const NUMBERS = ["BOOL", ...INTEGERS, ...FLOATS] as const;

/** Free parameters of a request, a tensor or an output. */
export const Parameters = z.record(z.string(), z.unknown()).nullish();

/** The elements of a tensor in JSON. */
export const Data = z
  .custom<readonly unknown[] | NumberList>(
    (value) => Array.isArray(value) || value instanceof NumberList,
  )
  .meta({
    type: "array",
    description: "Flat in row-major order, or nested as the shape is; null is a missing value.",
  });

/** A tensor of a request; without data its elements are bytes. Its numbers are taken as they are written, whatever precision the datatype names. */
export const Tensor = z.object({
  name: z.string(),
  shape: z.array(z.int().nonnegative()).min(1).max(2),
  datatype: z.enum([...NUMBERS, "BYTES"]),
  parameters: Parameters,
  data: Data.nullish(),
});
export type Tensor = z.infer<typeof Tensor>;

/** The elements of a tensor in row-major order. */
export interface Elements {
  readonly at: (index: number) => unknown;
  /** Every `step`-th element from one on, where all of them are numbers of the datatype or missing. Default: they may be something else. */
  readonly numbers?: (from: number, step: number) => NumberColumn | undefined;
}
