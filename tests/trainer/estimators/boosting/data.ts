import { fitBoosting, type BoostingFit } from "@despliega/trainer/estimators/boosting/boosting.js";
import type {
  BoostingData,
  BoostingOptions,
  ColumnUse,
} from "@despliega/trainer/estimators/boosting/options.js";
import { drawStream } from "@despliega/trainer/estimators/draw.js";

import { drawRows } from "../forest/data.js";

/** How a test fits unless it says otherwise. */
export const OPTIONS: BoostingOptions = {
  kind: "boosting",
  rounds: 30,
  learningRate: 0.2,
  maxLeaves: 8,
  minLeaf: 5,
  l2: 1,
  bins: 255,
  classWeights: "none",
};

/** A column whose values have an order, and may move the answer either way. */
export const PLAIN: ColumnUse = { categories: undefined, direction: 0 };

/** Rows that are all learned from unless it is said which are held out. */
export const dataOf = (
  rows: Pick<BoostingData, "task" | "columns" | "target"> & { readonly classes?: number },
  given: Partial<Pick<BoostingData, "uses" | "heldOut">> = {},
): BoostingData => ({
  classes: 2,
  ...rows,
  uses: rows.columns.map(() => PLAIN),
  heldOut: new Uint8Array(rows.target.length),
  ...given,
});

/** Rows as those of a forest's tests. */
export const drawData = (...given: Parameters<typeof drawRows>): BoostingData =>
  dataOf(drawRows(...given));

/** The rows with some values missing. */
export const withGaps = (data: BoostingData, every = 7): BoostingData => ({
  ...data,
  columns: data.columns.map((column, at) =>
    column.map((value, row) => ((row + at) % every === 0 ? NaN : value)),
  ),
});

/** Every n-th row held out. */
export const withHeldOut = (data: BoostingData, every = 4): BoostingData => ({
  ...data,
  heldOut: Uint8Array.from(data.target, (_, row) => (row % every === 0 ? 1 : 0)),
});

/** The same rows in another order. */
export const shuffled = (data: BoostingData, seed: number): BoostingData => {
  const draw = drawStream(seed, 0);
  const order = Array.from(data.target, (_, row) => row);
  for (let i = order.length - 1; i > 0; i--) {
    const at = draw(i + 1);
    [order[i], order[at]] = [order[at]!, order[i]!];
  }
  const arrange = (values: Float64Array) => Float64Array.from(order, (row) => values[row]!);
  return {
    ...data,
    columns: data.columns.map(arrange),
    target: arrange(data.target),
    heldOut: Uint8Array.from(order, (row) => data.heldOut[row]!),
  };
};

/** Fits as {@link OPTIONS} say, with changes. */
export const fit = (data: BoostingData, options: Partial<BoostingOptions> = {}): BoostingFit =>
  fitBoosting(data, { ...OPTIONS, ...options });
