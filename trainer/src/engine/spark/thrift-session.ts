import { setTimeout as wait } from "node:timers/promises";

import type { Patience } from "../engine.js";
import { finish } from "./finish.js";
import {
  SessionLost,
  StatementFailed,
  StatementInterrupted,
  StatementOverdue,
  type Page,
  type PageColumn,
  type SparkSession,
} from "./session.js";
import { connectThrift, type Address, type ThriftConnection } from "./thrift-connection.js";
import type { SentField, Struct, ThriftValue } from "./thrift-values.js";

/** The version of the protocol from which on results are columns. HIVE_CLI_SERVICE_PROTOCOL_V8 in Hive's TCLIService.thrift. */
const PROTOCOL = 7;

/** What a call takes that does not wait for a statement; the server holds an answer about one for 5 s. */
const CALL_MS = 60_000;

const RETRY_MS = 500;
/** Within which a job starts that was being planned. */
const SETTLE_MS = 2_000;

/** Rows in a page. */
const PAGE_ROWS = 10_000n;

const [FINISHED, CANCELED, CLOSED, FAILED, TIMED_OUT] = [2, 3, 4, 5, 8];

/** Names of types by their number in TCLIService.thrift. */
const TYPES = [
  ..."BOOLEAN TINYINT SMALLINT INT BIGINT FLOAT DOUBLE STRING TIMESTAMP BINARY ARRAY MAP STRUCT UNION".split(
    " ",
  ),
  ..."USER_DEFINED DECIMAL VOID DATE VARCHAR CHAR".split(" "),
];

/**
 * Opens a session of Hive's protocol, which Spark's Thrift server speaks. A server that does not listen yet is asked again.
 *
 * @throws the last error of connecting when the patience ends
 */
export const openThriftSession = async (
  address: Address,
  { connectSeconds, statementSeconds }: Patience,
): Promise<SparkSession> => {
  const end = performance.now() + connectSeconds * 1_000;
  const connection = await connectUntil(address, end);
  const open = await connection
    .call(
      "OpenSession",
      [
        [1, { i32: PROTOCOL }],
        [2, { bytes: "despliega" }],
      ],
      Math.max(end - performance.now(), RETRY_MS),
    )
    .catch((error: unknown) => {
      connection.close();
      throw error;
    });
  try {
    requireSuccess(open);
  } catch (error) {
    connection.close();
    throw error;
  }
  return thriftSession(address, connection, handleOf(open, 3), statementSeconds);
};

const connectUntil = async (address: Address, end: number): Promise<ThriftConnection> => {
  for (;;)
    try {
      return await connectThrift(address, Math.max(end - performance.now(), RETRY_MS));
    } catch (error) {
      if (performance.now() + RETRY_MS > end) throw error;
      await wait(RETRY_MS);
    }
};

const thriftSession = (
  address: Address,
  connection: ThriftConnection,
  session: SentField[],
  statementSeconds: number,
): SparkSession => {
  const running = new Set<SentField[]>();

  async function* pages(
    sql: string,
    { isLarge = false } = {},
  ): AsyncGenerator<Page, void, undefined> {
    const end = performance.now() + statementSeconds * 1_000;
    const left = () => Math.max(end - performance.now(), RETRY_MS) + CALL_MS;
    const started = await connection.call(
      "ExecuteStatement",
      [
        [1, { struct: session }],
        [2, { bytes: sql }],
        [3, { texts: { "spark.sql.thriftServer.incrementalCollect": String(isLarge) } }],
        [4, { bool: true }],
        [5, { i64: BigInt(statementSeconds) }],
      ],
      CALL_MS,
    );
    requireSuccess(started);
    const operation = handleOf(started, 2);
    const of: readonly SentField[] = [[1, { struct: operation }]];
    running.add(operation);
    try {
      await finished(of, end);
      const schema = await connection.call("GetResultSetMetadata", of, CALL_MS);
      requireSuccess(schema);
      const columns = columnsOf(schema);
      for (let first = true; ; first = false) {
        const fetched = await connection.call(
          "FetchResults",
          [...of, [2, { i32: 0 }], [3, { i64: PAGE_ROWS }], [4, { i16: 0 }]],
          left(),
        );
        requireSuccess(fetched);
        const page = pageOf(fetched, columns);
        if (page.rows === 0 && !first) return;
        yield page;
        if (page.rows === 0) return;
      }
    } catch (error) {
      // A job that is planned while its statement is cancelled starts nevertheless. Closing the statement ends it, if it runs.
      if (error instanceof StatementInterrupted) await wait(SETTLE_MS);
      throw error;
    } finally {
      running.delete(operation);
      // It may be lost, and then the server ends the statement itself.
      await connection.call("CloseOperation", of, CALL_MS).catch(() => {});
    }
  }

  /** Waits until a statement has ended well. The server answers when it ends, at the latest after some seconds. */
  const finished = async (of: readonly SentField[], end: number): Promise<void> => {
    for (;;) {
      const status = await connection.call("GetOperationStatus", of, CALL_MS);
      requireSuccess(status);
      const state = Number(status.get(2));
      if (state === FINISHED) return;
      if (state === FAILED) throw new StatementFailed(textOf(status.get(5)));
      if (state === CANCELED || state === CLOSED) throw new StatementInterrupted("cancelled");
      if (state === TIMED_OUT || performance.now() > end) {
        await cancel(of);
        throw new StatementOverdue(`more than ${statementSeconds} s`);
      }
    }
  };

  /** A connection of its own, since the server answers the calls of one after the other. */
  const cancel = async (of: readonly SentField[]): Promise<void> => {
    const other = await connectThrift(address, CALL_MS);
    try {
      await other.call("CancelOperation", of, CALL_MS);
    } finally {
      other.close();
    }
  };

  return {
    pages,
    async use(schema) {
      await finish(pages(`USE ${schema}`));
    },
    async interrupt() {
      for (const operation of running) await cancel([[1, { struct: operation }]]).catch(() => {});
    },
    async close() {
      await connection.call("CloseSession", [[1, { struct: session }]], CALL_MS).catch(() => {});
      connection.close();
    },
  };
};

/** @throws StatementFailed when an answer says so, SessionLost when the server does not know the session any more */
const requireSuccess = (answer: Struct): void => {
  const status = answer.get(1) as Struct;
  const code = Number(status.get(1));
  if (code === 3) {
    const text = textOf(status.get(5));
    if (/Invalid (?:Session|Operation)Handle/iu.test(text)) throw new SessionLost(text);
    throw new StatementFailed(text);
  }
  if (code === 4) throw new SessionLost("the session is gone");
};

const textOf = (value: ThriftValue | undefined): string =>
  value === undefined ? "" : (value as Buffer).toString();

/** The fields of a handle as it came, to send it back. */
const handleOf = (answer: Struct, id: number): SentField[] => {
  const handle = answer.get(id) as Struct;
  const { 0: guid, 1: secret } = [...(handle.get(1) as Struct).values()] as Buffer[];
  const identifier: SentField[] = [
    [1, { bytes: guid! }],
    [2, { bytes: secret! }],
  ];
  const fields: SentField[] = [[1, { struct: identifier }]];
  if (handle.has(2)) fields.push([2, { i32: Number(handle.get(2)) }]);
  if (handle.has(3)) fields.push([3, { bool: handle.get(3) === true }]);
  return fields;
};

interface Described {
  readonly name: string;
  readonly type: string;
}

const columnsOf = (answer: Struct): readonly Described[] => {
  const schema = answer.get(2) as Struct | undefined;
  const columns = (schema?.get(1) ?? []) as readonly Struct[];
  return columns.map((column) => {
    const [entry] = (column.get(2) as Struct).get(1) as readonly Struct[];
    const primitive = entry!.get(1) as Struct | undefined;
    return {
      name: textOf(column.get(1)),
      type: primitive === undefined ? "OTHER" : (TYPES[Number(primitive.get(1))] ?? "OTHER"),
    };
  });
};

const pageOf = (answer: Struct, described: readonly Described[]): Page => {
  const set = answer.get(3) as Struct | undefined;
  const found = (set?.get(3) ?? []) as readonly Struct[];
  const columns = found.map((column, i): PageColumn => {
    const [content] = [...column.values()] as Struct[];
    const values = content!.get(1) as PageColumn["values"];
    const nulls = content!.get(2) as Buffer;
    const isMissing = (row: number): boolean => ((nulls[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
    return { ...described[i]!, values, isMissing };
  });
  return {
    rows: columns[0]?.values.length ?? 0,
    columns: columns.length > 0 ? columns : empty(described),
  };
};

const empty = (described: readonly Described[]): readonly PageColumn[] =>
  described.map((column) => ({ ...column, values: [], isMissing: () => true }));
