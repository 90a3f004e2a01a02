import {
  featuresOfRows,
  keysOfRows,
  PSEUDONYM_FIELD,
  subjectOf,
  type Manifest,
} from "@despliega/storage";

/** A tensor that a model answers with. */
export interface OutputTensor {
  readonly name: "class" | "probability" | "probabilities" | "prediction" | typeof PSEUDONYM_FIELD;
  readonly datatype: "INT64" | "FP64" | "BYTES";
  /** Elements of a row in a second dimension. Default: a row has one element, and the tensor one dimension. */
  readonly width?: number;
}

/** The tensors that a model answers with, in order. Probabilities are in the order of the classes. */
export const outputsOf = (manifest: Manifest): readonly OutputTensor[] => [
  ...answerTensors(manifest),
  ...(subjectOf(manifest) === undefined
    ? []
    : [{ name: PSEUDONYM_FIELD, datatype: "BYTES" } as const]),
];

const answerTensors = ({ task, classes }: Manifest): readonly OutputTensor[] => {
  if (task === "regression") return [{ name: "prediction", datatype: "FP64" }];
  if (classes === undefined)
    return [
      { name: "class", datatype: "INT64" },
      { name: "probability", datatype: "FP64" },
    ];
  return [
    { name: "class", datatype: "BYTES" },
    { name: "probabilities", datatype: "FP64", width: classes.length },
  ];
};

/** The shape of an output of so many rows. */
export const shapeOf = ({ width }: OutputTensor, rows: number): readonly number[] =>
  width === undefined ? [rows] : [rows, width];

/** Datatype of a feature by its type. */
const INPUT_DATATYPES = {
  integer: "INT64",
  number: "FP64",
  boolean: "BOOL",
  category: "BYTES",
} as const;

/** The tensors that say whom the rows are about: the subjects, or the columns of their keys. */
export const inputsAbout = (manifest: Manifest) => {
  const subject = subjectOf(manifest);
  const keys = keysOfRows(manifest).map(({ name, type }) => ({
    name,
    datatype: type === "integer" ? INPUT_DATATYPES.integer : INPUT_DATATYPES.category,
  }));
  return subject === undefined ? keys : [{ name: subject.name, datatype: "BYTES" as const }];
};

/** The tensors that a model takes, one per field, by name and datatype; those that say whom a row is about come first. */
export const inputsOf = (manifest: Manifest) => [
  ...inputsAbout(manifest),
  ...featuresOfRows(manifest.features).map(({ name, type }) => ({
    name,
    datatype: INPUT_DATATYPES[type],
  })),
];
