import type { Nodes } from "./nodes.js";

/** More than any rank. */
export const HIGHEST_RANK = 0xffff;

/**
 * The ranks of values among the thresholds of their feature. A value is at most the threshold of place k exactly where its
 * rank is at most k, so that nodes compare small integers.
 */
export interface Ranks {
  /** The place of a threshold among those of its feature. */
  readonly placeOf: (feature: number, threshold: number) => number;
  /**
   * Writes two ranks for each value of a row: where a missing value goes left, and where it goes right.
   *
   * @param at the place of the first
   */
  readonly write: (row: Float64Array, into: Int32Array, at: number) => void;
}

/**
 * Makes the ranks of a model's thresholds.
 *
 * @returns undefined where one feature has too many thresholds for two bytes
 */
export const ranksOf = (
  { left, feature, threshold }: Pick<Nodes, "left" | "feature" | "threshold">,
  features: number,
): Ranks | undefined => {
  const found = Array.from({ length: features }, () => new Set<number>());
  for (let node = 0; node < left.length; node++)
    if (left[node] !== 0) found[feature[node]!]!.add(threshold[node]!);
  const places = found.map((own) => {
    const rising = Float64Array.from(own).sort();
    return new Map(Array.from(rising, (value, place) => [value, place]));
  });
  if (places.some(({ size }) => size >= HIGHEST_RANK)) return undefined;
  // The search halves a power of two; what fills up is above every value.
  const widths = Uint32Array.from(places, ({ size }) => 2 ** Math.ceil(Math.log2(size + 1)));
  const starts = new Uint32Array(features);
  let size = 0;
  widths.forEach((width, i) => {
    starts[i] = size;
    size += width;
  });
  const cuts = new Float64Array(size).fill(Infinity);
  places.forEach((own, i) => cuts.set([...own.keys()], starts[i]));

  const rankOf = (value: number, start: number, width: number): number => {
    let at = start;
    // Without a branch, which the processor would have to guess.
    for (let step = width >> 1; step > 0; step >>= 1)
      at += step & -Number(cuts[at + step - 1]! < value);
    return at - start;
  };
  return {
    placeOf: (of, value) => places[of]!.get(value)!,
    write(row, into, at) {
      for (let i = 0; i < features; i++) {
        const value = row[i]!;
        const missing = Number.isNaN(value);
        const rank = missing ? -1 : rankOf(value, starts[i]!, widths[i]!);
        into[at + 2 * i] = rank;
        into[at + 2 * i + 1] = missing ? HIGHEST_RANK : rank;
      }
    },
  };
};
