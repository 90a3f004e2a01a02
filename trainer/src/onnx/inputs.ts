import type { ManifestFeature } from "@despliega/storage";

import type { Graph, Value } from "./graph.js";
import { doubles, texts, wholes } from "./tensor.js";

/** The features of rows as a model takes them. */
export interface Inputs {
  /** A column for each feature, in their order. NaN is a missing value. */
  readonly numbers: Value;
  /** Of each row, whether a release refuses it, in a single column. */
  readonly refused: Value;
}

/**
 * Adds an input for each feature: texts for a category, where an empty text is missing, or else doubles, where NaN is
 * missing and booleans are 0 and 1.
 */
export const addInputs = (graph: Graph, features: readonly ManifestFeature[]): Inputs => {
  const axis = graph.constant(wholes([1]));
  const columns = features.map((feature) =>
    graph.add("Unsqueeze", [inputOf(graph, feature), axis]),
  );
  const given = graph.add("Concat", columns, { axis: 1 });
  return { numbers: clipped(graph, given, features), refused: refusals(graph, given, features) };
};

/** What stands for a name that a category does not have, and for a number that is none of the allowed ones. */
const NO_CODE = -1;
const NO_NUMBER = -Infinity;

const inputOf = (graph: Graph, { name, description, ...feature }: ManifestFeature): Value => {
  const { type, categories, unseen, values } = feature;
  if (type === "category") {
    const input = graph.input({ name, type: "text", description });
    const others = unseen === "other" ? categories!.length : NO_CODE;
    return graph.add("LabelEncoder", [input], {
      keys_tensor: texts(["", ...categories!]),
      values_tensor: doubles([NaN, ...categories!.keys()]),
      default_tensor: doubles([others]),
    });
  }
  const input = graph.input({ name, type: "double", description });
  if (values === undefined) return input;
  const taken = doubles([NaN, ...values]);
  return graph.add("LabelEncoder", [input], {
    keys_tensor: taken,
    values_tensor: taken,
    default_tensor: doubles([NO_NUMBER]),
  });
};

/** Numbers beyond the bounds of a feature that clips are its bounds. */
const clipped = (graph: Graph, given: Value, features: readonly ManifestFeature[]): Value => {
  const ends = (end: "min" | "max", none: number) =>
    features.map(({ bounds }) => (bounds?.clip === true ? bounds[end] : undefined) ?? none);
  if (features.every(({ bounds }) => bounds?.clip !== true)) return given;
  const least = graph.constant(doubles(ends("min", -Infinity)));
  const most = graph.constant(doubles(ends("max", Infinity)));
  // Unlike a minimum and a maximum, comparisons leave NaN as it is.
  const raised = graph.add("Where", [graph.add("Less", [given, least]), least, given]);
  return graph.add("Where", [graph.add("Greater", [raised, most]), most, raised]);
};

/** Finds the rows with a value that a release refuses. */
const refusals = (graph: Graph, given: Value, features: readonly ManifestFeature[]): Value => {
  const flags = (of: (feature: ManifestFeature) => boolean) =>
    graph.add("Greater", [
      graph.constant(doubles(features.map((feature) => Number(of(feature))))),
      graph.constant(doubles([0])),
    ]);
  const either = (one: Value, other: Value) => graph.add("Or", [one, other]);
  const ends = features.map(endsOf);
  const low = graph.add("Less", [given, graph.constant(doubles(ends.map(([low]) => low)))]);
  const high = graph.add("Greater", [given, graph.constant(doubles(ends.map(([, high]) => high)))]);
  const missing = graph.add("And", [
    graph.add("IsNaN", [given]),
    flags((feature) => feature.missing === "refused"),
  ]);
  const broken = graph.add("And", [
    graph.add("Less", [graph.add("Floor", [given]), given]),
    flags(({ type }) => type === "integer" || type === "boolean"),
  ]);
  const all = either(either(low, high), either(missing, broken));
  return graph.add("ReduceMax", [all, graph.constant(wholes([1]))], { keepdims: 1 });
};

/** The least and the greatest number that a feature takes. */
const endsOf = ({ type, bounds }: ManifestFeature): readonly [number, number] => {
  if (type === "boolean") return [0, 1];
  if (type === "category") return [0, Number.MAX_VALUE];
  const most = type === "integer" ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE;
  const { min = -most, max = most, clip = false } = bounds ?? {};
  return clip ? [-most, most] : [Math.max(min, -most), Math.min(max, most)];
};
