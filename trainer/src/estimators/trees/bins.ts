/** The bin of missing values; the others are numbered from 0 by rising value. */
export const MISSING = 255;

/** A feature whose values are told apart by bin. */
export interface BinnedFeature {
  /** The bin of each row. */
  readonly codes: Uint8Array;
  /** The smallest value of each bin, but that of missing values. */
  readonly low: Float64Array;
  /** The largest value of each bin, but that of missing values. */
  readonly high: Float64Array;
  /** Values without an order that have no bin of their own. They are in the bin of missing values. */
  readonly rest: readonly number[];
}

/**
 * Puts a feature's values into bins of about equally many rows. A value is never in two bins, and one that many rows
 * share gets its own; where there are no more values than bins every value does.
 *
 * @param limit bins at most, up to 255
 * @throws `RangeError` when a value is infinite
 */
export const binFeature = (column: Float64Array, limit: number): BinnedFeature => {
  const sorted = known(column).sort();
  if (!Number.isFinite(sorted[0] ?? 0) || !Number.isFinite(sorted.at(-1) ?? 0))
    throw new RangeError("A feature has an infinite value");
  const low: number[] = [];
  const high: number[] = [];
  const own = distinct(sorted) <= limit;
  for (let start = 0; start < sorted.length;) {
    const share = own ? 1 : Math.floor((sorted.length - start) / (limit - low.length));
    let end = start + Math.max(share, 1);
    while (end < sorted.length && sorted[end] === sorted[end - 1]) end++;
    low.push(sorted[start]!);
    high.push(sorted[end - 1]!);
    start = end;
  }
  return {
    codes: encode(column, high),
    low: Float64Array.from(low),
    high: Float64Array.from(high),
    rest: [],
  };
};

const known = (column: Float64Array): Float64Array => {
  const values = new Float64Array(column.length);
  let count = 0;
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    if (!Number.isNaN(value)) values[count++] = value;
  }
  return values.subarray(0, count);
};

/**
 * Gives each value its own bin, by rising value. Of more values than there are bins, those with fewest rows get none.
 *
 * @param values different; the column has no other
 */
export const binValues = (column: Float64Array, values: readonly number[]): BinnedFeature => {
  const counts = new Map(values.map((value) => [value, 0]));
  for (const value of column) if (counts.has(value)) counts.set(value, counts.get(value)! + 1);
  const byRows = values.toSorted((a, b) => counts.get(b)! - counts.get(a)! || a - b);
  const own = Float64Array.from(byRows.slice(0, MISSING)).sort();
  const rest = byRows.slice(MISSING).toSorted((a, b) => a - b);
  const without = new Set(rest);
  const known = rest.length === 0 ? column : column.map((x) => (without.has(x) ? NaN : x));
  return { codes: encode(known, own), low: own, high: own, rest };
};

const distinct = (sorted: Float64Array): number => {
  let count = Math.min(sorted.length, 1);
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) count++;
  return count;
};

const encode = (column: Float64Array, high: ArrayLike<number>): Uint8Array => {
  const codes = new Uint8Array(column.length);
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    let [from, to] = [0, high.length - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (value <= high[middle]!) to = middle;
      else from = middle + 1;
    }
    codes[row] = Number.isNaN(value) ? MISSING : from;
  }
  return codes;
};

/** The middle between two values, so rounded that it is at least the lower and below the higher. */
export const between = (lower: number, higher: number): number => {
  const middle = lower / 2 + higher / 2;
  return middle >= lower && middle < higher ? middle + 0 : lower + 0;
};
