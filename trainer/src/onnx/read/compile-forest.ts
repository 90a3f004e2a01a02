import type { forestJson } from "@despliega/storage";

import { joinTrees, type Tree } from "../trees.js";
import type { GivenTrees } from "./meaning.js";
import { refuse } from "./not-compiled.js";

type Forest = Parameters<typeof forestJson>[0];

/** Trees whose leaves have a number for each output of a file. */
interface Given extends Pick<GivenTrees, "outputs" | "baseline" | "share"> {
  readonly trees: readonly Tree[];
  readonly features: number;
}

/**
 * Compiles trees whose answers are averaged. Those of several classes may be there once for each class.
 *
 * @param places where each class of the model is among the outputs. Default: it is a regression
 * @returns undefined where they are no forest
 */
export const compileForest = (
  { features, baseline, ...given }: Given,
  places?: readonly number[],
): Forest | undefined => {
  if (baseline.some((value) => value !== 0)) return undefined;
  const { outputs, share = 1 } = given;
  const trees = mergedTrees(withoutBaseline(given), given);
  if (places === undefined) {
    if (trees.length !== given.share) return undefined;
    return { task: "regression", outputs: 1, ...joinTrees(features, trees) };
  }
  const own = places.length === 2 ? [places[1]!] : places;
  const times = trees.length / share;
  const shares = trees.map((tree) => ({
    ...tree,
    value: Float64Array.from({ length: (tree.value.length / outputs) * own.length }, (_, at) =>
      shareOf(tree, Math.floor(at / own.length), own[at % own.length]!, outputs, times),
    ),
  }));
  return { task: "classification", outputs: own.length, ...joinTrees(features, shares) };
};

type Averaged = Pick<Given, "trees" | "outputs" | "share">;

/** Sums that begin with 0 may have a tree for that, each. */
const withoutBaseline = ({ trees, outputs, share = NaN }: Averaged): readonly Tree[] => {
  const isBaseline = trees
    .slice(0, outputs)
    .every(({ feature, value }) => feature.length === 1 && value.every((number) => number === 0));
  const rest = trees.length - outputs;
  return isBaseline && (rest === share || rest === share * outputs) ? trees.slice(outputs) : trees;
};

/** Puts trees together that are there once for each output. */
const mergedTrees = (
  trees: readonly Tree[],
  { outputs, share = NaN }: Averaged,
): readonly Tree[] => {
  if (outputs === 1 || trees.length !== share * outputs) return trees;
  return Array.from({ length: share }, (_, tree) => {
    const [first, ...copies] = trees.slice(tree * outputs, (tree + 1) * outputs);
    if (copies.some((copy) => !sameTests(first!, copy))) refuse("has trees of single classes");
    const value = first!.value.map((number, at) =>
      copies.reduce((sum, copy) => sum + copy.value[at]!, number),
    );
    return { ...first!, value };
  });
};

const sameTests = (one: Tree, other: Tree): boolean =>
  sameNumbers(one.feature, other.feature) &&
  sameNumbers(one.threshold, other.threshold) &&
  sameNumbers(one.missingRight, other.missingRight) &&
  one.sets.every((set, i) => sameNumbers(set, other.sets[i]!));

const sameNumbers = (one: ArrayLike<number>, other: ArrayLike<number>): boolean =>
  one.length === other.length && Array.from(one).every((value, i) => Object.is(value, other[i]));

// A share in single precision is off by 1e-7 of its size.
const ROUNDING = 1e-6;

const shareOf = (
  { value }: Tree,
  leaf: number,
  place: number,
  outputs: number,
  times: number,
): number => {
  const share = value[outputs === 1 ? leaf : leaf * outputs + place]! * times;
  if (!(share >= -ROUNDING && share <= 1 + ROUNDING)) refuse("adds up shares that are none");
  const within = Math.min(Math.max(share, 0), 1);
  // A single share is that of the second class of the file.
  return outputs === 1 && place === 0 ? 1 - within : within;
};
