/** Rows of one score, highest first. */
export interface FallingRows {
  readonly labels: Float64Array;
  readonly scores: Float64Array;
  readonly entities: Uint32Array;
}

/** The numbers of rows by falling score; of equal ones the earlier row is first. */
export const fallingOrder = (scores: Float64Array): Uint32Array => {
  // Numbers alone are sorted many times faster than rows by a comparison.
  const rising = scores.toSorted();
  const order = new Uint32Array(scores.length);
  const taken = new Uint32Array(scores.length);
  scores.forEach((score, row) => {
    const first = scores.length - endOf(rising, score);
    order[first + taken[first]!++] = row;
  });
  return order;
};

/** How many of rising numbers are not above a number. */
const endOf = (rising: Float64Array, number: number): number => {
  let [from, to] = [0, rising.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (rising[middle]! <= number) from = middle + 1;
    else to = middle;
  }
  return from;
};

/** Rows by falling score; of equal ones the earlier row is first. */
export const byFallingScore = (
  labels: Float64Array,
  scores: Float64Array,
  entities: Uint32Array,
): FallingRows => {
  const order = fallingOrder(scores);
  const falling = {
    labels: new Float64Array(order.length),
    scores: new Float64Array(order.length),
    entities: new Uint32Array(order.length),
  };
  order.forEach((row, at) => {
    falling.labels[at] = labels[row]!;
    falling.scores[at] = scores[row]!;
    falling.entities[at] = entities[row]!;
  });
  return falling;
};
