import { maskPseudonym } from "@despliega/storage";

import { PSEUDONYM_FIELD } from "../../answers.js";
import type { Served } from "../../serving/served.js";
import type { Call, Written } from "../protocol.js";
import { OUTPUT_DATATYPES, type OutputName } from "./names.js";
import type { InferenceAsked } from "./read.js";

/** Writes the outputs that are asked for, one element per row. */
export const writeInference = (
  { manifest, classOf }: Served,
  { id, outputs, batch: { pseudonyms } }: InferenceAsked,
  scores: Float64Array,
  { show = maskPseudonym }: Call,
): Written => {
  const dataOf: Readonly<Record<OutputName, () => string>> = {
    class: () => Array.from(scores, (score) => classOf!(score)).join(),
    probability: () => scores.join(),
    prediction: () => scores.join(),
    [PSEUDONYM_FIELD]: () => pseudonyms!.map((whole) => JSON.stringify(show(whole))).join(),
  };
  const written = outputs.map((name) => {
    const datatype = OUTPUT_DATATYPES[name];
    return `{"name":"${name}","datatype":"${datatype}","shape":[${scores.length}],"data":[${dataOf[name]()}]}`;
  });
  const { model, version } = manifest;
  const head = JSON.stringify({
    model_name: model,
    model_version: version,
    id: id ?? undefined,
  });
  return { body: `${head.slice(0, -1)},"outputs":[${written.join()}]}` };
};
