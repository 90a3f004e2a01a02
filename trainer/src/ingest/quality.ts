import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { identifier } from "../engine/sql.js";
import type { PlainColumn, PlainColumns } from "../model/columns.js";
import { IDENTITY } from "./person-columns.js";

/** How good an input is, in counts; a range holds the ends of a column that says nothing of who a person is. */
export interface InputQuality {
  /** Why rows were rejected, most first. A row counts once for each column that does not fit. */
  readonly causes: readonly RejectCause[];
  /** Rows that repeat an earlier row in every column. */
  readonly repeated: number;
  readonly columns: readonly ColumnQuality[];
}

/** A reason to reject rows. */
export interface RejectCause {
  /** Empty where the whole row does not fit. */
  readonly column: string;
  readonly reason: string;
  readonly rows: number;
}

/** A column of the rows that were kept. */
export interface ColumnQuality {
  readonly name: string;
  readonly type: PlainColumn["type"];
  readonly missing: number;
  /** Whether all values that are there are the same. */
  readonly isConstant: boolean;
  /** Least and greatest number, day or moment. */
  readonly range?: readonly [least: number | string, greatest: number | string];
}

/** Why rows were rejected. @param rejects the query of `rejectsOf` */
export const causesOf = (engine: Engine, rejects: string): Promise<RejectCause[]> =>
  engine.rows(`
    SELECT "column", reason, count(*) AS rows FROM (${rejects})
    GROUP BY "column", reason ORDER BY rows DESC, "column", reason`);

/**
 * Counts what is missing, constant and repeated in the rows that were kept.
 *
 * @param secret the column that identifies people
 */
export const qualityOf = async (
  engine: Engine,
  table: Relation,
  columns: PlainColumns,
  secret: string | undefined,
): Promise<Omit<InputQuality, "causes">> => {
  const named = Object.entries(columns).filter(([name]) => name !== IDENTITY);
  const found = await engine.row<Record<string, number | string | boolean | null>>(`
    SELECT count(*) AS n, ${named.map(([name, { type }], at) => factsOf(engine, name, type, at)).join()}
    FROM ${table.name}`);
  const isRepeatable = named.every(([, { unique }]) => unique !== true);
  return {
    repeated: isRepeatable
      ? await repeatedOf(
          engine,
          table,
          named.map(([name]) => name),
        )
      : 0,
    columns: named.map(([name, { type }], at) => {
      const there = found[`there${at}`] as number;
      const ends = [found[`low${at}`], found[`high${at}`]] as ColumnQuality["range"] | [null, null];
      return {
        name,
        type,
        missing: (found["n"] as number) - there,
        isConstant: there > 0 && found[`constant${at}`] === true,
        ...(name === secret || !isRange(ends) ? {} : { range: ends }),
      };
    }),
  };
};

const isRange = (
  ends: ColumnQuality["range"] | [null, null],
): ends is NonNullable<ColumnQuality["range"]> => ends?.[0] !== null;

const factsOf = (
  { dialect: { cast } }: Engine,
  name: string,
  type: PlainColumn["type"],
  at: number,
): string => {
  const value = identifier(name);
  const ends = (end: string): string => {
    if (type === "text" || type === "boolean") return "NULL";
    return cast(`${end}(${value})`, type === "date" || type === "timestamp" ? "text" : "double");
  };
  return `count(${value}) AS there${at}, min(${value}) = max(${value}) AS constant${at},
          ${ends("min")} AS low${at}, ${ends("max")} AS high${at}`;
};

const repeatedOf = async (
  engine: Engine,
  { name }: Relation,
  columns: readonly string[],
): Promise<number> =>
  (
    await engine.row<{ repeated: number }>(`
      SELECT (SELECT count(*) FROM ${name}) - (SELECT count(*) FROM (SELECT DISTINCT ${columns.map(identifier).join()} FROM ${name})) AS repeated`)
  ).repeated;
