import type { ForestOptions } from "@despliega/trainer/estimators/forest/options.js";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import type { TreeRows } from "@despliega/trainer/estimators/trees/check.js";

/** How a test fits unless it says otherwise. */
export const OPTIONS: ForestOptions = {
  kind: "forest",
  trees: 30,
  minLeaf: 1,
  maxFeatures: "sqrt",
  sample: 1,
  bins: 255,
  classWeights: "none",
  seed: 1,
};

/** Rows with features from 0 to 1, and a target made of them and of chance from 0 to 1. */
export const drawRows = (
  task: TreeRows["task"],
  rows: number,
  features: number,
  targetOf: (x: readonly number[], chance: number) => number,
  seed = 1,
): TreeRows => {
  const draw = drawStream(seed, 0);
  const uniform = () => draw(2 ** 20) / 2 ** 20;
  const columns = Array.from({ length: features }, () =>
    Float64Array.from({ length: rows }, uniform),
  );
  const target = Float64Array.from({ length: rows }, (_, row) =>
    targetOf(
      columns.map((column) => column[row]!),
      uniform(),
    ),
  );
  const uses = columns.map(() => ({ categories: undefined }));
  return { task, classes: 2, columns, uses, target };
};

/** One row of the columns. */
export const rowOf = ({ columns }: Pick<TreeRows, "columns">, row: number): Float64Array =>
  Float64Array.from(columns, (column) => column[row]!);

/** Share of rows that are on the right side of a score of one half. */
export const accuracy = (scores: ArrayLike<number>, target: Float64Array): number =>
  target.filter((y, row) => (scores[row]! >= 0.5 ? 1 : 0) === y).length / target.length;
