import { z } from "zod";

import { Refusal } from "../../refusal.js";
import type { Served } from "../../serving/served.js";
import { jsonOf } from "../json.js";
import type { Asked, Call } from "../protocol.js";
import { splitBody, withBytes } from "./binary.js";
import { outputsOf, type OutputName } from "./names.js";
import { Parameters, Tensor } from "./tensor.js";
import { batchOfTensors } from "./tensors.js";

/** A request. Parameters but those of the binary extension change nothing; null stands for what is absent. */
export const Inference = z.object({
  id: z.string().nullish(),
  parameters: Parameters,
  inputs: z.array(Tensor).min(1),
  outputs: z.array(z.object({ name: z.string(), parameters: Parameters })).nullish(),
});

/** What a request asks for. */
export interface InferenceAsked extends Asked {
  /** Null where the request has none. */
  readonly id: string | null | undefined;
  readonly outputs: readonly AskedOutput[];
}

/** An output that is asked for. */
export interface AskedOutput {
  readonly name: OutputName;
  /** Whether its elements shall be bytes. */
  readonly binary: boolean;
}

/** Reads a request: all outputs, or those that are asked for in their order. @throws Refusal */
export const readInference = (
  { manifest, signature }: Served,
  { body, header }: Call,
): InferenceAsked => {
  const { json, bytes } = splitBody(body, header);
  const request = Inference.safeParse(jsonOf(json, "null"));
  if (!request.success) throw new Refusal("BODY_SHAPE_INVALID");
  const { id, inputs, outputs, parameters } = request.data;
  const binary = flag(parameters, "binary_data_output") ?? false;
  return {
    id,
    outputs: asked(outputsOf(manifest), outputs, binary),
    batch: batchOfTensors(signature, withBytes(inputs, bytes)),
  };
};

const asked = (
  offered: readonly OutputName[],
  outputs: z.infer<typeof Inference>["outputs"],
  byDefault: boolean,
): readonly AskedOutput[] => {
  if (outputs === undefined || outputs === null || outputs.length === 0)
    return offered.map((name) => ({ name, binary: byDefault }));
  // Each output once: a small body could otherwise ask for an answer without end.
  if (new Set(outputs.map(({ name }) => name)).size < outputs.length)
    throw new Refusal("BODY_SHAPE_INVALID");
  return outputs.map(({ name, parameters }) => {
    const output = offered.find((offer) => offer === name);
    if (output === undefined) throw new Refusal("OUTPUT_UNKNOWN");
    return { name: output, binary: flag(parameters, "binary_data") ?? byDefault };
  });
};

const flag = (parameters: z.infer<typeof Parameters>, name: string): boolean | undefined => {
  const value = parameters?.[name] ?? undefined;
  if (value !== undefined && typeof value !== "boolean") throw new Refusal("BODY_SHAPE_INVALID");
  return value;
};
