import type { Trees } from "@despliega/storage";

import type { Constant } from "./onnx-graph.js";

/** A column that a model takes: a feature, filled where it is missing, times `scale`, plus `shift`. */
export interface Column {
  readonly feature: number;
  /** Default: a missing value stays missing. */
  readonly fill?: number;
  readonly scale: number;
  readonly shift: number;
}

/** A weighted sum of the features, for each output: intercept first, then a weight for each feature. */
export interface WeightedSums {
  readonly weights: readonly (readonly number[])[];
  /** By feature; undefined where a missing value is not filled. */
  readonly fills: readonly (number | undefined)[];
}

/** Trees as a file has them, in the form of a `model.json`. A leaf has a number for each output. */
export interface GivenTrees {
  readonly kind: "trees";
  readonly trees: Trees;
  readonly outputs: number;
  readonly baseline: readonly number[];
}

/** A name of a class: a text, or a whole number. */
export type ClassName = string | number;

/** What a graph answers: a number, or a probability for each class. */
export interface GivenModel {
  readonly sums: ({ readonly kind: "weights" } & WeightedSums) | GivenTrees;
  /** What turns the sums into answers. A `sigmoid` is of one sum, for two classes. */
  readonly link: "identity" | "sigmoid" | "softmax";
  /** In the order of the sums; undefined for a number. */
  readonly classes: readonly ClassName[] | undefined;
}

/** What a value of a graph is, as far as it has been followed. */
export type Meaning =
  | { readonly kind: "constant"; readonly constant: Constant }
  | { readonly kind: "columns"; readonly columns: readonly Column[]; readonly isFloat: boolean }
  | { readonly kind: "sums"; readonly sums: WeightedSums }
  /** The sigmoid of each sum of two, and the total of both. */
  | { readonly kind: "sigmoids" | "total"; readonly sums: WeightedSums }
  | { readonly kind: "answers"; readonly model: GivenModel }
  /** The class of the largest probability; its names, once they are known. */
  | { readonly kind: "label"; readonly classes: readonly ClassName[] | undefined };
