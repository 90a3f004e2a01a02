import { double, type Engine } from "../engine/engine.js";
import type { DistributionBin } from "./evaluation.js";

const BINS = 40;

/** How each class's scores are spread, in equal steps of log-odds. */
export const distribution = async (engine: Engine, scored: string): Promise<DistributionBin[]> => {
  const logits = `SELECT label, ln(s / (1 - s)) AS logit
    FROM (SELECT label, least(greatest(score, 1e-9), 1 - 1e-9) AS s FROM ${scored})`;
  const { low, high } = await engine.row<{ low: number; high: number }>(
    `SELECT min(logit) AS low, max(logit) AS high FROM (${logits})`,
  );
  const width = (high - low) / BINS || 1;
  const counts = await engine.rows<{ bin: number; class: 0 | 1; n: number; of: number }>(`
    SELECT bin, label AS class, count(*) AS n, sum(count(*)) OVER (PARTITION BY label)::BIGINT AS "of"
    FROM (
      SELECT label, least(floor((logit - ${double(low)}) / ${double(width)}), ${BINS - 1})::INTEGER AS bin FROM (${logits})
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
