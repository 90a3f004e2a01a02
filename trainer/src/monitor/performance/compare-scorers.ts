import type { ScorerComparison } from "@despliega/storage";

import { lowerIsBetter } from "../../evaluate/metric.js";
import { Z } from "../../evaluate/wilson.js";
import { differencesOf, type Answered } from "../../learn/certainty/differences.js";
import { measureOf } from "../../learn/certainty/measure-of.js";
import type { ScoredRows } from "../../learn/certainty/scored-rows.js";
import { figureOf } from "./figure.js";
import type { JudgedForm } from "./judged.js";
import { soughtOf } from "./sought.js";

/** A release and its answers. */
export interface Rival {
  readonly version: string;
  readonly form: JudgedForm;
  readonly rows: ScoredRows;
}

/**
 * Compares a challenger with the champion on the same answers, whose outcomes are known. What chance does to one it mostly
 * does to the other, so the interval of the difference is narrower than that of either. The metric that tells a loss decides:
 * `better` or `worse` where its whole interval is, else `cannot tell`.
 *
 * @param known answers with outcomes
 * @param champion its rows are in the order of those of the challenger
 */
export const compareScorers = (
  champion: Rival,
  challenger: Rival,
  known: number,
): ScorerComparison => {
  const [own, other] = [answeredBy(challenger), answeredBy(champion)];
  const found = differencesOf(own, other, own.rows.labels.length);
  const differences = Object.entries(found).flatMap(([metric, [low, high]]) => {
    const value = own.metrics[metric]! - other.metrics[metric]!;
    const figure = figureOf({ value, deviation: (high - low) / (2 * Z), interval: [low, high] });
    return figure === undefined ? [] : [[metric, figure] as const];
  });
  const metrics = Object.entries(other.metrics).flatMap(([metric, theirs]) => {
    const ours = own.metrics[metric] ?? NaN;
    const isTold = Number.isFinite(ours) && Number.isFinite(theirs);
    return isTold ? [[metric, { champion: theirs, challenger: ours }] as const] : [];
  });
  const { metric } = soughtOf(champion.form);
  return {
    champion: champion.version,
    challenger: challenger.version,
    known,
    metrics: Object.fromEntries(metrics),
    differences: Object.fromEntries(differences),
    metric,
    verdict: verdictOf(metric, found[metric]),
  };
};

const answeredBy = ({ form, rows }: Rival): Answered => ({
  form,
  rows,
  metrics: measureOf(rows, form)(new Uint32Array(rows.count).fill(1)),
});

const verdictOf = (
  metric: string,
  ends: readonly [number, number] | undefined,
): ScorerComparison["verdict"] => {
  if (ends === undefined) return "cannot tell";
  const [low, high] = lowerIsBetter(metric) ? [-ends[1], -ends[0]] : ends;
  if (low > 0) return "better";
  return high < 0 ? "worse" : "cannot tell";
};
