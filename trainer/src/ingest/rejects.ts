import { createReadStream, createWriteStream } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";

import type { Dialect } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { literal } from "../engine/sql.js";
import type { Loaded } from "./load.js";

/**
 * SQL for `line`, `place`, `column` and `reason` of every fault of the rejected rows: of those not well-formed, and of
 * those marked in the table, where each column that does not fit is one.
 */
export const rejectsOf = (
  dialect: Dialect,
  loaded: Loaded,
  faultsFile: string | undefined,
): string => {
  const { table, fault, faults, line, reasons } = loaded;
  const places = dialect.each(`coalesce(${faults}, ${dialect.list([fault])})`);
  const known = reasons.map(
    ({ column, reason }, at) => `(${at + 1}, ${literal(column)}, ${literal(reason)})`,
  );
  const marked = `
    SELECT line, place, k.column_name AS "column", k.reason
    FROM (SELECT ${line} AS line, ${places} AS place FROM ${table.name} WHERE ${fault} IS NOT NULL)
    JOIN (VALUES (0, '', ''), ${known.join(", ")}) AS k(place, column_name, reason) USING (place)`;
  if (faultsFile === undefined) return marked;
  return `${marked}
    UNION ALL SELECT ${dialect.cast("line", "bigint")}, 0, coalesce("column", ''), reason
    FROM ${dialect.csv(faultsFile, ["line", "column", "reason"], { header: false })}`;
};

/** Header of the file of rejected rows. */
export const REJECTS_HEADER = "dataset,line,column,reason\n";

/** The file of the rejected rows of one input, without a header, in a directory of its own. */
export const rejectsFile = (directory: string): string => join(directory, "rejects.csv");

/** Appends rejected rows of a data set to a CSV, by line number. */
export const appendRejects = async (
  engine: Engine,
  rejects: string,
  dataset: string,
  directory: string,
  to: string,
): Promise<void> => {
  const file = rejectsFile(directory);
  await engine.writeCsv(
    `SELECT ${literal(dataset)} AS dataset, line, "column", reason FROM (${rejects}) ORDER BY line, place`,
    resolve(file),
    { header: false },
  );
  await pipeline(createReadStream(file), createWriteStream(to, { flags: "a" }));
};

/** How many faults there are. */
export const countRejects = async (engine: Engine, rejects: string): Promise<number> =>
  (await engine.row<{ faults: number }>(`SELECT count(*) AS faults FROM (${rejects})`)).faults;

/** So many reasons are told, the most frequent ones. */
const TOLD = 10;

/** The reasons in words, each with how many rows have it and the first of their lines or rows. */
export const summarise = async (
  engine: Engine,
  rejects: string,
  numbers: "lines" | "rows",
): Promise<readonly string[]> => {
  const place = numbers === "lines" ? "line" : "row";
  const found = await engine.rows<{ column: string; reason: string; rows: number; first: number }>(
    `SELECT "column", reason, count(*) AS rows, min(line) AS first FROM (${rejects})
     GROUP BY "column", reason ORDER BY rows DESC, first, "column", reason`,
  );
  const told = found
    .slice(0, TOLD)
    .map(
      ({ column, reason, rows, first }) =>
        `${column === "" ? "" : `${column} `}${reason} (${rows}, first on ${place} ${first})`,
    );
  return found.length > TOLD ? [...told, `${found.length - TOLD} reasons more`] : told;
};
