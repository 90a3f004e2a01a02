/**
 * Rows with the label 0 or 1, highest score first, in runs: the rows of one score, of which those with the label 1 come first,
 * or rows of several scores that all have the label 0.
 */
export interface FallingRows {
  readonly entities: Uint32Array;
  /** Where in each run the rows with the label 0 begin. */
  readonly turns: Uint32Array;
  /** Where each run ends. */
  readonly ends: Uint32Array;
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

/** Rows by falling score. @param order as {@link fallingOrder} gives it. Default: it is found */
export const byFallingScore = (
  labels: Float64Array,
  scores: Float64Array,
  entities: Uint32Array,
  order = fallingOrder(scores),
): FallingRows => {
  const falling = new Uint32Array(order.length);
  const turns: number[] = [];
  const ends: number[] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    let turn = from;
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++)
      if (labels[order[to]!] === 1) falling[turn++] = entities[order[to]!]!;
    for (let at = from, next = turn; at < to; at++)
      if (labels[order[at]!] !== 1) falling[next++] = entities[order[at]!]!;
    const begins = ends.at(-2) ?? 0;
    if (turn === from && ends.length > 0 && turns.at(-1) === begins) ends[ends.length - 1] = to;
    else {
      turns.push(turn);
      ends.push(to);
    }
  }
  return { entities: falling, turns: Uint32Array.from(turns), ends: Uint32Array.from(ends) };
};
