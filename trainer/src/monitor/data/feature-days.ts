import type { Reference } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { double, literal } from "../../engine/sql.js";
import { featureColumn, type AnswerLines, type RecordedFeature } from "../answers/answer-lines.js";
import { within, type Days } from "../days.js";

/** A kind of values that is counted: `beyond` the range of training, or `far` beyond it, by more than its width. */
export type Kind = "missing" | "beyond" | "far" | "unseen";

/** How many values of a feature on one day are of a kind. */
export type FeatureCounts = Readonly<Partial<Record<Kind, number>>>;

/** The answers of one day. */
export interface FeatureDay {
  readonly day: string;
  readonly answers: number;
  /** In the order of the features. A kind that a feature cannot have is absent. */
  readonly features: readonly FeatureCounts[];
}

/**
 * Counts missing values, numbers beyond and far beyond those of training, and names that are no category, by day. Every
 * answer counts, also where a key is asked about again.
 *
 * @param answers SQL that is true of the lines to take
 */
export const featureDays = async (
  engine: Engine,
  { name }: AnswerLines,
  answers: string,
  reference: Reference,
  kinds: readonly RecordedFeature[],
  days: Days,
): Promise<FeatureDay[]> => {
  const conditions = reference.features.map((_, i) => conditionsOf(reference, kinds, i));
  const columns = conditions.flatMap((of, i) =>
    Object.values(of).map((sql, k) => `count(*) FILTER (WHERE ${sql}) AS c${i}_${k}`),
  );
  const rows = await engine.rows<{ day: string; n: number } & Record<string, number | string>>(`
    SELECT day, count(*) AS n, ${columns.join(", ")} FROM ${name}
    WHERE ${answers} AND ${within("day", days)} GROUP BY day ORDER BY day`);
  return rows.map((row) => ({
    day: row.day,
    answers: row.n,
    features: conditions.map((of, i) =>
      Object.fromEntries(
        Object.keys(of).map((kind, k) => [kind, Number(row[`c${i}_${k}`] ?? 0)] as const),
      ),
    ),
  }));
};

/** SQL that is true of values of each kind that a feature can have. */
const conditionsOf = (
  { features }: Reference,
  kinds: readonly RecordedFeature[],
  place: number,
): Partial<Record<Kind, string>> => {
  const [feature, column] = [features[place]!, featureColumn(place)];
  const missing = `${column} IS NULL`;
  if (feature.kind === "names") {
    if (kinds[place]!.type !== "category") return { missing };
    return { missing, unseen: `${column} NOT IN (${feature.names.map(literal).join()})` };
  }
  if (feature.range === undefined) return { missing };
  const [least, most] = feature.range;
  const beyond = (by: number) =>
    `(${column} < ${double(least - by)} OR ${column} > ${double(most + by)})`;
  // A feature of one value in training has no width, so that nothing says what is far from it.
  const width = most - least;
  return { missing, beyond: beyond(0), ...(width > 0 ? { far: beyond(width) } : {}) };
};
