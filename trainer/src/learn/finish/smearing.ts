import type { Engine } from "../../engine/engine.js";
import { agreedExp } from "../../engine/agreed-functions.js";
import { exactSum } from "../../engine/exact-sum.js";
import type { Finish } from "./finish.js";
import { FOLD_COLUMN, type FoldedSums } from "./points.js";
import { sumOf } from "./sums.js";

/** The scales of a model of the logarithm: by all folds, and for each fold by the others. */
export interface Smeared {
  readonly scale: NonNullable<Finish["scale"]>;
  readonly byFold: readonly NonNullable<Finish["scale"]>[];
}

/**
 * The factor by which the exponentials of the sums add up to the labels, so that answers are right on average whatever
 * the spread of the errors is. (Duan, "Smearing Estimate", 1983, takes the mean ratio, which is right only where the
 * spread is the same everywhere.)
 */
export const smear = async (
  engine: Engine,
  { table }: FoldedSums,
  observations: number,
  folds: number,
): Promise<Smeared> => {
  const label = engine.dialect.cast("label", "double");
  const answer = agreedExp(sumOf(0));
  const { most, largest } = await engine.row<{ most: number; largest: number }>(
    `SELECT max(abs(${label})) AS most, max(${answer}) AS largest FROM ${table.name}`,
  );
  const totals = await engine.rows<{ fold: number; labels: number; answers: number }>(`
    SELECT ${FOLD_COLUMN} AS fold, ${exactSum(label, observations * most)} AS labels,
           ${exactSum(answer, observations * largest)} AS answers
    FROM ${table.name} GROUP BY ${FOLD_COLUMN} ORDER BY ${FOLD_COLUMN}`);
  const scaleOf = (isLearned: (fold: number) => boolean) => {
    const learned = totals.filter(({ fold }) => isLearned(fold));
    const labels = learned.reduce((sum, total) => sum + total.labels, 0);
    const answers = learned.reduce((sum, total) => sum + total.answers, 0);
    return { of: "log", smearing: labels / answers } as const;
  };
  return {
    scale: scaleOf(() => true),
    byFold: Array.from({ length: folds }, (_, fold) => scaleOf((of) => of !== fold)),
  };
};
