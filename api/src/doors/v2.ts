import type { Manifest } from "@despliega/storage";
import { z } from "zod";

import { Refusal } from "../refusal.js";
import type { Door } from "./door.js";
import { jsonOf } from "./json.js";
import { scoreBatch } from "./served.js";
import { batchOfTensors, Tensor } from "./v2-tensors.js";

/** A request. Parameters, here and inside tensors, are allowed and change nothing. */
export const Inference = z.object({
  id: z.string().optional(),
  inputs: z.array(Tensor).min(1),
  outputs: z.array(z.object({ name: z.string() })).optional(),
});

/** The tensors that a model answers with, in order. */
export const outputsOf = ({ task }: Manifest): readonly OutputName[] =>
  task === "classification" ? ["class", "probability"] : ["prediction"];

/** Datatype of a feature by its type. */
export const INPUT_DATATYPES = { integer: "INT64", number: "FP64" } as const;

/** Datatype of each output. */
export const OUTPUT_DATATYPES = {
  class: "INT64",
  probability: "FP64",
  prediction: "FP64",
} as const;
type OutputName = keyof typeof OUTPUT_DATATYPES;

/** The Open Inference Protocol, version 2, in JSON: all outputs, or those that are asked for in their order. */
export const v2: Door = (served, { body }) => {
  const { manifest, signature, classOf } = served;
  const request = Inference.safeParse(jsonOf(body));
  if (!request.success) throw new Refusal("BODY_SHAPE_INVALID");
  const { id, inputs, outputs } = request.data;
  const names = asked(outputsOf(manifest), outputs);

  const scores = scoreBatch(served, batchOfTensors(signature, inputs));
  const written = names.map((name) => {
    const data = name === "class" ? Array.from(scores, (score) => classOf!(score)) : scores;
    const datatype = OUTPUT_DATATYPES[name];
    return `{"name":"${name}","datatype":"${datatype}","shape":[${scores.length}],"data":[${data.join()}]}`;
  });
  const head = JSON.stringify({ model_name: manifest.model, model_version: manifest.version, id });
  return { body: `${head.slice(0, -1)},"outputs":[${written.join()}]}`, scores };
};

const asked = (
  offered: readonly OutputName[],
  outputs: readonly { readonly name: string }[] | undefined,
): readonly OutputName[] => {
  if (outputs === undefined || outputs.length === 0) return offered;
  // Each output once: a small body could otherwise ask for an answer without end.
  if (new Set(outputs.map(({ name }) => name)).size < outputs.length)
    throw new Refusal("BODY_SHAPE_INVALID");
  return outputs.map(({ name }) => {
    const output = offered.find((offer) => offer === name);
    if (output === undefined) throw new Refusal("OUTPUT_UNKNOWN");
    return output;
  });
};
