import type { Engine } from "@despliega/trainer/engine/engine.js";

/**
 * Makes a table of scored observations with labels spread about their scores by a log-normal factor of this deviation,
 * and scores over five decades. The numbers are the same every time.
 */
export const makeLognormal = (
  engine: Engine,
  table: string,
  rows: number,
  deviation = 0.6,
): Promise<void> => {
  const uniform = (stream: number) => `((hash(i, ${stream}) % 1000003 + 0.5) / 1000003)`;
  const normal = (stream: number) =>
    `sqrt(-2 * ln(${uniform(stream)})) * cos(2 * pi() * ${uniform(stream + 1)})`;
  return engine.run(`
    CREATE OR REPLACE TABLE ${table} AS
    SELECT i AS observation, score * exp(${deviation} * ${normal(3)}) AS label, score
    FROM (SELECT i, exp(16 + 1.8 * ${normal(1)}) AS score FROM range(${rows}) AS t(i))`);
};
