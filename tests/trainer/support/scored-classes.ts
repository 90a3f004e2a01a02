import type { Engine } from "@despliega/trainer/engine/engine.js";
import { probabilityOf } from "@despliega/trainer/evaluate/class-answer.js";
import type { ScoredTable } from "@despliega/trainer/evaluate/scored.js";

import { makeTable } from "./engine.js";

/** A row of three classes or more: the code of its class, and the probability of each. */
export interface ScoredRow {
  readonly label: number;
  readonly probabilities: readonly number[];
}

/** Makes the table `classes` of scored observations, in the order of their keys. */
export const makeScoredClasses = (
  engine: Engine,
  rows: readonly ScoredRow[],
): Promise<ScoredTable> => {
  const codes = rows[0]!.probabilities.map((_, code) => [probabilityOf(code), "DOUBLE"] as const);
  return makeTable(
    engine,
    "classes",
    { observation: "BIGINT", label: "BIGINT", score: "DOUBLE", ...Object.fromEntries(codes) },
    rows.map(({ label, probabilities }, i) => [
      i,
      label,
      Math.max(...probabilities),
      ...probabilities,
    ]),
  );
};
