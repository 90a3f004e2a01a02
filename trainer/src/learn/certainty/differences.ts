import type { AnswerForm } from "../../evaluate/measure.js";
import { areaSpreads } from "./area-spreads.js";
import { endsOf, type Ends } from "./certainty.js";
import { measureOf } from "./measure-of.js";
import { placementsOf } from "./placements.js";
import { resample, type Measure, type Spread } from "./resample.js";
import type { ScoredRows } from "./scored-rows.js";

/** A model on scored rows. */
export interface Answered {
  readonly form: AnswerForm;
  /** Its metrics on all observations. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly rows: ScoredRows;
}

/**
 * The 95 % intervals of the differences of the metrics that two models have: of the first less the second, on the same
 * observations. The ROC-AUC of two classes has DeLong's by entity; of other metrics the entities are drawn again, the
 * same for both.
 *
 * @param observations how many there are; the rows are some of them, or all, in one order for both models
 */
export const differencesOf = (
  one: Answered,
  other: Answered,
  observations: number,
): Readonly<Record<string, Ends>> => {
  const part = one.rows.labels.length / observations;
  const measure = less(measureOf(one.rows, one.form), measureOf(other.rows, other.form));
  const spreads = new Map([...resample(one.rows.count, measure), ...exactOf(one, other)]);
  return Object.fromEntries(
    Object.entries(one.metrics).flatMap(([metric, value]) => {
      const spread = spreads.get(metric);
      const beside = other.metrics[metric];
      if (spread === undefined || beside === undefined) return [];
      return [[metric, endsOf(value - beside, spread, part)]];
    }),
  );
};

/** Measures both, and what the first has more of each metric. */
const less =
  (one: Measure, other: Measure): Measure =>
  (drawn) => {
    const subtracted = other(drawn);
    const differences = Object.entries(one(drawn)).map(
      ([metric, value]) => [metric, value - (subtracted[metric] ?? NaN)] as const,
    );
    return Object.fromEntries(differences);
  };

const exactOf = ({ form, rows }: Answered, other: Answered): ReadonlyMap<string, Spread> => {
  const { task, classes = [] } = form;
  if (task === "regression" || classes.length > 2) return new Map();
  const placements = placementsOf(rows.labels, rows.scores[0]!);
  const others = placementsOf(other.rows.labels, other.rows.scores[0]!);
  return areaSpreads(
    rows,
    placements.map((value, row) => value - others[row]!),
  );
};
