import { EVEN } from "../../evaluate/measure.js";
import { areaDeviation } from "../../learn/certainty/area-deviation.js";
import { areaInterval, areaOf } from "../../learn/certainty/area-intervals.js";
import { placementsOf } from "../../learn/certainty/placements.js";
import { recalibrationSpreads } from "../../learn/certainty/recalibration-spreads.js";
import type { ScoredRows } from "../../learn/certainty/scored-rows.js";
import { figuresOf, type Known } from "./figure.js";
import type { JudgedForm } from "./judged.js";
import type { RowFigures } from "./row-figures.js";
import { ratioOfRows } from "./ratio-of-rows.js";
import { shareOfRows } from "./share-of-rows.js";

/** The figures of answers of two classes. One that needs both classes is absent where one of them has no outcome. */
export const twoClassFigures = async (
  rows: ScoredRows,
  { threshold = EVEN, alarms }: JudgedForm,
): Promise<RowFigures> => {
  const { labels, scores } = rows;
  const isPositive = (row: number) => labels[row] === 1;
  const isFlagged = (row: number) => scores[0]![row]! >= threshold.value;
  const confusion = countConfusion(rows, threshold.value);
  const hasBoth = confusion.every(([no, yes]) => no! + yes! > 0);
  const recalibrated = hasBoth ? await recalibrationSpreads(rows) : new Map<string, Known>();
  const cost = (row: number): number => {
    if (isPositive(row) === isFlagged(row)) return 0;
    return isFlagged(row) ? alarms!.falseAlarm : alarms!.miss;
  };
  return {
    confusion,
    figures: figuresOf({
      roc_auc: hasBoth ? areaFigure(rows) : undefined,
      log_loss: ratioOfRows(rows, (row) => lossOf(labels[row]!, scores[0]![row]!)),
      brier: ratioOfRows(rows, (row) => (scores[0]![row]! - labels[row]!) ** 2),
      ...Object.fromEntries(recalibrated),
      accuracy: shareOfRows(
        rows,
        () => true,
        (row) => isPositive(row) === isFlagged(row),
      ),
      precision: shareOfRows(rows, isFlagged, isPositive),
      recall: shareOfRows(rows, isPositive, isFlagged),
      cost: alarms && ratioOfRows(rows, cost),
    }),
  };
};

const areaFigure = (rows: ScoredRows): Known => {
  const placements = placementsOf(rows.labels, rows.scores[0]!);
  const value = areaOf(rows.labels, placements);
  const deviation = areaDeviation(rows, placements);
  return { value, deviation, interval: areaInterval(value, deviation) };
};

const countConfusion = ({ labels, scores: [scores] }: ScoredRows, threshold: number) => {
  const counts = [
    [0, 0],
    [0, 0],
  ];
  labels.forEach((label, row) => counts[label]![Number(scores![row]! >= threshold)]!++);
  return counts;
};

const lossOf = (label: number, score: number): number =>
  -Math.log(Math.max(label === 1 ? score : 1 - score, 1e-15));
