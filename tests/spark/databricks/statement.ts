import { finish } from "@despliega/trainer/engine/spark/finish.js";
import {
  StatementFailed,
  StatementInterrupted,
  type PageColumn,
  type SparkSession,
} from "@despliega/trainer/engine/spark/session.js";
import { openThriftSession } from "@despliega/trainer/engine/spark/thrift-session.js";

import type { ExecuteStatement } from "./requests.js";

type Rows = (string | null)[][];

interface Status {
  readonly state: "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED";
  readonly error?: { readonly error_code: string; readonly message: string };
  readonly sql_state?: string;
}

/** A statement on a Spark, in a session that nothing else has. */
export interface GatewayStatement {
  readonly request: ExecuteStatement;
  status(): Status;
  columns(): readonly {
    readonly name: string;
    readonly type_name: string;
    readonly position: number;
  }[];
  rows(): Rows;
  /** Resolves when it has ended. */
  cancel(): Promise<void>;
  readonly ended: Promise<void>;
}

/** Results with the answer have 25 MiB at most. */
const MOST_INLINE = 25 * 2 ** 20;

/** What the API calls types by another name than SQL does. */
const TYPES: Readonly<Record<string, string>> = {
  TINYINT: "BYTE",
  SMALLINT: "SHORT",
  BIGINT: "LONG",
};

/** Runs a statement as a warehouse does whose zone is UTC, and which keeps every other setting of its Spark. */
export const runStatement = (port: number, request: ExecuteStatement): GatewayStatement => {
  let status: Status = { state: "PENDING" };
  let session: SparkSession | undefined;
  let isCancelled = false;
  let columns: readonly Pick<PageColumn, "name" | "type">[] = [];
  const rows: Rows = [];
  let bytes = 0;
  const run = async (): Promise<void> => {
    session = await openThriftSession(
      { host: "127.0.0.1", port },
      { connectSeconds: 60, statementSeconds: 3_600 },
    );
    try {
      await finish(session.pages("SET spark.sql.session.timeZone=UTC"));
      if (request.schema !== undefined) await session.use(request.schema);
      if (isCancelled) throw new StatementInterrupted("cancelled");
      status = { state: "RUNNING" };
      const isLarge = request.disposition === "EXTERNAL_LINKS";
      for await (const page of session.pages(request.statement, { isLarge })) {
        ({ columns } = page);
        for (let row = 0; row < page.rows; row++) {
          const texts = page.columns.map((column) => textOf(column, row));
          for (const text of texts) bytes += text?.length ?? 0;
          rows.push(texts);
        }
        if (!isLarge && bytes > MOST_INLINE)
          throw new StatementFailed("Inline byte limit exceeded.");
      }
      status = { state: "SUCCEEDED" };
    } finally {
      await session.close();
    }
  };
  const ended = run().catch((error: unknown) => {
    status = statusOf(error);
  });
  return {
    request,
    status: () => status,
    columns: () =>
      columns.map(({ name, type }, position) => ({
        name,
        type_name: TYPES[type] ?? type,
        position,
      })),
    rows: () => rows,
    async cancel() {
      isCancelled = true;
      await session?.interrupt();
    },
    ended,
  };
};

const statusOf = (error: unknown): Status => {
  if (error instanceof StatementInterrupted) return { state: "CANCELED" };
  const { message } = error as Error;
  const text = message.replace(/^(?:\[[\w.]+\] )?[\w.]+(?:Exception|Error): /, "");
  const state = /SQLSTATE: (\w{5})/.exec(text)?.[1];
  return {
    state: "FAILED",
    error: { error_code: "BAD_REQUEST", message: text },
    ...(state !== undefined && { sql_state: state }),
  };
};

const textOf = ({ type, values, isMissing }: PageColumn, row: number): string | null => {
  if (isMissing(row)) return null;
  const value = values[row]!;
  if (type === "BOOLEAN") return value === 1 ? "true" : "false";
  if (type === "DOUBLE" || type === "FLOAT") return doubleText(value as number);
  return typeof value === "object" ? Buffer.from(value).toString() : String(value);
};

/** A double as Spark writes one. */
const doubleText = (value: number): string => {
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value).replace(/e\+?/, "E");
  return /[.EIN]/.test(text) ? text : `${text}.0`;
};
