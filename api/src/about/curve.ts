import { z } from "zod";

/** The part of `metrics.json` that a curve is made of. Fields of other tasks are absent. */
const Ranked = z.object({
  observations: z.int().nonnegative(),
  positives: z.int().nonnegative(),
  confusion: z.object({ tp: z.number(), fp: z.number(), tn: z.number(), fn: z.number() }),
  distribution: z.array(
    z.object({ from: z.number(), to: z.number(), class: z.literal([0, 1]), share: z.number() }),
  ),
});

/** What a threshold would do with the test observations. */
export interface CurvePoint {
  readonly threshold: number;
  /** Share of all observations at or above it. */
  readonly flagged: number;
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
  /** Null where nothing is flagged. */
  readonly precision: number | null;
  /** Null without a positive observation. */
  readonly recall: number | null;
}

/**
 * What each threshold would do, by rising threshold: at the edges of the bins in which `metrics.json` counts the scores, and at
 * the threshold in force.
 *
 * @returns nothing for a release that is no classification of two classes
 */
export const curveOf = (metrics: unknown, inForce: number | undefined): readonly CurvePoint[] => {
  const { success, data } = Ranked.safeParse(metrics);
  if (!success) return [];
  const { observations, positives, confusion, distribution } = data;
  const negatives = observations - positives;
  const edges = [...new Set(distribution.map(({ from }) => from))].toSorted((a, b) => a - b);
  const above = (edge: number, of: 0 | 1): number =>
    distribution
      .filter((bin) => bin.class === of && bin.from >= edge)
      .reduce((sum, { share }) => sum + share, 0);
  const point = (threshold: number, tp: number, fp: number): CurvePoint => ({
    threshold,
    flagged: observations === 0 ? 0 : (tp + fp) / observations,
    ...{ tp, fp, tn: negatives - fp, fn: positives - tp },
    precision: tp + fp === 0 ? null : tp / (tp + fp),
    recall: positives === 0 ? null : tp / positives,
  });
  // Shares are of a class's own observations, so that their products are whole numbers but for rounding.
  const points = edges.map((edge) =>
    point(edge, Math.round(above(edge, 1) * positives), Math.round(above(edge, 0) * negatives)),
  );
  if (inForce !== undefined) points.push(point(inForce, confusion.tp, confusion.fp));
  return points.toSorted((a, b) => a.threshold - b.threshold);
};
