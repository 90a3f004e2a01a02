import { MISSING } from "../trees/bins.js";

/** The best split that was found. */
export interface Split {
  /** How far it lowers the weighted sum of squared distances from the mean; negative while there is none. */
  gain: number;
  feature: number;
  /** The bins of the node's rows, but that of missing values. The first ones go left. */
  readonly order: Uint8Array;
  /** How many bins `order` has. */
  known: number;
  /** The place in `order` of the last bin that goes left. */
  last: number;
  missingRight: 0 | 1;
}

/** No split yet. */
export const newSplit = (): Split => ({
  gain: -1,
  feature: 0,
  order: new Uint8Array(MISSING),
  known: 0,
  last: 0,
  missingRight: 0,
});

/** Tries every place to cut an order of the bins, and keeps the best as the split of a feature. */
export type Cut = (feature: number, order: Uint8Array) => void;
