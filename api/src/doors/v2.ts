import { maskPseudonym, subjectOf, type Manifest } from "@despliega/storage";
import { z } from "zod";

import { PSEUDONYM_FIELD } from "../answers.js";
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
export const outputsOf = (manifest: Manifest): readonly OutputName[] => [
  ...(manifest.task === "classification"
    ? (["class", "probability"] as const)
    : (["prediction"] as const)),
  ...(subjectOf(manifest) === undefined ? [] : [PSEUDONYM_FIELD]),
];

/** Datatype of a feature by its type. */
const INPUT_DATATYPES = { integer: "INT64", number: "FP64" } as const;

/** The tensors that a model takes one a field, by name and datatype; whom rows are about comes first. */
export const inputsOf = (manifest: Manifest) => {
  const subject = subjectOf(manifest);
  return [
    ...(subject === undefined ? [] : [{ name: subject.name, datatype: "BYTES" }]),
    ...manifest.features.map(({ name, type }) => ({ name, datatype: INPUT_DATATYPES[type] })),
  ];
};

/** Datatype of each output. */
export const OUTPUT_DATATYPES = {
  class: "INT64",
  probability: "FP64",
  prediction: "FP64",
  [PSEUDONYM_FIELD]: "BYTES",
} as const;
type OutputName = keyof typeof OUTPUT_DATATYPES;

/** The Open Inference Protocol, version 2, in JSON: all outputs, or those that are asked for in their order. */
export const v2: Door = (served, { body, show = maskPseudonym }) => {
  const { manifest, signature, classOf } = served;
  const request = Inference.safeParse(jsonOf(body));
  if (!request.success) throw new Refusal("BODY_SHAPE_INVALID");
  const { id, inputs, outputs } = request.data;
  const names = asked(outputsOf(manifest), outputs);

  const batch = batchOfTensors(signature, inputs);
  const { pseudonyms } = batch;
  const scores = scoreBatch(served, batch);
  const dataOf: Readonly<Record<OutputName, () => string>> = {
    class: () => Array.from(scores, (score) => classOf!(score)).join(),
    probability: () => scores.join(),
    prediction: () => scores.join(),
    [PSEUDONYM_FIELD]: () => pseudonyms!.map((whole) => JSON.stringify(show(whole))).join(),
  };
  const written = names.map((name) => {
    const datatype = OUTPUT_DATATYPES[name];
    return `{"name":"${name}","datatype":"${datatype}","shape":[${scores.length}],"data":[${dataOf[name]()}]}`;
  });
  const head = JSON.stringify({ model_name: manifest.model, model_version: manifest.version, id });
  return { body: `${head.slice(0, -1)},"outputs":[${written.join()}]}`, scores, pseudonyms };
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
