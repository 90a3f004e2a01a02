import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import type { MulticlassEvaluation } from "./evaluation.js";

/** Counts observations by class and answer, the codes of both from 0. */
export const countConfusion = async (
  engine: Engine,
  { name }: Relation<"label" | "answer">,
  classes: number,
): Promise<MulticlassEvaluation["confusion"]> => {
  const confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  const counts = await engine.rows<{ label: number; answer: number; n: number }>(
    `SELECT label, answer, count(*) AS n FROM ${name} GROUP BY label, answer`,
  );
  for (const { label, answer, n } of counts) confusion[label]![answer] = n;
  return confusion;
};
