import { z } from "zod";

import { Refusal } from "../../refusal.js";
import type { Served } from "../../serving/served.js";
import { jsonOf } from "../json.js";
import type { Asked, Call } from "../protocol.js";
import { outputsOf, type OutputName } from "./names.js";
import { batchOfTensors, Parameters, Tensor } from "./tensors.js";

/** A request. Parameters, here and inside tensors, are allowed and change nothing; null stands for what is absent. */
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
  readonly outputs: readonly OutputName[];
}

/** Reads a request in JSON: all outputs, or those that are asked for in their order. @throws Refusal */
export const readInference = ({ manifest, signature }: Served, { body }: Call): InferenceAsked => {
  const request = Inference.safeParse(jsonOf(body, "null"));
  if (!request.success) throw new Refusal("BODY_SHAPE_INVALID");
  const { id, inputs, outputs } = request.data;
  return {
    id,
    outputs: asked(outputsOf(manifest), outputs),
    batch: batchOfTensors(signature, inputs),
  };
};

const asked = (
  offered: readonly OutputName[],
  outputs: readonly { readonly name: string }[] | null | undefined,
): readonly OutputName[] => {
  if (outputs === undefined || outputs === null || outputs.length === 0) return offered;
  // Each output once: a small body could otherwise ask for an answer without end.
  if (new Set(outputs.map(({ name }) => name)).size < outputs.length)
    throw new Refusal("BODY_SHAPE_INVALID");
  return outputs.map(({ name }) => {
    const output = offered.find((offer) => offer === name);
    if (output === undefined) throw new Refusal("OUTPUT_UNKNOWN");
    return output;
  });
};
