import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import { probabilityOf, withAnswer } from "../../evaluate/class-answer.js";
import type { AnswerForm } from "../../evaluate/measure.js";
import type { ScoredTable } from "../../evaluate/scored.js";
import { readScored, type ScoredRows } from "./scored-rows.js";

/**
 * Reads scored observations by what the model answers: of three classes or more each probability, and the answer last.
 *
 * @param test the observations, for their entities
 * @param observations how many are scored
 */
export const readAnswers = (
  engine: Engine,
  { classes: { length } = [], costs }: Pick<AnswerForm, "classes" | "costs">,
  scored: ScoredTable,
  test: ObservationTable,
  observations: number,
): Promise<ScoredRows> => {
  if (length < 3) return readScored(engine, scored, test, ["score"], observations);
  return scoped(engine, async (own) => {
    const answered = await own.view<"observation" | "label" | "score">(
      withAnswer(scored.name, length, costs),
    );
    const columns = [...Array.from({ length }, (_, code) => probabilityOf(code)), "answer"];
    return readScored(own, answered, test, columns, observations);
  });
};
