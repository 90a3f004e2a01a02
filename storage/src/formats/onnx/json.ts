import { z } from "zod";

import { requireContained } from "./contained.js";

const place = z.int().nonnegative().max(65_535);

/** Types of values, by the names that the runtime has for them, and for texts and booleans. */
const InputType = z.enum(["float32", "float64", "int32", "int64", "bool", "string"]);

const Input = z.strictObject({
  name: z.string(),
  type: InputType,
  /** The feature of each column. */
  features: z.array(place).min(1),
  /** Each row has one value, without a second dimension. */
  flat: z.literal(true).optional(),
});
export type OnnxInput = z.infer<typeof Input>;

const OnnxJson = z
  .strictObject({
    format: z.literal("despliega-onnx"),
    formatVersion: z.literal(1),
    task: z.enum(["classification", "regression"]),
    inputs: z.array(Input).min(1),
    answer: z.strictObject({
      name: z.string(),
      /** Numbers of a row. */
      width: z.int().positive().max(65_536),
      /** Where the answer is among them: the number or the probability of class 1, or that of each class. */
      columns: z.array(place).min(1),
    }),
    /** A usual row, against which contributions are measured; null is a missing value. */
    usual: z.array(z.number().nullable()).min(1),
    /** The file in base64. */
    model: z.base64(),
  })
  .refine(({ answer: { columns, width } }) => columns.every((column) => column < width), {
    error: "has an answer beyond the numbers of a row",
  })
  .refine(
    ({ task, answer: { columns } }) =>
      columns.length !== 2 && (task === "classification" || columns.length === 1),
    {
      error: "has answers of another task",
    },
  );

/** A model that onnxruntime runs, with how it is asked. */
export interface OnnxModel extends Omit<
  z.infer<typeof OnnxJson>,
  "model" | "format" | "formatVersion"
> {
  /** A file in the format ONNX that is all of the model. */
  readonly model: Uint8Array;
}

/** Writes a model that onnxruntime runs. */
export const onnxJson = ({ model, ...how }: OnnxModel): z.infer<typeof OnnxJson> => ({
  format: "despliega-onnx",
  formatVersion: 1,
  ...how,
  model: Buffer.from(model).toString("base64"),
});

/** Reads a model that onnxruntime runs. @throws `ZodError`, and RangeError for a file that is not all of its model */
export const parseOnnx = (json: unknown): OnnxModel => {
  const { model, task, inputs, answer, usual } = OnnxJson.parse(json);
  const bytes = Buffer.from(model, "base64");
  requireContained(bytes);
  return { task, inputs, answer, usual, model: bytes };
};
