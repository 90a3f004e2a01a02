import {
  boostingJson,
  forestJson,
  linearJson,
  logisticJson,
  softmaxRegressionJson,
  type ModelFormat,
} from "@despliega/storage";

import { eachTree, joinTrees, stumpOf, type Tree } from "../trees.js";
import type { ClassName, GivenModel } from "./meaning.js";
import { refuse } from "./not-compiled.js";

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
}

/** Compiles a model. @throws NotCompiled for a model of another task or other classes */
export const compile = (given: GivenModel, wanted: Wanted): CompiledModel => {
  if (wanted.task === "regression") {
    if (given.classes !== undefined || given.link !== "identity")
      refuse("answers with classes, and the model with numbers");
    return compileNumber(given);
  }
  if (given.classes === undefined)
    return refuse("answers with numbers, and the model with classes");
  const places = placesOf(wanted.classes ?? ["0", "1"], given.classes);
  return given.sums.kind === "weights"
    ? compileWeights(given.sums, given.link, places)
    : compileTrees(given.sums, given.link, places);
};

/** Where each class of the model is among those of the file: by its name, or by its code. */
const placesOf = (names: readonly string[], given: readonly ClassName[]): readonly number[] => {
  const places = names.map((name, code) => given.findIndex((own) => own === name || own === code));
  return places.includes(-1) || new Set(places).size !== given.length
    ? refuse(`answers with the classes ${given.join(", ")}, and the model with ${names.join(", ")}`)
    : places;
};

type Weights = Extract<GivenModel["sums"], { kind: "weights" }>;
type GivenTrees = Extract<GivenModel["sums"], { kind: "trees" }>;

const compileNumber = ({ sums }: GivenModel): CompiledModel =>
  sums.kind === "weights"
    ? { estimator: "linear", modelJson: linearJson(sums.weights[0]!), fills: sums.fills }
    : boosting("regression", sums.trees.features, [...eachTree(sums.trees, 1)], sums.baseline);

const compileWeights = (
  { weights, fills }: Weights,
  link: GivenModel["link"],
  places: readonly number[],
): CompiledModel => {
  if (link === "identity") return refuse("answers with sums, and not with probabilities");
  // Its one sum is for the second class of the file.
  const sign = places[1] === 1 ? 1 : -1;
  return {
    estimator: "logistic",
    modelJson:
      link === "sigmoid"
        ? logisticJson(weights[0]!.map((weight) => sign * weight))
        : softmaxRegressionJson(places.map((place) => weights[place]!)),
    fills,
  };
};

const compileTrees = (
  { trees, outputs, baseline }: GivenTrees,
  link: GivenModel["link"],
  places: readonly number[],
): CompiledModel => {
  const { features } = trees;
  const given = [...eachTree(trees, outputs)];
  if (link === "identity") {
    if (baseline.some((value) => value !== 0)) refuse("adds base values to shares");
    return forest(features, given, outputs, places);
  }
  if (link === "sigmoid") {
    const sign = places[1] === 1 ? 1 : -1;
    const signed = given.map((tree) => ({
      ...tree,
      value: tree.value.map((value) => sign * value),
    }));
    return boosting("classification", features, signed, [sign * baseline[0]!]);
  }
  const byClass = places.map((place) => treesOf(given, outputs, place));
  const rounds = Math.max(...byClass.map(({ length }) => length));
  const turns = Array.from({ length: rounds }, (_, round) =>
    byClass.map((own) => own[round] ?? stumpOf(0)),
  );
  return boosting(
    "classification",
    features,
    turns.flat(),
    places.map((place) => baseline[place]!),
  );
};

/** The trees that say something of a class, with its number alone in their leaves. */
const treesOf = (given: readonly Tree[], outputs: number, place: number): readonly Tree[] =>
  given
    .map((tree) => ({
      ...tree,
      value: tree.value.filter((_value, at) => at % outputs === place),
    }))
    .filter(({ value }) => value.some((number) => number !== 0));

const boosting = (
  task: Wanted["task"],
  features: number,
  trees: readonly Tree[],
  baseline: readonly number[],
): CompiledModel => ({
  estimator: "boosting",
  modelJson: boostingJson({
    task,
    baseline: Float64Array.from(baseline),
    ...joinTrees(features, trees),
  }),
  fills: [],
});

// A share in single precision is off by 1e-7 of its size.
const ROUNDING = 1e-6;

const forest = (
  features: number,
  given: readonly Tree[],
  outputs: number,
  places: readonly number[],
): CompiledModel => {
  const own = places.length === 2 ? [places[1]!] : places;
  const shareOf = ({ value }: Tree, leaf: number, place: number): number => {
    // A single share is that of the second class of the file.
    const first = outputs === 1 && place === 0;
    const share = value[outputs === 1 ? leaf : leaf * outputs + place]! * given.length;
    if (!(share >= -ROUNDING && share <= 1 + ROUNDING)) refuse("adds up shares that are none");
    const within = Math.min(Math.max(share, 0), 1);
    return first ? 1 - within : within;
  };
  const shares = given.map((tree) => ({
    ...tree,
    value: Float64Array.from({ length: (tree.value.length / outputs) * own.length }, (_, at) =>
      shareOf(tree, Math.floor(at / own.length), own[at % own.length]!),
    ),
  }));
  const json = {
    task: "classification",
    outputs: own.length,
    ...joinTrees(features, shares),
  } as const;
  return { estimator: "forest", modelJson: forestJson(json), fills: [] };
};
