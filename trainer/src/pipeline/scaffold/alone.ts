import type { Engine } from "../../engine/engine.js";
import { exactSum } from "../../engine/exact-sum.js";
import { double, identifier } from "../../engine/sql.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import { accuracyOf, aucOf, r2Of, type ClassCell, type SumCell } from "./alone-figures.js";
import { labelsOf, type Labels } from "./labels.js";
import { decides, isOrdered, type Measured } from "./decides.js";

/** How well a feature alone answers, and whether it does in every row. */
export interface Alone {
  readonly name: string;
  readonly metric: "roc_auc" | "accuracy" | "r2";
  readonly value: number;
  /** Whether the target of every row follows from it. */
  readonly decides: boolean;
}

/** A feature that decides the target has at least this figure. */
const STRONG = 0.7;

/**
 * Measures how well each feature alone answers: its values are put into groups, and each half of the rows is answered
 * by the other half of its group. The halves follow from the rows' places in the file.
 */
export const measureAlone = async (
  engine: Engine,
  observations: ObservationTable,
  task: "classification" | "regression",
  features: readonly Measured[],
): Promise<readonly Alone[]> => {
  const labels = await labelsOf(engine, observations);
  const figures: Alone[] = [];
  for (const feature of features) {
    const { metric, value } = await figureOf(engine, observations, task, feature, labels);
    const isStrong = value >= STRONG;
    figures.push({
      name: feature.name,
      metric,
      value,
      decides: isStrong && (await decides(engine, observations, task, feature, labels)),
    });
  }
  return figures;
};

const figureOf = async (
  engine: Engine,
  { name: table }: ObservationTable,
  task: "classification" | "regression",
  feature: Measured,
  labels: Labels,
): Promise<Pick<Alone, "metric" | "value">> => {
  const { dialect } = engine;
  const half = `${dialect.spread(dialect.cast("observation", "text"))} % 2`;
  const placed = `SELECT ${groupOf(engine, feature, labels.rows)} AS grouped, ${half} AS half, label FROM ${table}`;
  if (task === "regression") {
    const scaled = `(${dialect.cast("label", "double")} - ${double(labels.least)}) / ${double(labels.most - labels.least)}`;
    const cells = await engine.rows<SumCell & object>(`
      SELECT grouped, half, count(*) AS n, ${exactSum("scaled", labels.rows)} AS total,
             ${exactSum("scaled * scaled", labels.rows)} AS squares
      FROM (SELECT grouped, half, ${scaled} AS scaled FROM (${placed}) AS placed) AS prepared
      GROUP BY grouped, half ORDER BY grouped, half`);
    return { metric: "r2", value: r2Of(cells) };
  }
  const cells = await engine.rows<ClassCell & object>(`
    SELECT grouped, half, ${dialect.cast("label", "text")} AS label, count(*) AS n FROM (${placed}) AS placed
    GROUP BY grouped, half, label ORDER BY grouped, half, label`);
  return labels.distinct > 2
    ? { metric: "accuracy", value: accuracyOf(cells) }
    : { metric: "roc_auc", value: aucOf(cells, labels.last) };
};

/** Groups of a number, at most. */
const GROUPS = 64;

/** SQL of the group of a row. Equal numbers are in one group. */
const groupOf = ({ dialect }: Engine, feature: Measured, rows: number): string => {
  const value = identifier(feature.name);
  if (!isOrdered(feature)) return dialect.cast(value, "text");
  const groups = Math.max(2, Math.min(GROUPS, Math.floor(Math.sqrt(rows))));
  const place = `floor(${groups} * (rank() OVER (ORDER BY ${value}) - 1) / ${rows})`;
  return `CASE WHEN ${value} IS NOT NULL THEN ${dialect.cast(place, "text")} END`;
};
