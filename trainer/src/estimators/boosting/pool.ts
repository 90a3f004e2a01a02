/** The histograms of nodes that may still be split, in memory that is used again. */
export interface HistogramPool {
  /** Gives a node a histogram, with anything in it. */
  take(node: number): Float64Array;
  /** Gives the histogram of one node to another. */
  move(from: number, to: number): Float64Array;
  of(node: number): Float64Array;
  release(node: number): void;
  releaseAll(): void;
}

/** Makes an empty pool. */
export const histogramPool = (entries: number): HistogramPool => {
  const taken = new Map<number, Float64Array>();
  const free: Float64Array[] = [];
  return {
    take(node) {
      const histogram = free.pop() ?? new Float64Array(entries);
      taken.set(node, histogram);
      return histogram;
    },
    move(from, to) {
      const histogram = taken.get(from)!;
      taken.delete(from);
      taken.set(to, histogram);
      return histogram;
    },
    of: (node) => taken.get(node)!,
    release(node) {
      const histogram = taken.get(node);
      if (histogram !== undefined) free.push(histogram);
      taken.delete(node);
    },
    releaseAll() {
      free.push(...taken.values());
      taken.clear();
    },
  };
};
