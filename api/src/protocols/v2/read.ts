import { z } from "zod";

import { ProblemError } from "../../http/problem/problem-error.js";
import type { Predictor } from "../../serving/predictor.js";
import type { Call, ParsedRows } from "../protocol.js";
import { jsonOf } from "../rows/json.js";
import { splitBody, withBytes } from "./binary.js";
import { outputsOf, type OutputTensor } from "./names.js";
import { Parameters, Tensor } from "./tensor.js";
import { batchOfTensors } from "./tensors.js";

/** A request. Parameters but those of the binary extension change nothing; null is the same as absent. */
export const Inference = z.object({
  id: z.string().nullish(),
  parameters: Parameters,
  inputs: z.array(Tensor).min(1),
  outputs: z.array(z.object({ name: z.string(), parameters: Parameters })).nullish(),
});

/** A request that was read. */
export interface InferenceRequest extends ParsedRows {
  /** Null where the request has none. */
  readonly id: string | null | undefined;
  readonly outputs: readonly RequestedOutput[];
}

/** An output that a request names. */
export interface RequestedOutput {
  readonly tensor: OutputTensor;
  /** Whether its elements shall be bytes. */
  readonly binary: boolean;
}

/** Reads a request. Its outputs are those that it names, in its order, or else all. @throws ProblemError */
export const readInference = (
  { manifest, signature }: Predictor,
  { body, header, memory }: Call,
): InferenceRequest => {
  const { json, bytes } = splitBody(body, header);
  const request = Inference.safeParse(jsonOf(json, { lists: true, memory }));
  if (!request.success) throw new ProblemError("BODY_SHAPE_INVALID");
  const { id, inputs, outputs, parameters } = request.data;
  const binary = flag(parameters, "binary_data_output") ?? false;
  return {
    id,
    outputs: requested(outputsOf(manifest), outputs, binary),
    batch: batchOfTensors(signature, withBytes(inputs, bytes)),
  };
};

const requested = (
  offered: readonly OutputTensor[],
  outputs: z.infer<typeof Inference>["outputs"],
  byDefault: boolean,
): readonly RequestedOutput[] => {
  if (outputs === undefined || outputs === null || outputs.length === 0)
    return offered.map((tensor) => ({ tensor, binary: byDefault }));
  // Each output once: a small body could otherwise demand an answer without end.
  if (new Set(outputs.map(({ name }) => name)).size < outputs.length)
    throw new ProblemError("BODY_SHAPE_INVALID");
  return outputs.map(({ name, parameters }) => {
    const tensor = offered.find((offer) => offer.name === name);
    if (tensor === undefined) throw new ProblemError("OUTPUT_UNKNOWN");
    return { tensor, binary: flag(parameters, "binary_data") ?? byDefault };
  });
};

const flag = (parameters: z.infer<typeof Parameters>, name: string): boolean | undefined => {
  const value = parameters?.[name] ?? undefined;
  if (value !== undefined && typeof value !== "boolean")
    throw new ProblemError("BODY_SHAPE_INVALID");
  return value;
};
