import type { DayVolume } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { eachDay, within, type Days } from "../days.js";
import type { AnswerLines } from "./answer-lines.js";

/** How much was answered on each day of some, and how much could not be. */
export const volumeOf = async (
  engine: Engine,
  { name }: AnswerLines,
  days: Days,
): Promise<DayVolume[]> => {
  const { cast } = engine.dialect;
  const where = within("day", days);
  const sums = await engine.rows<{ day: string; read: number; answers: number; dropped: number }>(`
    SELECT day, count(id) FILTER (WHERE challenge IS NULL) AS read,
           ${cast("coalesce(sum(answers), 0)", "bigint")} AS answers,
           ${cast("coalesce(sum(dropped), 0)", "bigint")} AS dropped
    FROM ${name} WHERE ${where} GROUP BY day`);
  // Few texts are unlike all others: most name one error once.
  const refused = await engine.rows<{ day: string; refused: string; n: number }>(`
    SELECT day, refused, count(*) AS n FROM ${name}
    WHERE ${where} AND refused IS NOT NULL AND refused <> '{}' GROUP BY day, refused`);
  return eachDay(days).map((day) => {
    const found = sums.find((row) => row.day === day);
    return {
      day,
      read: found?.read ?? 0,
      answers: found?.answers ?? 0,
      dropped: found?.dropped ?? 0,
      refused: codesOf(refused.filter((row) => row.day === day)),
    };
  });
};

const codesOf = (rows: readonly { readonly refused: string; readonly n: number }[]) => {
  const codes = new Map<string, number>();
  for (const { refused, n } of rows)
    for (const [code, count] of Object.entries(JSON.parse(refused) as Record<string, unknown>))
      if (typeof count === "number") codes.set(code, (codes.get(code) ?? 0) + count * n);
  return Object.fromEntries([...codes].toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

/** How many lines could not be read. */
export const tornLines = async (
  engine: Engine,
  { name }: AnswerLines,
  days: Days,
): Promise<number> =>
  (
    await engine.row<{ n: number }>(
      `SELECT count(*) AS n FROM ${name} WHERE ${within("day", days)} AND answered_at IS NULL`,
    )
  ).n;
