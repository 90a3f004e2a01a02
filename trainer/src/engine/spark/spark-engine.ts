import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { isNativeError } from "node:util/types";

import { EngineUnfit, EngineUnreachable } from "../../errors/errors.js";
import { writeRowParts } from "../duckdb/part-writer.js";
import type { Engine, SparkPlace } from "../engine.js";
import { inFlight } from "../in-flight.js";
import type { Relation } from "../relation.js";
import { repeatedByHash } from "../repeated.js";
import { identifier } from "../sql.js";
import { batches } from "./batches.js";
import { csvText } from "./csv-text.js";
import { databricksTransport } from "./databricks-transport.js";
import { sparkDialect } from "./dialect.js";
import { finish } from "./finish.js";
import { kindOfType } from "./kind-of-type.js";
import { pageRows } from "./page-rows.js";
import { sparkFiles } from "./remote-files.js";
import { dayFunction, schemaFunctions } from "./schema-functions.js";
import type { Page, PageColumn, SparkSession, StatementOptions } from "./session.js";
import { sparkQuotes } from "./spark-quotes.js";
import { thriftTransport } from "./thrift-transport.js";
import { isWorthAnother, translated } from "./translated.js";
import type { Transport } from "./transport.js";

/** How the schemas of runs begin. The hour when a run began follows, since 1970. */
const SCHEMA = "despliega_run_";

const HOUR = 3_600_000;

/** Hours after which a schema was left by a run that died. */
const DEAD_HOURS = 72;

/** Times that a statement is tried whose machines were lost. */
const TRIES = 3;

/** Lets tables of Delta, the default of Databricks, have columns of any name. Others pass over it. */
const ANY_NAME = "TBLPROPERTIES ('delta.columnMapping.mode' = 'name')";

/** Numbers in a statement: a service may take a statement of 16 MiB at most. */
const SENT_NUMBERS = 50_000;

/** Opens a session of a Spark, with a schema of its own that is dropped when it is closed. @throws `ENGINE_UNREACHABLE` */
export const openSpark = async (place: SparkPlace): Promise<Engine> => {
  const transport = "warehouse" in place ? databricksTransport(place) : thriftTransport(place);
  const { url } = transport;
  const open = () =>
    transport.open().catch((cause: unknown) => {
      const problem = isNativeError(cause) ? cause.message : String(cause);
      throw new EngineUnreachable({ url, problem }, { cause });
    });
  const session = await open();
  const hour = Math.floor(Date.now() / HOUR);
  const schema = `${SCHEMA}${hour}_${randomBytes(8).toString("hex")}`;
  const engine = sparkEngine(session, { ...transport, schema, open });
  try {
    await dropDead(session, hour);
    await finish(session.pages(`CREATE SCHEMA ${schema}`));
    await session.use(schema);
    for (const sql of schemaFunctions()) await finish(session.pages(sparkQuotes(sql)));
  } catch (cause) {
    await engine.close();
    throw translated(cause, url, `CREATE SCHEMA ${schema}`);
  }
  return engine;
};

/** Drops what runs left that could not drop it themselves. */
const dropDead = async (session: SparkSession, hour: number): Promise<void> => {
  const found = await collect(session.pages(`SHOW SCHEMAS LIKE '${SCHEMA}*'`));
  for (const row of found) {
    const [name] = Object.values(row) as [string];
    const began = new RegExp(`^${SCHEMA}(\\d+)_[\\da-f]+$`).exec(name)?.[1];
    if (began !== undefined && hour - Number(began) > DEAD_HOURS)
      await finish(session.pages(`DROP SCHEMA IF EXISTS ${name} CASCADE`));
  }
};

interface Opened extends Transport {
  readonly schema: string;
}

const sparkEngine = (session: SparkSession, { url, schema, open, confine }: Opened): Engine => {
  const statements = inFlight("the engine");

  /** The pages of one statement. One that lost its machines runs again, as long as no page has been handed out. */
  async function* pages(
    sql: string,
    options?: StatementOptions,
  ): AsyncGenerator<Page, void, undefined> {
    const text = sparkQuotes(sql);
    for (let tries = 1; ; tries++) {
      const result = session.pages(text, options);
      let begun = false;
      try {
        for (;;) {
          const step = await statements.run(() => result.next());
          if (step.done === true) return;
          begun = true;
          yield step.value;
        }
      } catch (cause) {
        if (begun || tries === TRIES || !isWorthAnother(cause)) throw translated(cause, url, sql);
      } finally {
        await result.return();
      }
    }
  }

  const one = (sql: string): Promise<void> => finish(pages(sql));
  const rows = async <Row extends object>(sql: string): Promise<Row[]> =>
    (await collect(pages(sql))) as Row[];
  const row = async <Row extends object>(sql: string): Promise<Row> => {
    const [first, ...others] = await rows<Row>(sql);
    if (first === undefined || others.length > 0) throw new Error(`Expected one row: ${sql}`);
    return first;
  };

  const days = new Map<string, string | null>();
  const own = randomBytes(4).toString("hex");
  let made = 0;
  // No name of an input begins with a line.
  const nextName = (): string => `_${own}_${++made}`;
  const relation = <Column extends string>(
    kind: Relation["kind"],
    name: string,
  ): Relation<Column> => ({ kind, name: identifier(name) });

  const table = async <Column extends string>(select: string, name?: string) => {
    const target = relation<Column>("table", name ?? nextName());
    if (name !== undefined) await one(`DROP TABLE IF EXISTS ${target.name}`);
    await one(`CREATE TABLE ${target.name} ${ANY_NAME} AS ${select}`);
    return target;
  };
  const described = async (select: string): Promise<readonly PageColumn[]> => {
    for await (const page of pages(`${select} LIMIT 0`)) return page.columns;
    return [];
  };
  const names = async (select: string): Promise<string[]> =>
    (await described(select)).map(({ name }) => name);
  const columnsOf = ({ name }: Relation) => names(`SELECT * FROM ${name}`);
  const view = async <Column extends string>(select: string) => {
    const made = relation<Column>("view", nextName());
    await one(`CREATE VIEW ${made.name} AS ${select}`);
    return made;
  };
  const unfit = (what: string) => () =>
    Promise.reject(new EngineUnfit({ what, cure: "leave DESPLIEGA_ENGINE out, for DuckDB" }));

  return {
    dialect: sparkDialect,
    files: sparkFiles({ rows, names }),
    run: one,
    rows,
    row,
    stream: (sql) => batches(pages(sql, { isLarge: true })),
    table,
    view,
    async tableOf<Column extends string>(columns: Readonly<Record<Column, Float64Array>>) {
      const names = Object.keys(columns);
      const values = Object.values<Float64Array>(columns);
      const doubles = names.map(
        (name, i) => `CAST(row['${i + 1}'] AS DOUBLE) AS ${identifier(name)}`,
      );
      const { length } = values[0]!;
      const step = Math.ceil(SENT_NUMBERS / values.length);
      const part = (from: number): string => {
        const to = Math.min(from + step, length);
        const lists = values.map((all) => `split('${all.subarray(from, to).join(" ")}', ' ')`);
        return `
          SELECT CAST(row['0'] AS BIGINT) AS place, ${doubles.join()}
          FROM (SELECT explode(arrays_zip(sequence(${from + 1}, ${to}), ${lists.join()})) AS row)`;
      };
      const made = await table<"place" | Column>(part(0));
      for (let from = step; from < length; from += step)
        await one(`INSERT INTO ${made.name} ${part(from)}`);
      return made;
    },
    async narrow(of, where, without) {
      const names = (await columnsOf(of)).map(identifier).filter((name) => !without.includes(name));
      const narrowed = await table(`SELECT ${names.join(", ")} FROM ${of.name} WHERE ${where}`);
      await one(`DROP TABLE ${of.name}`);
      await one(`ALTER TABLE ${narrowed.name} RENAME TO ${of.name}`);
    },
    async drop(...relations) {
      for (const { kind, name } of relations) await one(`DROP ${kind} IF EXISTS ${name}`);
    },
    columnsOf,
    kindOf: async (of, column) =>
      kindOfType(
        (await described(`SELECT * FROM ${of.name}`)).find(({ name }) => name === column)!.type,
      ),
    repeated: (of, column, where) => repeatedByHash({ row }, of, column, where),
    fingerprint: async ({ name }) =>
      (
        await row<{ hashes: string }>(`
          SELECT CAST(sum(CAST(xxhash64(struct(*)) AS DECIMAL(20, 0))) AS STRING) AS hashes FROM ${name}`)
      ).hashes,
    setDay(name, day) {
      days.set(name, day);
      return one(dayFunction(days));
    },
    async writeCsv(select, file, { header } = { header: true }) {
      const text = csvText(pages(select, { isLarge: true }), header);
      await pipeline(text, createWriteStream(file));
    },
    writeParts: (select, place) => writeRowParts(pageRows(pages(select, { isLarge: true })), place),
    writeTable: unfit("A run in stages cannot be made"),
    readTable: unfit("A run in stages cannot be made"),
    async confine() {
      if (confine !== undefined) await one(confine);
    },
    async close() {
      await session.interrupt();
      await statements.end();
      const drop = `DROP SCHEMA IF EXISTS ${schema} CASCADE`;
      await finish(session.pages(drop)).catch(async () => {
        // What ended this session may be over.
        const other = await open().catch(() => undefined);
        await other
          ?.pages(drop)
          .next()
          .catch(() => {});
        await other?.close();
      });
      await session.close();
    },
  };
};

const collect = async (pages: AsyncIterable<Page>): Promise<Record<string, unknown>[]> => {
  const found: Record<string, unknown>[] = [];
  for await (const { rows, columns } of pages)
    for (let row = 0; row < rows; row++)
      found.push(Object.fromEntries(columns.map((column) => [column.name, plain(column, row)])));
  return found;
};

const plain = ({ type, values, isMissing }: PageColumn, row: number): unknown => {
  if (isMissing(row)) return null;
  const value = values[row]!;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number") return type === "BOOLEAN" ? value === 1 : value;
  const text = Buffer.from(value).toString();
  return type === "DECIMAL" ? Number(text) : text;
};
