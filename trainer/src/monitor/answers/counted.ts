import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { within, type Spans } from "../days.js";
import type { AnswerLines } from "./answer-lines.js";

/** Answers that drift is measured on. `part` is 0 in the window and 1 before it. */
export type CountedTable = Relation<"part" | "version">;

/**
 * Takes one answer for each key from the window and one from the days before, and every answer without a key. Which one of a key is
 * taken depends on its id alone. Questions about the same key are not independent: counted each, a key that is asked often
 * would make a chance difference look real.
 *
 * @param answers SQL that is true of the lines to take from
 */
export const countedAnswers = async (
  engine: Engine,
  lines: AnswerLines,
  answers: string,
  { window, before }: Pick<Spans, "window" | "before">,
): Promise<CountedTable> => {
  const { spread, ofLeast, place } = engine.dialect;
  const part = `CASE WHEN ${within("day", window)} THEN 0 WHEN ${within("day", before)} THEN 1 END`;
  const all = `SELECT *, ${place} AS row, ${part} AS part FROM ${lines.name} WHERE ${answers}`;
  const chosen = `SELECT ${ofLeast("row", spread("id"))} AS row FROM (${all})
    WHERE key IS NOT NULL AND part IS NOT NULL GROUP BY part, ${spread("key")}`;
  return engine.table<"part" | "version">(`
    SELECT * FROM (${all})
    WHERE part IS NOT NULL AND (key IS NULL OR row IN (${chosen}))`);
};
