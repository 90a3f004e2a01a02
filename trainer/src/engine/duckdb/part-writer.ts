import { dirname, join } from "node:path";

import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";

import type { ReturnedColumn } from "../description.js";
import { PART_ROWS, PART_TYPES, type PartFile } from "../part-files.js";
import { identifier, literal } from "../sql.js";
import { withSmallEngine } from "./small-engine.js";
import { castSql, writeTableSql } from "./typed-table.js";

/** Takes the values of a row one by one, by their columns, and its end. A day is a text. */
export type RowAppender = Pick<
  DuckDBAppender,
  "appendBigInt" | "appendDouble" | "appendBoolean" | "appendVarchar" | "appendNull" | "endRow"
>;

/** Some consecutive rows that are written. */
export interface RowBlock {
  readonly rows: number;
  readonly columns: readonly Pick<ReturnedColumn, "name" | "kind">[];
  /** Appends the rows from one on, up to another. */
  readonly append: (to: RowAppender, from: number, end: number) => void;
}

/** Writes rows to Parquet files, as `writeParts` of an engine says. One part at a time is held, in a DuckDB of its own. */
export const writeRowParts = (
  blocks: AsyncIterable<RowBlock>,
  place: (part: number) => string,
): Promise<PartFile[]> => {
  const directory = dirname(place(0));
  const settings = `SET temp_directory = ${literal(join(directory, "spill"))}`;
  return withSmallEngine(directory, settings, async (connection) => {
    const parts: PartFile[] = [];
    let open: OpenPart | undefined;
    const finish = async ({ appender, columns, rows }: OpenPart): Promise<void> => {
      open = undefined;
      appender.closeSync();
      const file = place(parts.length);
      await connection.run(writeTableSql(castSql(columns, "part"), columns, file));
      await connection.run("DROP TABLE part");
      parts.push({ file, rows });
    };
    try {
      for await (const block of blocks)
        for (let from = 0; from < block.rows;) {
          open ??= await openPart(connection, block);
          const end = Math.min(block.rows, from + PART_ROWS - open.rows);
          block.append(open.appender, from, end);
          open.rows += end - from;
          from = end;
          if (open.rows === PART_ROWS) await finish(open);
        }
      if (open !== undefined) await finish(open);
      return parts;
    } finally {
      // The library must not be closed before it.
      open?.appender.closeSync();
    }
  });
};

interface OpenPart {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly appender: DuckDBAppender;
  rows: number;
}

const openPart = async (
  connection: DuckDBConnection,
  { columns: described }: RowBlock,
): Promise<OpenPart> => {
  const columns = described.map(({ name, kind }) => ({ name, type: PART_TYPES[kind] }));
  const held = columns.map(
    ({ name, type }) => `${identifier(name)} ${type === "DATE" ? "VARCHAR" : type}`,
  );
  await connection.run(`CREATE TABLE part (${held.join(", ")})`);
  return { columns, appender: await connection.createAppender("part"), rows: 0 };
};
