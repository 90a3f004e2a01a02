/** Rows of one score, highest first. */
export interface FallingRows {
  readonly labels: Float64Array;
  readonly scores: Float64Array;
  readonly entities: Uint32Array;
}

/** The numbers of rows by falling score; of equal ones the earlier row is first. */
export const fallingOrder = (scores: Float64Array): Uint32Array =>
  Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);

/** Rows by falling score; of equal ones the earlier row is first. */
export const byFallingScore = (
  labels: Float64Array,
  scores: Float64Array,
  entities: Uint32Array,
): FallingRows => {
  const order = fallingOrder(scores);
  return {
    labels: Float64Array.from(order, (i) => labels[i]!),
    scores: Float64Array.from(order, (i) => scores[i]!),
    entities: Uint32Array.from(order, (i) => entities[i]!),
  };
};
