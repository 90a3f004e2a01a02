import type { Column, ClassName, GivenFeature, GivenModel, Meaning } from "./meaning.js";
import { NotCompiled, refuse } from "./not-compiled.js";
import { readOnnxGraph, type GraphInput, type OnnxGraph } from "./onnx-graph.js";
import { outputsOf } from "./operators/follow.js";
import { OPERATORS } from "./operators/operators.js";

/**
 * Reads the model of a file in the format ONNX: one linear model, or one ensemble of trees.
 *
 * @param features a file with a single input has them as columns, in this order; otherwise it has an input for each, with
 *   its name
 * @throws NotCompiled for any other model, and for bytes that are no such file
 */
export const readGivenModel = (bytes: Buffer, features: readonly GivenFeature[]): GivenModel => {
  const graph = parsed(bytes);
  const meanings = new Map<string, Meaning>(inputsOf(graph, features));
  for (const [name, constant] of graph.constants)
    meanings.set(name, { kind: "constant", constant });
  for (const operator of graph.operators) {
    const follow = OPERATORS[operator.name] ?? refuse(`has the operator ${operator.name}`);
    const inputs = operator.inputs.map(
      (name) => meanings.get(name) ?? refuse(`has ${operator.name} of an unknown value`),
    );
    follow(operator, inputs, features.length).forEach((meaning, i) => {
      const name = operator.outputs[i];
      if (name !== undefined) meanings.set(name, meaning);
    });
  }
  return modelOf(graph.outputs.flatMap((name) => meanings.get(name) ?? []));
};

const parsed = (bytes: Buffer): OnnxGraph => {
  try {
    return readOnnxGraph(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new NotCompiled("is not in the format ONNX");
    throw error;
  }
};

const inputsOf = (
  { inputs }: OnnxGraph,
  features: readonly GivenFeature[],
): readonly (readonly [string, Meaning])[] => {
  const [first] = inputs;
  const isMatrix = inputs.length === 1 && first!.name !== features[0]!.name;
  const expected = isMatrix ? features.length : 1;
  return inputs.map((input) => {
    const { name, precision, width = expected } = input;
    const place = features.findIndex((feature) => feature.name === name);
    if (precision === "other")
      refuse(`has the input ${name}, which holds neither floats nor doubles nor texts`);
    if (!isMatrix && place < 0) refuse(`has the input ${name}, which is no feature`);
    if (width !== expected) refuse(`has ${width} columns in ${name}, and not ${expected}`);
    const columns = isMatrix
      ? features.map((feature, i) => columnOf(input, feature, i))
      : [columnOf(input, features[place]!, place)];
    return [name, { kind: "columns", columns, isFloat: precision === "float" }];
  });
};

const columnOf = (
  { name, precision }: GraphInput,
  { name: feature, type, categories }: GivenFeature,
  place: number,
): Column => {
  const isText = precision === "text";
  if (isText && type !== "category")
    refuse(`takes texts in ${name}, and ${feature} is no category`);
  if (isText) return { kind: "names", feature: place };
  if (type === "category" && categories === undefined)
    refuse(`takes numbers for ${feature}, whose names model.yaml does not list`);
  if (type === "category") return { kind: "coded", feature: place, of: ({ code }) => code };
  return { kind: "number", feature: place, scale: 1, shift: 0 };
};

const modelOf = (outputs: readonly Meaning[]): GivenModel => {
  let classes: readonly ClassName[] | undefined;
  let model: GivenModel | undefined;
  for (const output of outputs) {
    if (output.kind === "label") classes = output.classes;
    else if (output.kind === "answers") model = output.model;
    else if (output.kind === "sums")
      model = { sums: output.sums, link: "identity", classes: undefined };
  }
  if (model === undefined || (classes === undefined && outputsOf(model.sums) > 1))
    return refuse("answers neither probabilities nor one number");
  return { ...model, classes: model.classes ?? classes };
};
