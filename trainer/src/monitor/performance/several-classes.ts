import { placementsOf } from "../../learn/certainty/placements.js";
import { areaOf } from "../../learn/certainty/area-intervals.js";
import type { ScoredRows } from "../../learn/certainty/scored-rows.js";
import { figuresOf, type Known } from "./figure.js";
import type { JudgedForm } from "./judged.js";
import { ratioOfRows } from "./ratio-of-rows.js";
import type { RowFigures } from "./row-figures.js";
import { shareOfRows } from "./share-of-rows.js";

/**
 * The figures of answers of three classes and more.
 *
 * @param rows with the probability of each class, and the code of the answer as the last score
 */
export const severalClassFigures = (rows: ScoredRows, { costs }: JudgedForm): RowFigures => {
  const { labels, scores } = rows;
  const probabilities = scores.slice(0, -1);
  const answers = scores.at(-1)!;
  const confusion = probabilities.map(() => probabilities.map(() => 0));
  labels.forEach((label, row) => confusion[label]![answers[row]!]!++);
  const given = (row: number) => probabilities[labels[row]!]![row]!;
  return {
    confusion,
    figures: figuresOf({
      roc_auc: meanArea(rows, probabilities),
      log_loss: ratioOfRows(rows, (row) => -Math.log(Math.max(given(row), 1e-15))),
      brier: ratioOfRows(rows, (row) => squareOf(probabilities, labels[row]!, row) / 2),
      accuracy: shareOfRows(
        rows,
        () => true,
        (row) => labels[row] === answers[row],
      ),
      cost: costs && ratioOfRows(rows, (row) => costs[labels[row]!]![answers[row]!]!),
    }),
  };
};

const squareOf = (probabilities: readonly Float64Array[], label: number, row: number): number =>
  probabilities.reduce(
    (sum, column, code) => sum + (column[row]! - Number(code === label)) ** 2,
    0,
  );

/**
 * The mean of the ROC-AUC of each class against all others, over the classes that have outcomes. Its error follows from what
 * each row adds to all of them, which for one class is DeLong's.
 */
const meanArea = (
  { labels, entities, count }: ScoredRows,
  probabilities: readonly Float64Array[],
): Known => {
  const moved = new Float64Array(count);
  const areas: number[] = [];
  for (const [code, column] of probabilities.entries()) {
    const own = labels.map((label) => Number(label === code));
    const positives = own.reduce((sum, label) => sum + label, 0);
    if (positives === 0 || positives === own.length) continue;
    const placements = placementsOf(own, column);
    const area = areaOf(own, placements);
    areas.push(area);
    placements.forEach((placement, row) => {
      const like = own[row] === 1 ? positives : own.length - positives;
      moved[entities[row]!]! += (placement - area) / like;
    });
  }
  const squares = moved.reduce((sum, each) => sum + (each / areas.length) ** 2, 0);
  return {
    value: areas.reduce((sum, area) => sum + area, 0) / areas.length,
    deviation: Math.sqrt((squares * count) / (count - 1)),
  };
};
