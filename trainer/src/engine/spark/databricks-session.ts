import { setTimeout as wait } from "node:timers/promises";

import { z } from "zod";

import type { DatabricksPlace } from "../engine.js";
import { databricksClient } from "./databricks-client.js";
import { Chunk, Statement, type Rows } from "./databricks-shapes.js";
import { columnsOf, pageOf } from "./databricks-values.js";
import {
  SessionLost,
  StatementFailed,
  StatementInterrupted,
  StatementOverdue,
  type Page,
  type SparkSession,
} from "./session.js";

const STATEMENTS = "/api/2.0/sql/statements";

/** A statement is asked about after this time, then after half as much again, and at last each five seconds. */
const FIRST_MS = 100;
const LAST_MS = 5_000;

/** Within which a statement that was cancelled says so. */
const SETTLE_MS = 10_000;

/** Times that a part of a result is looked for where the workspace keeps it: a link ends after minutes. */
const TRIES = 3;

/** Errors of the warehouse, not of a statement. */
const OF_WAREHOUSE =
  /^(?:RESOURCE_EXHAUSTED|SERVICE_UNDER_MAINTENANCE|(?:WORKSPACE_)?TEMPORARILY_UNAVAILABLE|UNAUTHENTICATED)$/;

interface Running {
  readonly id: string;
  /** When it may run no longer. */
  end: number;
  isInterrupted: boolean;
}

/**
 * Statements by the SQL Statement Execution API of Databricks. Each is a session of its own there; what they share is a
 * schema. Small results come with the answer, which has 25 MiB at most; large ones by links, in parts.
 */
export const databricksSession = (place: DatabricksPlace): SparkSession => {
  const { warehouse, catalog, statementSeconds } = place;
  const client = databricksClient(place);
  const running = new Set<Running>();
  let schema: string | undefined;
  let interruptions = 0;

  const at = ({ id }: Running) => `${STATEMENTS}/${id}`;
  const cancel = (statement: Running): Promise<unknown> =>
    client
      .post(`${at(statement)}/cancel`, {}, z.unknown(), performance.now() + SETTLE_MS)
      .catch(() => {});

  async function* pages(
    sql: string,
    { isLarge = false } = {},
  ): AsyncGenerator<Page, void, undefined> {
    const end = performance.now() + statementSeconds * 1_000;
    const before = interruptions;
    const begun = await client.post(
      STATEMENTS,
      {
        statement: sql,
        warehouse_id: warehouse,
        catalog,
        schema,
        // It answers at once, so that the statement can be cancelled.
        wait_timeout: "0s",
        disposition: isLarge ? "EXTERNAL_LINKS" : "INLINE",
        format: "JSON_ARRAY",
      },
      Statement,
      end,
    );
    const statement: Running = { id: begun.statement_id, end, isInterrupted: false };
    running.add(statement);
    let isEnded = false;
    try {
      if (before !== interruptions) await stop(statement);
      const done = await succeeded(begun, statement);
      isEnded = true;
      if (done.manifest?.truncated === true) throw new SessionLost("a result is too large for it");
      const columns = columnsOf(done);
      let chunk = done.result ?? {};
      for (let index = 0; ;) {
        const rows = await rowsOf(chunk, index, statement);
        yield pageOf(rows, columns);
        const next = chunk.next_chunk_index ?? chunk.external_links?.[0]?.next_chunk_index;
        if (next === undefined) return;
        if (next <= index) throw new SessionLost("the parts of a result have no order");
        index = next;
        chunk = await chunkOf(index, statement);
      }
    } finally {
      running.delete(statement);
      // Nobody else ends it.
      if (!isEnded) await cancel(statement);
    }
  }

  /** Waits until a statement has ended well. */
  const succeeded = async (begun: Statement, statement: Running): Promise<Statement> => {
    let found = begun;
    for (let pause = FIRST_MS; ; pause = Math.min(pause * 1.5, LAST_MS)) {
      const { state } = found.status;
      if (state === "SUCCEEDED") return found;
      if (state === "CANCELED") throw new StatementInterrupted("cancelled");
      if (state === "FAILED") throw failure(found.status);
      if (state === "CLOSED") throw new SessionLost("the result of a statement is gone");
      if (performance.now() > statement.end) {
        if (statement.isInterrupted) throw new StatementInterrupted("cancelled");
        throw new StatementOverdue(`more than ${statementSeconds} s`);
      }
      await wait(Math.min(pause, Math.max(statement.end - performance.now(), 0)));
      found = await client.get(at(statement), Statement, Infinity);
    }
  };

  const chunkOf = (index: number, statement: Running): Promise<Chunk> =>
    client.get(`${at(statement)}/result/chunks/${index}`, Chunk, statement.end);

  const rowsOf = async (chunk: Chunk, index: number, statement: Running): Promise<Rows> => {
    let [link] = chunk.external_links ?? [];
    if (link === undefined) return chunk.data_array ?? [];
    for (let tries = 1; ; tries++) {
      try {
        return await client.download(link, statement.end);
      } catch (error) {
        if (tries === TRIES) throw error;
      }
      [link] = (await chunkOf(index, statement)).external_links ?? [];
      if (link === undefined) throw new SessionLost("a part of a result is not there");
    }
  };

  const stop = async (statement: Running): Promise<void> => {
    statement.isInterrupted = true;
    statement.end = Math.min(statement.end, performance.now() + SETTLE_MS);
    await cancel(statement);
  };

  return {
    pages,
    // Each statement names it.
    use(name) {
      schema = name;
      return Promise.resolve();
    },
    async interrupt() {
      interruptions++;
      for (const statement of running) await stop(statement);
    },
    close: () => Promise.resolve(),
  };
};

const failure = ({ error, sql_state: state }: Statement["status"]): Error => {
  const { error_code: code = "", message = "" } = error ?? {};
  if (code === "CANCELLED") return new StatementInterrupted("cancelled");
  if (OF_WAREHOUSE.test(code)) return new SessionLost(`the warehouse answers ${code}`);
  return new StatementFailed(message, state);
};
