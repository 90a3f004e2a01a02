import type { Dialect } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { identifier, literal } from "../engine/sql.js";
import { dayOf, daySql } from "./day.js";
import type { InputColumn } from "./input-columns.js";
import { PLACE, type InputCopy, type Variant } from "./input-copy.js";

/** Makes variants of an input. The same seed draws the same rows and columns. */
export interface Variants {
  /** A column, in one of so many of the rows for which the SQL `where` is true. */
  readonly altered: (column: string, where: string, oneIn: number) => Pick<Variant, "rows">;
  /** About half of the columns of each row for which the SQL `where` is true. */
  readonly changed: (where: string) => Pick<Variant, "rows">;
  /** Rows on the days from `from` on and before `to`, both YYYY-MM-DD; none where their keys cannot be new. */
  readonly added: (from: string, to: string) => Pick<Variant, "added">;
  /** The rows from the last to the first, which turns round any two of them. */
  readonly reversed: Pick<Variant, "rows">;
  /** The rows in an order by chance. */
  readonly shuffled: Pick<Variant, "rows">;
  /** About one in so many of the rows, each in its place. */
  readonly remaining: (oneIn: number) => Pick<Variant, "removed">;
}

/**
 * Variants of an input whose values are values of that input: a value is replaced by the largest of its column, and the
 * largest by the smallest. So types, bounds and lists of values hold. A unique column keeps its values.
 */
export const variantsOf = async (
  engine: Engine,
  { definition: { time }, columns, copy }: InputCopy,
  seed: number,
): Promise<Variants> => {
  const { dialect } = engine;
  const ends = await endsOf(engine, columns, copy);
  const draw = (what: string) =>
    dialect.spread(`${dialect.cast(PLACE, "text")} || ${literal(` ${what} ${seed}`)}`);
  const other = (at: number): string => {
    const name = identifier(columns[at]!.name);
    const [low, high] = [
      `(SELECT low${at} FROM ${ends.name})`,
      `(SELECT high${at} FROM ${ends.name})`,
    ];
    return `CASE WHEN ${name} = ${high} THEN ${low} ELSE ${high} END`;
  };
  const rows = (value: (column: InputColumn, at: number) => string): string =>
    `SELECT ${columns.map((column, at) => `${value(column, at)} AS ${identifier(column.name)}`).join(", ")} FROM ${copy.name}`;
  const asTheyAre = rows(({ name }) => identifier(name));
  const half = `${draw("row")} % 2 = 0`;
  const changedIf = (where: string) => (column: InputColumn, at: number) =>
    column.unique || column.time
      ? identifier(column.name)
      : `CASE WHEN (${where}) AND ${draw(`column ${at}`)} % 2 = 0 THEN ${other(at)} ELSE ${identifier(column.name)} END`;
  return {
    altered: (altered, where, oneIn) => ({
      rows: `${rows((column, at) =>
        column.name === altered
          ? `CASE WHEN (${where}) AND ${draw("label")} % ${oneIn} = 0 THEN ${other(at)} ELSE ${identifier(column.name)} END`
          : identifier(column.name),
      )} ORDER BY ${PLACE}`,
    }),
    changed: (where) => ({ rows: `${rows(changedIf(where))} ORDER BY ${PLACE}` }),
    added: (from, to) => {
      const days = daysBetween(from, to);
      if (days < 1 || columns.some((column) => column.unique && !canBeNew(column))) return {};
      const day = `${daySql(from)} + ${dialect.cast(`${draw("day")} % ${days}`, "integer")}`;
      const later = `${dayOf(dialect, time!)} >= ${daySql(from)}`;
      const moved = (type: InputColumn["type"]) =>
        `CASE WHEN ${later} THEN ${identifier(time!)} ELSE ${dialect.cast(day, type)} END`;
      const value = (column: InputColumn, at: number): string => {
        if (column.time) return moved(column.type);
        return column.unique ? newKey(dialect, ends, column, at) : changedIf("true")(column, at);
      };
      return { added: `${rows(value)} WHERE ${half} ORDER BY ${PLACE}` };
    },
    reversed: { rows: `${asTheyAre} ORDER BY ${PLACE} DESC` },
    shuffled: {
      rows: `${asTheyAre} ORDER BY ${draw("order")}, ${PLACE}`,
    },
    remaining: (oneIn) => ({
      removed: `${dialect.spread(`${dialect.cast(dialect.place, "text")} || ${literal(` ${seed}`)}`)} % ${oneIn} <> 1`,
    }),
  };
};

const endsOf = (
  engine: Engine,
  columns: readonly InputColumn[],
  copy: Relation,
): Promise<Relation> => {
  const found = columns.map(
    ({ name }, at) => `min(${identifier(name)}) AS low${at}, max(${identifier(name)}) AS high${at}`,
  );
  return engine.table(`SELECT ${found.join(", ")} FROM ${copy.name}`);
};

const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000;

const canBeNew = ({ time, type }: InputColumn): boolean =>
  !time &&
  (type === "text" || type === "bigint" || type === "double" || type.startsWith("decimal"));

const newKey = (
  dialect: Dialect,
  ends: Relation,
  { name, type }: InputColumn,
  at: number,
): string =>
  type === "text"
    ? `${identifier(name)} || ' ' || ${dialect.cast(PLACE, "text")}`
    : dialect.cast(`(SELECT high${at} FROM ${ends.name}) + ${PLACE}`, type);
