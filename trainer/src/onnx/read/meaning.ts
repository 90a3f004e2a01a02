import type { Feature } from "@despliega/storage";

import type { Constant } from "./onnx-graph.js";
import type { Tree } from "./tree.js";

/** What is known of a feature where a file is read and compiled. The features of a model and of a manifest have these fields. */
export type GivenFeature = Pick<Feature, "name" | "type" | "categories" | "unseen"> & {
  readonly bounds?:
    | {
        readonly min?: number | undefined;
        readonly max?: number | undefined;
        readonly clip?: boolean | undefined;
      }
    | undefined;
};

/** A value of a category. Without a name it is none of the feature's own; a missing one has an empty name. */
export interface CategoryValue {
  readonly name: string | undefined;
  /** NaN of a missing one. */
  readonly code: number;
}

/** The number that a graph takes for a value of a category. */
export type NumberOf = (value: CategoryValue) => number;

/** A number or a boolean: clipped, filled where it is missing, times `scale`, plus `shift`. */
export interface NumberColumn {
  readonly kind: "number";
  readonly feature: number;
  /** Default: none. */
  readonly clip?: { readonly least: number; readonly most: number };
  /** Default: a missing value stays missing. */
  readonly fill?: number;
  readonly scale: number;
  readonly shift: number;
}

/** A column that a model takes: of a number, or of a category by its names or by numbers. */
export type Column =
  | NumberColumn
  | { readonly kind: "names"; readonly feature: number }
  | { readonly kind: "coded"; readonly feature: number; readonly of: NumberOf };

/** Columns beside each other. */
export interface Columns {
  readonly columns: readonly Column[];
  /** Whether their numbers are rounded to single precision before they are compared. */
  readonly isFloat: boolean;
}

/** What a feature adds to a sum: a weight times its number, or a number for each value of a category. */
export type Term = number | NumberOf;

/** A weighted sum of the features. */
export interface WeightedSum {
  readonly intercept: number;
  /** One for each feature. */
  readonly terms: readonly Term[];
}

/** Weighted sums of the features, one for each output. */
export interface GivenWeights {
  readonly kind: "weights";
  readonly sums: readonly WeightedSum[];
  /** By feature, the number that the sums take; undefined where they take none. */
  readonly taken: readonly (NumberColumn | undefined)[];
}

/** Trees as a file has them. */
export interface GivenTrees {
  readonly kind: "trees";
  /** A leaf has a number for each output. */
  readonly trees: readonly Tree[];
  readonly rows: Columns;
  readonly outputs: number;
  readonly baseline: readonly number[];
  /** What the sums of the trees are divided by; undefined where they are not. */
  readonly share: number | undefined;
}

/** Sums as a file has them. */
export type GivenSums = GivenWeights | GivenTrees;

/** A name of a class: a text, or a whole number. */
export type ClassName = string | number;

/** What a graph answers: a number, or a probability for each class. */
export interface GivenModel {
  readonly sums: GivenSums;
  /** What turns the sums into answers. A `sigmoid` is of one sum, for two classes. */
  readonly link: "identity" | "sigmoid" | "softmax";
  /** In the order of the sums; undefined for a number. */
  readonly classes: readonly ClassName[] | undefined;
}

/** A step between sums and probabilities, of a graph that has neither sigmoid nor softmax as one operator. */
export type LinkStep =
  /** The sigmoid of each of two sums, and the total of both. */
  | "sigmoids"
  | "total of sigmoids"
  /** −s, exp(−s), and 1 + exp(−s). */
  | "negative"
  | "odds"
  | "one plus odds"
  /** The largest sum, each less the largest, exp of that, and their total. */
  | "largest"
  | "less the largest"
  | "shares"
  | "total of shares";

/** What a value of a graph is, as far as it has been followed. */
export type Meaning =
  | { readonly kind: "constant"; readonly constant: Constant }
  | ({ readonly kind: "columns" } & Columns)
  | { readonly kind: "sums"; readonly sums: GivenSums }
  | { readonly kind: LinkStep; readonly sums: GivenSums }
  | { readonly kind: "answers"; readonly model: GivenModel }
  /** One less the answers. */
  | { readonly kind: "complement"; readonly model: GivenModel }
  /** The class of the largest probability; its names, once they are known. */
  | { readonly kind: "label"; readonly classes: readonly ClassName[] | undefined }
  /** Of each column, whether its number is missing, or beyond an end of its own. */
  | ({ readonly kind: "missing" } & Columns)
  | ({ readonly kind: "less" | "greater"; readonly ends: readonly number[] } & Columns)
  /** What tells only which rows are refused. */
  | { readonly kind: "refusal" };
