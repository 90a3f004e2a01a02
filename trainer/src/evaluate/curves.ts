import type { Engine } from "../engine/engine.js";
import type { ClassCurves } from "./evaluation.js";
import type { Ranking } from "./ranking.js";

/** Points of a curve that are kept; more do not show. */
const POINTS = 200;

/**
 * The ROC and the precision-recall curve of a ranking, thinned out evenly along the curve. Precision is taken where
 * recall rises, as in the average precision.
 */
export const curves = async (
  engine: Engine,
  ranking: Ranking,
): Promise<Pick<ClassCurves, "roc" | "precisionRecall">> => {
  const shares = `
    SELECT tp / positives AS tpr, fp / negatives AS fpr, tp / (tp + fp) AS precision, pos, score
    FROM ${ranking.name}, (SELECT sum(pos) AS positives, sum(n - pos) AS negatives FROM ${ranking.name})`;
  // The last point of every step is kept, so that both ends of the curve stay.
  const thinned = (along: string, where = "true") => `
    SELECT tpr, fpr, precision, score
    FROM (SELECT *, row_number() OVER (PARTITION BY floor(${along}) ORDER BY score) AS nth
          FROM (${shares}) WHERE ${where})
    WHERE nth = 1`;
  const roc = await engine.rows<{ fpr: number; tpr: number }>(
    `SELECT fpr, tpr FROM (${thinned(`(tpr + fpr) * ${POINTS / 2}`)}) ORDER BY score DESC`,
  );
  const precisionRecall = await engine.rows<{ recall: number; precision: number }>(
    `SELECT tpr AS recall, precision FROM (${thinned(`tpr * ${POINTS}`, "pos > 0")}) ORDER BY score DESC`,
  );
  return { roc: [{ fpr: 0, tpr: 0 }, ...roc], precisionRecall };
};
