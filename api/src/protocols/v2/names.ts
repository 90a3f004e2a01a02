import { subjectOf, type Manifest } from "@despliega/storage";

import { PSEUDONYM_FIELD } from "../../serving/answers.js";

/** Datatype of each output. */
export const OUTPUT_DATATYPES = {
  class: "INT64",
  probability: "FP64",
  prediction: "FP64",
  [PSEUDONYM_FIELD]: "BYTES",
} as const;
export type OutputName = keyof typeof OUTPUT_DATATYPES;

/** The tensors that a model answers with, in order. */
export const outputsOf = (manifest: Manifest): readonly OutputName[] => [
  ...(manifest.task === "classification"
    ? (["class", "probability"] as const)
    : (["prediction"] as const)),
  ...(subjectOf(manifest) === undefined ? [] : [PSEUDONYM_FIELD]),
];

/** Datatype of a feature by its type. */
const INPUT_DATATYPES = {
  integer: "INT64",
  number: "FP64",
  boolean: "BOOL",
  category: "BYTES",
} as const;

/** The tensors that a model takes, one per field, by name and datatype; the subjects come first. */
export const inputsOf = (manifest: Manifest) => {
  const subject = subjectOf(manifest);
  return [
    ...(subject === undefined ? [] : [{ name: subject.name, datatype: "BYTES" }]),
    ...manifest.features.map(({ name, type }) => ({ name, datatype: INPUT_DATATYPES[type] })),
  ];
};
