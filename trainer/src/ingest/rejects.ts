import { createReadStream, createWriteStream } from "node:fs";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";

import { literal, type Engine } from "../engine.js";
import type { Loaded } from "./load.js";
import { readCsv } from "./read-csv.js";

/** SQL for `line`, `column` and `reason` of every rejected row: those not well-formed and those marked in the table. */
export const rejectsOf = (loaded: Loaded, faultsFile: string | undefined): string => {
  const { table, fault, line, reasons } = loaded;
  const known = reasons.map(
    ({ column, reason }, at) => `(${at + 1}, ${literal(column)}, ${literal(reason)})`,
  );
  const marked = `
    SELECT ${line} AS line, k.column_name AS "column", k.reason
    FROM ${table} JOIN (VALUES (0, '', ''), ${known.join(", ")}) AS k(place, column_name, reason) ON ${fault} = k.place`;
  if (faultsFile === undefined) return marked;
  return `${marked}
    UNION ALL SELECT line::BIGINT, coalesce("column", ''), reason
    FROM ${readCsv(faultsFile, ["line", "column", "reason"], false)}`;
};

/** Header of the file of rejected rows. */
export const REJECTS_HEADER = "dataset,line,column,reason\n";

/** Appends rejected rows of a data set to a CSV, by line number. */
export const appendRejects = async (
  engine: Engine,
  rejects: string,
  dataset: string,
  directory: string,
  to: string,
): Promise<void> => {
  const file = join(directory, "rejects.csv");
  await engine.run(`
    COPY (SELECT ${literal(dataset)} AS dataset, * FROM (${rejects}) ORDER BY line)
    TO ${literal(resolve(file))} (FORMAT csv, HEADER false)`);
  await pipeline(createReadStream(file), createWriteStream(to, { flags: "a" }));
};

/** The most frequent reasons in words, each with the first of its lines. */
export const summarise = async (engine: Engine, rejects: string): Promise<readonly string[]> => {
  const found = await engine.rows<{ column: string; reason: string; rows: number; first: number }>(
    `SELECT "column", reason, count(*) AS rows, min(line) AS first FROM (${rejects})
     GROUP BY ALL ORDER BY rows DESC, first LIMIT 3`,
  );
  return found.map(
    ({ column, reason, rows, first }) =>
      `${column === "" ? "" : `${column} `}${reason} (${rows}, first on line ${first})`,
  );
};
