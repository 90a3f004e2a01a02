import type { Engine } from "../engine/engine.js";
import { double, literal } from "../engine/sql.js";
import { drawnFor } from "./entity-draw.js";
import type { TrainingData } from "./estimator.js";
import type { ObservationColumn, ObservationTable } from "./observation-table.js";

/** Observations to fit on. */
export interface Sample {
  readonly observations: ObservationTable;
  /** How many were drawn; undefined where they are all. */
  readonly rows: number | undefined;
}

/** Hexadecimal digits of a draw that decide: 65,536 parts of about the same size. */
const DIGITS = 4;

/** The share of the most that is aimed at, so that a class's least part does not make them too many. */
const AIM = 0.999;

/**
 * Draws observations where there are more than an estimator takes, of each class the same share. The draw follows from the
 * keys alone, so that every engine draws the same. Of a class there is at least a part, however rare it is.
 *
 * @param most how many may be drawn
 */
export const sampleOf = async (
  engine: Engine,
  { observations, task }: Pick<TrainingData, "observations" | "task">,
  most: number,
): Promise<Sample> => {
  const { dialect } = engine;
  const { name } = observations;
  const count = async (condition = "true"): Promise<number> =>
    (
      await engine.row<{ count: number }>(
        `SELECT count(*) AS count FROM ${name} WHERE ${condition}`,
      )
    ).count;
  const all = await count();
  if (all <= most) return { observations, rows: undefined };
  const part = `substr(${drawnFor(dialect, "observation", "fit")}, 1, ${DIGITS})`;
  const stratum = task === "classification" ? dialect.cast("label", "integer") : "0";
  const upto = dialect.cast("sum(n) OVER (PARTITION BY stratum ORDER BY part)", "double");
  const size = dialect.cast("sum(n) OVER (PARTITION BY stratum)", "double");
  const cuts = await engine.rows<{ stratum: number; cut: string }>(`
    SELECT stratum, coalesce(max(part) FILTER (WHERE upto <= size * ${double((AIM * most) / all)}), min(part)) AS cut
    FROM (SELECT stratum, part, ${upto} AS upto, ${size} AS size
          FROM (SELECT ${stratum} AS stratum, ${part} AS part, count(*) AS n
                FROM ${name} GROUP BY 1, 2))
    GROUP BY stratum ORDER BY stratum`);
  const drawn = cuts
    .map((of) => `(${stratum} = ${of.stratum} AND ${part} <= ${literal(of.cut)})`)
    .join(" OR ");
  return {
    observations: await engine.view<ObservationColumn>(`SELECT * FROM ${name} WHERE ${drawn}`),
    rows: await count(drawn),
  };
};
