/** Of a sensitive model, fewer observations than this are not told. */
export const LEAST_TOLD = 10;

/** A count as it is told of a sensitive model: 0 for a few. */
export const toldCount = (count: number): number => (count < LEAST_TOLD ? 0 : count);

/**
 * The edges that remain where every bin must hold enough observations: a bin with fewer is merged with the next one, and the
 * last with the one before.
 */
export const mergedEdges = (edges: readonly number[], counts: readonly number[]): number[] => {
  const kept: number[] = [];
  let held = 0;
  edges.forEach((edge, i) => {
    held += counts[i]!;
    if (held < LEAST_TOLD) return;
    kept.push(edge);
    held = 0;
  });
  if (held + counts.at(-1)! < LEAST_TOLD) kept.pop();
  return kept;
};
