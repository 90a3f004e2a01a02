import type { ScoredRows } from "./scored-rows.js";

/**
 * How far chance moves a ROC-AUC, or the difference of two on the same rows, where the rows of an entity hang together.
 * With one row for each entity it is DeLong's. (Obuchowski, "Nonparametric Analysis of Clustered ROC Curve Data", 1997.)
 *
 * @param placements of each row, as `placementsOf` gives them; of a difference those of one model less those of the other
 * @returns NaN where fewer than two entities have a row of some class
 */
export const areaDeviation = (
  { labels, entities, count }: Pick<ScoredRows, "labels" | "entities" | "count">,
  placements: Float64Array,
): number => {
  const [negatives, positives] = [0, 1].map((label) =>
    sumsOf(labels, entities, count, placements, label),
  );
  const both = positives!.sums.reduce(
    (sum, value, entity) => sum + value * negatives!.sums[entity]!,
    0,
  );
  const together = (2 * both * count) / (count - 1) / positives!.rows / negatives!.rows;
  return Math.sqrt(Math.max(0, positives!.variance + negatives!.variance + together));
};

/** What the rows of a class add to the mean of their placements, by entity. */
const sumsOf = (
  labels: Float64Array,
  entities: Uint32Array,
  count: number,
  placements: Float64Array,
  label: number,
) => {
  const sums = new Float64Array(count);
  const rowsOf = new Float64Array(count);
  let rows = 0;
  let total = 0;
  labels.forEach((of, row) => {
    if (of !== label) return;
    rows++;
    total += placements[row]!;
    rowsOf[entities[row]!]! += 1;
    sums[entities[row]!]! += placements[row]!;
  });
  let some = 0;
  let squares = 0;
  for (let entity = 0; entity < count; entity++) {
    if (rowsOf[entity] === 0) continue;
    sums[entity]! -= (rowsOf[entity]! * total) / rows;
    some++;
    squares += sums[entity]! ** 2;
  }
  return { rows, sums, variance: ((squares / rows / rows) * some) / (some - 1) };
};
