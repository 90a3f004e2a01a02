import type {
  Group,
  Grouping,
  Loss,
  Manifest,
  Measured,
  Performance,
  Week,
} from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { identifier } from "../../engine/sql.js";
import { differencesOfFigures } from "./differences.js";
import { figuresOfRows } from "./figures-of-rows.js";
import type { JudgedForm, JudgedGroups, JudgedTable } from "./judged.js";
import { readJudged, rowsWhere, type JudgedRows } from "./judged-rows.js";
import { lossOf } from "./loss.js";
import { referenceFigure } from "./reference-figure.js";
import type { Sought } from "./sought.js";

/** What the performance of a window is measured by. */
export interface PerformanceQuestion {
  readonly form: JudgedForm;
  readonly outcomes: Performance["outcomes"];
  /** The first day of each week, in the order of their numbers. */
  readonly weeks: readonly string[];
  readonly groups: readonly JudgedGroups[];
  /** The release that is the reference. */
  readonly reference: Pick<Manifest, "metrics" | "intervals">;
  /** Test observations of the reference. */
  readonly referenceRows: number;
  readonly sought: Sought;
}

/** Measures the answers of a window whose outcomes are known: all, by week and by group, and what was lost since the reference. */
export const performanceOf = async (
  engine: Engine,
  judged: JudgedTable,
  question: PerformanceQuestion,
): Promise<Performance> => {
  const { form, outcomes, groups } = question;
  const { known } = outcomes;
  if (known === 0) return { outcomes, weeks: [], groups: [] };
  const rows = await readJudged(engine, judged, form, groups, known);
  const counts = { known, measured: rows.labels.length };
  const whole: Measured = { ...counts, ...(await figuresOfRows(rows, form)) };
  const loss = lossOfWhole(whole, question);
  return {
    outcomes,
    whole,
    weeks: await byWeek(engine, judged, rows, question),
    groups: await byGroup(engine, judged, rows, question),
    ...(loss === undefined ? {} : { loss }),
  };
};

const lossOfWhole = (
  { figures, measured }: Measured,
  { reference, referenceRows, sought }: PerformanceQuestion,
): Loss | undefined => {
  const [before, now] = [referenceFigure(reference, sought.metric), figures[sought.metric]];
  if (before === undefined) return undefined;
  return lossOf({
    ...sought,
    reference: { figure: before, answers: referenceRows },
    now: { figure: now ?? { value: before.value }, answers: measured },
  });
};

/** Fewer answers than this say nothing of a week or a group, and might say something of one person. */
const LEAST = 10;

const byWeek = async (
  engine: Engine,
  judged: JudgedTable,
  rows: JudgedRows,
  { form, weeks }: PerformanceQuestion,
): Promise<Week[]> => {
  const counts = await countBy(engine, judged, "week");
  const found: Week[] = [];
  for (const [place, from] of weeks.entries()) {
    const known = counts.get(place) ?? 0;
    const some = rowsWhere(rows, (row) => rows.weeks[row] === place);
    const measured = some.labels.length;
    if (measured < LEAST) continue;
    found.push({ from, known, measured, ...(await figuresOfRows(some, form)) });
  }
  return found;
};

const byGroup = async (
  engine: Engine,
  judged: JudgedTable,
  rows: JudgedRows,
  { form, groups }: PerformanceQuestion,
): Promise<Grouping[]> => {
  const found: Grouping[] = [];
  for (const [nth, { by, column, names }] of groups.entries()) {
    const counts = await countBy(engine, judged, column);
    const placeOf = rows.groups[nth]!;
    const of: Group[] = [];
    for (const [place, name] of names.entries()) {
      const known = counts.get(place) ?? 0;
      const own = rowsWhere(rows, (row) => placeOf[row] === place);
      const measured = own.labels.length;
      if (measured < LEAST) continue;
      const group = await figuresOfRows(own, form);
      const others = rowsWhere(rows, (row) => placeOf[row] !== place);
      const { figures } = await figuresOfRows(others, form);
      const differences = differencesOfFigures(group.figures, figures);
      of.push({ name, known, measured, ...group, differences });
    }
    found.push({ by, groups: of });
  }
  return found;
};

/** How many answers each week or group has, by its number. */
const countBy = async (
  engine: Engine,
  { name }: JudgedTable,
  column: string,
): Promise<ReadonlyMap<number, number>> => {
  const place = engine.dialect.cast(identifier(column), "integer");
  const counts = await engine.rows<{ place: number | null; n: number }>(
    `SELECT ${place} AS place, count(*) AS n FROM ${name} GROUP BY 1`,
  );
  return new Map(counts.flatMap(({ place: of, n }) => (of === null ? [] : [[of, n] as const])));
};
