import { feedsOf, onnxJson, type OnnxInput, type OnnxModel, type Shown } from "@despliega/storage";

import type { ClassName, GivenFeature } from "../read/meaning.js";
import { refuse } from "../read/not-compiled.js";
import { readOnnxGraph } from "../read/onnx-graph.js";
import { classesIn } from "./classes-in.js";
import { openRuntime, orRefused } from "./open-runtime.js";

/** A feature as the runtime takes it. */
export type RunFeature = GivenFeature & { readonly missing: "refused" | "allowed" };

/** What a model is run for. */
export interface Run {
  readonly task: "classification" | "regression";
  /** Names, in the order of their codes. Default: the labels 0 and 1. */
  readonly classes?: readonly string[] | undefined;
  readonly features: readonly RunFeature[];
  /** A usual row; NaN is a missing value. */
  readonly usual: Float64Array;
}

/**
 * Makes the `model.json` of a file that onnxruntime runs, and asks it once.
 *
 * @throws NotCompiled for a file of other features or classes, or that is not all of its model; `ONNX_RUNTIME_MISSING`
 */
export const runtimeModel = (bytes: Buffer, run: Run): ReturnType<typeof onnxJson> => {
  const { session, model } = openRuntime(bytes);
  const inputs = inputsOf(session.inputMetadata, run.features);
  const name = answerOf(session.outputMetadata, run);
  // Three rows, since a graph may be of a single one.
  const rows = new Float64Array(run.usual.length * ROWS);
  for (let row = 0; row < ROWS; row++) rows.set(run.usual, row * run.usual.length);
  const feeds = feedsOf(
    inputs,
    run.features.map((feature) => ({ ...feature, missing: "kept", mean: 0 })),
  );
  const found = orRefused(() => session.run(feeds(rows, ROWS), { [name]: null }, {})[name]!);
  const width = found.data.length / ROWS;
  const columns = columnsOf(width, bytes, run);
  const how = { task: run.task, inputs, answer: { name, width, columns } };
  const usual = Array.from(run.usual, (value) => (Number.isNaN(value) ? null : value));
  return onnxJson({ ...how, usual, model } satisfies OnnxModel);
};

const ROWS = 3;

/** Types of inputs, by the numbers of ONNX. */
const TYPES: Readonly<Record<number, OnnxInput["type"]>> = {
  1: "float32",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  11: "float64",
};

const inputsOf = (shown: readonly Shown[], features: readonly RunFeature[]): OnnxInput[] => {
  const [first] = shown;
  const isMatrix = shown.length === 1 && first!.name !== features[0]!.name;
  const expected = isMatrix ? features.length : 1;
  return shown.map(({ name, type = 0, shape = [] }) => {
    const known = TYPES[type] ?? refuse(`has the input ${name} of another type`);
    const [, width = -1] = shape;
    if (width >= 0 && width !== expected)
      refuse(`has ${width} columns in ${name}, and not ${expected}`);
    const place = features.findIndex((feature) => feature.name === name);
    if (!isMatrix && place < 0) refuse(`has the input ${name}, which is no feature`);
    const places = isMatrix ? [...features.keys()] : [place];
    for (const at of places) requireType(known, name, features[at]!);
    return { name, type: known, features: places, ...(shape.length === 1 ? { flat: true } : {}) };
  });
};

const requireType = (
  type: OnnxInput["type"],
  input: string,
  { name, type: own, missing, categories }: RunFeature,
): void => {
  if (type === "string" && own !== "category")
    refuse(`takes texts in ${input}, and ${name} is no category`);
  if (type !== "string" && own === "category" && categories === undefined)
    refuse(`takes numbers for ${name}, whose names model.yaml does not list`);
  if (type !== "string" && !type.startsWith("float")) {
    if (missing === "allowed") refuse(`takes whole numbers for ${name}, which may be missing`);
    if (own === "number") refuse(`takes whole numbers for ${name}, which is a number`);
  }
};

/** The one output of numbers: in single or in double precision. */
const answerOf = (shown: readonly Shown[], { task }: Run): string => {
  const numbers = shown.filter(({ isTensor, type }) => isTensor && NUMBERS.has(type!));
  const [one, ...others] = numbers;
  const what = task === "regression" ? "numbers" : "probabilities";
  if (one === undefined || others.length > 0)
    return refuse(
      `has the outputs ${shown.map(({ name }) => name).join(", ")}, and not one of ${what}`,
    );
  return one.name;
};

const NUMBERS: ReadonlySet<number> = new Set([1, 11]);

/** Where the answers are among the numbers of a row. */
const columnsOf = (width: number, bytes: Buffer, { task, classes = ["0", "1"] }: Run): number[] => {
  if (task === "regression")
    return width === 1 ? [0] : refuse(`answers ${width} numbers for a row`);
  // A single probability is that of the second class.
  if (width === 1 && classes.length === 2) return [0];
  const given = classesIn(readOnnxGraph(bytes), width) ?? sorted(classes);
  const places = classes.map((name, code) =>
    given.findIndex((own: ClassName) => own === name || own === code),
  );
  if (places.includes(-1) || given.length !== classes.length || width !== classes.length)
    refuse(
      `answers with the classes ${given.join(", ")}, and the model with ${classes.join(", ")}`,
    );
  return places.length === 2 ? [places[1]!] : places;
};

/** As scikit-learn orders classes. */
const sorted = (names: readonly string[]): readonly ClassName[] =>
  names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
