import { binFeature, binValues, MISSING } from "../trees/bins.js";
import { columnsOf, type Column } from "./columns.js";
import type { BoostingData, ColumnUse } from "./options.js";

/** A feature whose values are told apart by bin. */
export interface GroundFeature {
  /** The bin of each row, those that are learned from first; {@link GroundFeature.bins} for a missing value. */
  readonly codes: Uint8Array;
  /** How many bins hold values, up to 255. */
  readonly bins: number;
  /** The smallest and the largest value of each. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Values without an order that go where missing values go. */
  readonly rest: readonly number[];
  readonly unordered: boolean;
  readonly direction: ColumnUse["direction"];
  /** Where its bins begin in a histogram. */
  readonly offset: number;
}

/** What all trees grow from. */
export interface Ground {
  readonly features: readonly GroundFeature[];
  /** Their codes as histograms are added up by them. */
  readonly columns: readonly Column[];
  /** The rows as they were given: first those that are learned from, then those that are held out. */
  readonly order: Uint32Array;
  /** How many are learned from. */
  readonly learned: number;
  /** Entries of a histogram: {@link ENTRIES} for each bin of each feature, that of missing values included. */
  readonly entries: number;
}

/** What a histogram has of each bin: the sums of gradients and of masses. */
export const ENTRIES = 2;

/** Bins the features, and puts the rows that are learned from in front of those that are held out. */
export const layGround = (
  { columns, uses, heldOut }: Pick<BoostingData, "columns" | "uses" | "heldOut">,
  limit: number,
): Ground => {
  const learned = heldOut.reduce((sum, held) => sum + 1 - held, 0);
  const order = new Uint32Array(heldOut.length);
  let [first, last] = [0, learned];
  heldOut.forEach((held, row) => (order[held === 0 ? first++ : last++] = row));
  let entries = 0;
  const features = columns.map((column, i): GroundFeature => {
    const { categories, direction } = uses[i]!;
    const { codes, low, high, rest } =
      categories === undefined ? binFeature(column, limit) : binValues(column, categories);
    const bins = low.length;
    const offset = entries;
    entries += ENTRIES * (bins + 1);
    return {
      codes: arrange(codes, order, bins),
      bins,
      low,
      high,
      rest,
      unordered: categories !== undefined,
      direction,
      offset,
    };
  });
  return { features, columns: columnsOf(features), order, learned, entries };
};

const arrange = (codes: Uint8Array, order: Uint32Array, missing: number): Uint8Array => {
  const arranged = new Uint8Array(codes.length);
  for (let i = 0; i < order.length; i++) {
    const code = codes[order[i]!]!;
    arranged[i] = code === MISSING ? missing : code;
  }
  return arranged;
};
