import type { Engine } from "../engine/engine.js";
import { double } from "../engine/sql.js";
import type { DistributionBin } from "./evaluation.js";
import type { ScoredTable } from "./scored.js";

const BINS = 40;

/** How each class's scores are spread, in equal steps of log-odds. */
export const distribution = async (
  engine: Engine,
  scored: ScoredTable,
): Promise<DistributionBin[]> => {
  const logits = `SELECT label, ln(s / (1 - s)) AS logit
    FROM (SELECT label, least(greatest(score, 1e-9), 1 - 1e-9) AS s FROM ${scored.name})`;
  const { low, high } = await engine.row<{ low: number; high: number }>(
    `SELECT min(logit) AS low, max(logit) AS high FROM (${logits})`,
  );
  const width = (high - low) / BINS || 1;
  const { cast } = engine.dialect;
  const bin = `least(floor((logit - ${double(low)}) / ${double(width)}), ${BINS - 1})`;
  const counts = await engine.rows<{ bin: number; class: 0 | 1; n: number; of: number }>(`
    SELECT bin, label AS class, count(*) AS n, ${cast("sum(count(*)) OVER (PARTITION BY label)", "bigint")} AS "of"
    FROM (
      SELECT label, ${cast(bin, "integer")} AS bin FROM (${logits})
    )
    GROUP BY bin, label ORDER BY label, bin`);
  const edge = (bin: number) => 1 / (1 + Math.exp(-(low + bin * width)));
  return counts.map(({ bin, class: label, n, of }) => ({
    from: edge(bin),
    to: edge(bin + 1),
    class: label,
    share: n / of,
  }));
};
