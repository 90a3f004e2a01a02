import { resolve } from "node:path";
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
    UNION ALL SELECT line::BIGINT, '', reason FROM ${readCsv(faultsFile, ["line", "reason"], false)}`;
};

/** Writes rejected rows to a CSV by line number. */
export const writeRejects = (engine: Engine, rejects: string, file: string): Promise<void> =>
  engine.run(
    `COPY (SELECT * FROM (${rejects}) ORDER BY line) TO ${literal(resolve(file))} (FORMAT csv, HEADER)`,
  );

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
