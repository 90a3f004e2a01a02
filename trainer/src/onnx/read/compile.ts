import {
  boostingJson,
  forestJson,
  linearJson,
  logisticJson,
  softmaxRegressionJson,
  type ModelFormat,
} from "@despliega/storage";

import { eachTree, joinTrees, stumpOf, type Tree } from "../trees.js";
import { compileForest } from "./compile-forest.js";
import { compileWeights, type CompiledWeights } from "./compile-weights.js";
import type { ClassName, GivenFeature, GivenModel, GivenTrees } from "./meaning.js";
import { refuse } from "./not-compiled.js";
import { requireSameClips } from "./same-clips.js";
import { treeArrays } from "./tree-arrays.js";

/** A model in a format of the project's own. */
export interface CompiledModel {
  readonly estimator: ModelFormat;
  readonly modelJson: object;
  /** By feature, what replaces a missing value; undefined where the model handles it. */
  readonly fills: readonly (number | undefined)[];
}

/** What a model is compiled for. */
interface Wanted {
  readonly task: "classification" | "regression";
  /** Names, in the order of their codes. Default: the labels 0 and 1. */
  readonly classes?: readonly string[] | undefined;
  /** A category has its names. */
  readonly features: readonly GivenFeature[];
}

/** Compiles a model. @throws NotCompiled for a model of another task or other classes */
export const compile = (given: GivenModel, wanted: Wanted): CompiledModel => {
  const { task, classes, features } = wanted;
  const { sums } = given;
  const isNumber = given.classes === undefined;
  if (isNumber !== (task === "regression"))
    refuse(
      isNumber
        ? "answers with numbers, and the model with classes"
        : "answers with classes, and the model with numbers",
    );
  requireSameClips(sums, features);
  const places = isNumber ? [0] : placesOf(classes ?? ["0", "1"], given.classes);
  if (sums.kind === "trees") return compileTrees(sums, given.link, places, wanted);
  return linear(compileWeights(sums, features), given.link, places, task);
};

/** Where each class of the model is among those of the file: by its name, or by its code. */
const placesOf = (names: readonly string[], given: readonly ClassName[]): readonly number[] => {
  const places = names.map((name, code) => given.findIndex((own) => own === name || own === code));
  return places.includes(-1) || new Set(places).size !== given.length
    ? refuse(`answers with the classes ${given.join(", ")}, and the model with ${names.join(", ")}`)
    : places;
};

const linear = (
  { weights, fills }: CompiledWeights,
  link: GivenModel["link"],
  places: readonly number[],
  task: Wanted["task"],
): CompiledModel => {
  if (task === "regression") {
    if (link !== "identity") refuse("answers with classes, and the model with numbers");
    return { estimator: "linear", modelJson: linearJson(weights[0]!), fills };
  }
  if (link === "identity") return refuse("answers with sums, and not with probabilities");
  if (link === "softmax") {
    const modelJson = softmaxRegressionJson(places.map((place) => weights[place]!));
    return { estimator: "logistic", modelJson, fills };
  }
  if (
    !weights[0]!.every((weight, at) => isNegative(weight, weights.at(-1)![at]!)) &&
    weights.length > 1
  )
    refuse("compares classes one against the rest");
  // The one sum, or the last of two, is for the second class of the file.
  const signed = weights.at(-1)!.map((weight) => (places[1] === 1 ? weight : -weight));
  return { estimator: "logistic", modelJson: logisticJson(signed), fills };
};

// A weight in single precision is off by 1e-7 of its size.
const ROUNDING = 1e-6;

const isNegative = (one: number, other: number): boolean =>
  Math.abs(one + other) <= ROUNDING * Math.abs(one);

const compileTrees = (
  given: GivenTrees,
  link: GivenModel["link"],
  places: readonly number[],
  { task, features }: Wanted,
): CompiledModel => {
  const trees = [...eachTree(treeArrays(given, features), given.outputs)];
  const model = { ...given, trees, features: features.length };
  if (link === "identity") {
    const forest = compileForest(model, task === "regression" ? undefined : places);
    if (forest !== undefined)
      return { estimator: "forest", modelJson: forestJson(forest), fills: [] };
    if (task === "classification") return refuse("adds base values to shares");
  }
  const sign = link === "sigmoid" && places[1] !== 1 ? -1 : 1;
  const signed = trees.map((tree) => ({
    ...tree,
    value: tree.value.map((value) => (sign * value) / (given.share ?? 1)),
  }));
  const byClass = (link === "softmax" ? places : [0]).map((place) =>
    sumOf(treesOf(signed, given.outputs, place), sign * given.baseline[place]!),
  );
  const rounds = Math.max(...byClass.map((own) => own.trees.length));
  const turns = Array.from({ length: rounds }, (_, round) =>
    byClass.map((own) => own.trees[round] ?? stumpOf(0)),
  );
  return {
    estimator: "boosting",
    modelJson: boostingJson({
      task,
      baseline: Float64Array.from(byClass, ({ baseline }) => baseline),
      ...joinTrees(features.length, turns.flat()),
    }),
    fills: [],
  };
};

/** The trees that say something of a class, with its number alone in their leaves. */
const treesOf = (given: readonly Tree[], outputs: number, place: number): readonly Tree[] =>
  given
    .map((tree) => ({
      ...tree,
      value: tree.value.filter((_value, at) => at % outputs === place),
    }))
    .filter(({ value }) => value.some((number) => number !== 0));

/** Adds the trees of one leaf that come first to the baseline, which is the same sum. */
const sumOf = (trees: readonly Tree[], baseline: number) => {
  const first = trees.findIndex(({ feature }) => feature.length > 1);
  const constant = first < 0 ? trees.length : first;
  return {
    baseline: trees.slice(0, constant).reduce((sum, { value }) => sum + value[0]!, baseline),
    trees: trees.slice(constant),
  };
};
