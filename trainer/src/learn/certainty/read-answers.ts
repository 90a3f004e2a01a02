import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import { probabilityOf, withAnswer } from "../../evaluate/class-answer.js";
import type { AnswerForm } from "../../evaluate/measure.js";
import type { ScoredTable } from "../../evaluate/scored.js";
import { readScored, type MarkedRows, type ScoredOptions } from "./scored-rows.js";

/** What reading answers needs to know of them. */
export interface AnswersOptions extends Omit<ScoredOptions, "columns"> {
  /** What decides what a model of three classes or more answers. */
  readonly form: Pick<AnswerForm, "classes" | "costs">;
}

/**
 * Reads scored observations by what the model answers: of three classes or more each probability, and the answer last.
 *
 * @param test the observations, for their entities
 */
export const readAnswers = (
  engine: Engine,
  scored: ScoredTable,
  test: ObservationTable,
  { form: { classes: { length } = [], costs }, ...options }: AnswersOptions,
): Promise<MarkedRows> => {
  if (length < 3) return readScored(engine, scored, test, { columns: ["score"], ...options });
  return scoped(engine, async (own) => {
    const answered = await own.view<"observation" | "label" | "score">(
      withAnswer(scored.name, length, costs),
    );
    const columns = [...Array.from({ length }, (_, code) => probabilityOf(code)), "answer"];
    return readScored(own, answered, test, { columns, ...options });
  });
};
