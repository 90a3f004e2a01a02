import { DuckDBInstance, type DuckDBConnection, type DuckDBDataChunk } from "@duckdb/node-api";

import type { Engine, EngineOptions } from "../engine.js";
import { inFlight } from "../in-flight.js";
import { PART_ROWS, PART_TYPES, type PartFile } from "../part-files.js";
import type { Relation } from "../relation.js";
import { identifier, literal } from "../sql.js";
import { batches } from "./batches.js";
import { CLOSED, confineSql } from "./closed.js";
import { duckdbDialect } from "./dialect.js";
import { kindOfType } from "./kind-of-type.js";
import { repeatedIn } from "./repeated.js";
import { translated } from "./translated.js";
import {
  castSql,
  parquetSql,
  readTableSql,
  typesSql,
  writeTableSql,
  type TypedColumn,
} from "./typed-table.js";

/** Opens a DuckDB that fetches no extension and spills to disk beyond its memory limit. */
export const openDuckdb = async (options: EngineOptions): Promise<Engine> => {
  const instance = await DuckDBInstance.create(":memory:", {
    ...CLOSED,
    memory_limit: options.memoryLimit,
    // Else what was freed stays with the process for seconds, beside the limit. No other thread gives it back.
    allocator_background_threads: "true",
    temp_directory: options.spillDirectory,
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
  });
  const connection = await instance.connect();
  if (options.tablesFile !== undefined)
    await connection.run(
      `ATTACH ${literal(options.tablesFile)} AS tables (ROW_GROUP_SIZE ${LEAST_GROUP}); USE tables`,
    );
  return duckdbEngine(instance, connection, options);
};

/** Fewest rows in a group, of which a thread takes one at a time. */
const LEAST_GROUP = 2_048;

const INTERRUPT_MS = 20;

const duckdbEngine = (
  instance: DuckDBInstance,
  connection: DuckDBConnection,
  options: EngineOptions,
): Engine => {
  // Closing the library under a statement ends the process with a signal, or never.
  const statements = inFlight("the engine");
  const execute = async <Result>(operation: () => Promise<Result>): Promise<Result> => {
    try {
      return await statements.run(operation);
    } catch (cause) {
      throw translated(cause, options);
    }
  };
  const run = async (sql: string): Promise<void> => {
    await execute(() => connection.run(sql));
  };
  const rows = async <Row extends object>(sql: string): Promise<Row[]> => {
    const reader = await execute(() => connection.runAndReadAll(sql));
    return reader.getRowObjects().map((row) => plain(row) as Row);
  };
  const row = async <Row extends object>(sql: string): Promise<Row> => {
    const [first, ...others] = await rows<Row>(sql);
    if (first === undefined || others.length > 0) throw new Error(`Expected one row: ${sql}`);
    return first;
  };
  async function* chunks(sql: string): AsyncGenerator<DuckDBDataChunk, void, undefined> {
    const result = await execute(() => connection.stream(sql));
    for (;;) {
      const chunk = await execute(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk;
    }
  }
  let made = 0;
  // No name of an input has a space.
  const nextName = (): string => `run ${++made}`;
  const relation = <Column extends string>(
    kind: Relation["kind"],
    name: string,
  ): Relation<Column> => ({ kind, name: identifier(name) });
  const table = async <Column extends string>(select: string, name?: string) => {
    const made = relation<Column>("table", name ?? nextName());
    const temporary = name === undefined ? "TEMP" : "OR REPLACE";
    await run(`CREATE ${temporary} TABLE ${made.name} AS ${select}`);
    return made;
  };
  const described = (select: string): Promise<TypedColumn[]> =>
    rows(`SELECT column_name AS name, column_type AS type FROM (DESCRIBE ${select})`);
  return {
    dialect: duckdbDialect,
    run,
    rows,
    row,
    stream: (sql) => batches(chunks(sql)),
    table,
    async view<Column extends string>(select: string) {
      const view = relation<Column>("view", nextName());
      await run(`CREATE TEMP VIEW ${view.name} AS ${select}`);
      return view;
    },
    async tableOf<Column extends string>(columns: Readonly<Record<Column, Float64Array>>) {
      const name = nextName();
      const made = relation<"place" | Column>("table", name);
      const doubles = Object.keys(columns).map((column) => `${identifier(column)} DOUBLE`);
      const values = Object.values<Float64Array>(columns);
      await run(`CREATE TEMP TABLE ${made.name} (place BIGINT, ${doubles.join()})`);
      await execute(async () => {
        const appender = await connection.createAppender(name);
        for (let at = 0; at < values[0]!.length; at++) {
          appender.appendBigInt(BigInt(at + 1));
          for (const column of values) appender.appendDouble(column[at]!);
          appender.endRow();
        }
        appender.closeSync();
      });
      return made;
    },
    async narrow({ name }, where, without) {
      await run(`DELETE FROM ${name} WHERE (${where}) IS NOT true`);
      for (const column of without) await run(`ALTER TABLE ${name} DROP COLUMN ${column}`);
    },
    async drop(...relations) {
      for (const { kind, name } of relations) await run(`DROP ${kind} IF EXISTS ${name}`);
    },
    columnsOf: async ({ name }) =>
      (
        await rows<{ column: string }>(`SELECT column_name AS "column" FROM (DESCRIBE ${name})`)
      ).map(({ column }) => column),
    kindOf: async ({ name }, column) => {
      const { type } = await row<{ type: string }>(
        `SELECT column_type AS type FROM (DESCRIBE ${name}) WHERE column_name = ${literal(column)}`,
      );
      return kindOfType(type);
    },
    repeated: (of, column, where) => repeatedIn({ row }, of, column, where),
    fingerprint: async ({ name }) =>
      (
        await row<{ hashes: string }>(
          `SELECT sum(hash(hashed)::HUGEINT)::VARCHAR AS hashes FROM ${name} AS hashed`,
        )
      ).hashes,
    setDay: (name, day) =>
      run(`SET VARIABLE ${identifier(name)} = ${day === null ? "NULL" : literal(day)}::DATE`),
    writeCsv: (select, file, { header } = { header: true }) =>
      run(`COPY (${select}) TO ${literal(file)} (FORMAT csv, HEADER ${header})`),
    async writeParts(select, place) {
      // The table keeps the order, and a range of its rows is read without the others.
      const sorted = await table(select);
      const columns = (await described(`SELECT * FROM ${sorted.name}`)).map(({ name, type }) => ({
        name,
        type: PART_TYPES[kindOfType(type)],
      }));
      const { total } = await row<{ total: number }>(
        `SELECT count(*) AS total FROM ${sorted.name}`,
      );
      const parts: PartFile[] = [];
      for (let from = 0; from < total; from += PART_ROWS) {
        const file = place(parts.length);
        const some = `SELECT * FROM ${sorted.name} WHERE rowid >= ${from} AND rowid < ${from + PART_ROWS}`;
        await run(writeTableSql(castSql(columns, `(${some})`), columns, file));
        parts.push({ file, rows: Math.min(PART_ROWS, total - from) });
      }
      await run(`DROP TABLE ${sorted.name}`);
      return parts;
    },
    writeTable: async (select, file) => run(writeTableSql(select, await described(select), file)),
    async readTable<Column extends string>(file: string, name?: string) {
      const names = await described(`SELECT * FROM ${parquetSql(file)}`);
      const { types } = await row<{ types: string }>(typesSql(file));
      const sql = readTableSql(
        file,
        names.map((column) => column.name),
        types,
      );
      return table<Column>(sql, name);
    },
    confine: (directory) => run(confineSql(directory)),
    async close() {
      // A statement that waits for its turn cannot be interrupted yet.
      const interrupting = setInterval(() => connection.interrupt(), INTERRUPT_MS);
      connection.interrupt();
      await statements.end();
      clearInterval(interrupting);
      connection.closeSync();
      instance.closeSync();
    },
  };
};

const plain = (row: Record<string, unknown>): Record<string, unknown> => {
  for (const [name, value] of Object.entries(row))
    if (typeof value === "bigint") row[name] = Number(value);
  return row;
};
