import { join } from "node:path";

import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { identifier } from "../engine/sql.js";
import type { ModelDefinition } from "../model/model.js";
import { dayOf, daySql } from "./day.js";
import { inputColumns } from "./input-columns.js";
import { PLACE } from "./input-copy.js";
import { partOf } from "./part.js";

/** Most rows of an input without a time that are brought; such rows may all be needed by those of any day. */
const MOST_WHOLE = 100_000;

/** Inputs that another engine has a part of. */
export interface BroughtPart {
  /** In the order of the model. */
  readonly tables: readonly Relation[];
  /** The cut-off of the part; null where nothing has a time. */
  readonly asOf: string | null;
}

/** What is brought, and where to. */
export interface BringOptions {
  /** Takes the rows. */
  readonly to: Engine;
  /** The cut-off of the run; null where nothing has a time. */
  readonly asOf: string | null;
  /** About the most rows of the inputs with a time together, the oldest; of others where nothing has a time. */
  readonly rows: number;
  /** A directory that `to` reads. */
  readonly directory: string;
}

/**
 * Brings a part of the inputs to another engine: the oldest rows, in whole days, and those without a time whole where others
 * have one.
 *
 * @param tables of the inputs, in the order of the model
 * @returns the name of a table that is too large to be brought whole instead
 */
export const bringPart = async (
  from: Engine,
  model: ModelDefinition,
  tables: readonly Relation[],
  { to, asOf, rows, directory }: BringOptions,
): Promise<BroughtPart | string> => {
  const { dialect } = from;
  const { end, oneIn } = await partOf(from, model, tables, rows);
  const brought: Relation[] = [];
  for (const [i, input] of model.inputs.entries()) {
    const { time, table: name } = input;
    const columns = inputColumns(input);
    const { place } = dialect;
    const before = end === undefined ? "true" : `${dayOf(dialect, time ?? "")} < ${daySql(end)}`;
    const those =
      time === undefined
        ? `ORDER BY ${place} LIMIT ${asOf === null ? rows : MOST_WHOLE + 1}`
        : `WHERE ${before} AND ${dialect.spread(place)} % ${oneIn} = 0 ORDER BY ${place}`;
    const names = columns.map((column) => identifier(column.name));
    const file = join(directory, `${i}.csv`);
    await from.writeCsv(
      `SELECT ${place} AS ${PLACE}, ${names.join(", ")} FROM ${tables[i]!.name} ${those}`,
      file,
      { header: false },
    );
    const fields = columns.map((_, at) => `c${at}`);
    const typed = columns.map(
      ({ type }, at) => `${to.dialect.cast(`c${at}`, type)} AS ${names[at]!}`,
    );
    const form = { header: false, oneLineEach: false };
    const table = await to.table(
      `SELECT ${typed.join(", ")} FROM ${to.dialect.csv(file, ["place", ...fields], form)}
       ORDER BY ${to.dialect.cast("place", "bigint")}`,
      name,
    );
    if (time === undefined && asOf !== null && (await isLarger(to, table))) return name;
    brought.push(table);
  }
  return { tables: brought, asOf: end === undefined || (asOf !== null && asOf < end) ? asOf : end };
};

const isLarger = async (engine: Engine, { name }: Relation): Promise<boolean> => {
  const { found } = await engine.row<{ found: number }>(`SELECT count(*) AS found FROM ${name}`);
  return found > MOST_WHOLE;
};
