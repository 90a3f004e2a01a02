import { z } from "zod";

import type { SparkPlace } from "../engine/engine.js";

const SPARK = /^spark:\/\/(?<host>[\w.-]+|\[[\da-f:.]+\]):(?<port>\d{1,5})$/iu;

const isEngine = (text: string): boolean => {
  const port = Number(SPARK.exec(text)?.groups?.["port"] ?? 0);
  return text === "duckdb" || (port > 0 && port < 65_536);
};

/** The settings of the SQL engine. */
export const EngineEnvironment = z.object({
  DESPLIEGA_ENGINE: z
    .string()
    .refine(isEngine, { error: "must be duckdb, or spark://HOST:PORT of a Thrift server" })
    .default("duckdb")
    .meta({
      description:
        "the SQL engine of `despliega train`: `duckdb`, in the trainer, or `spark://host:port`, the Thrift server of a cluster: [Spark](spark.md)",
    }),
  DESPLIEGA_STATEMENT_TIMEOUT_SECONDS: z.coerce
    .number({ error: "must be a number of seconds" })
    .int({ error: "must be a whole number of seconds" })
    .min(1, { error: "must be at least 1" })
    .max(604_800, { error: "must be at most 604800" })
    .default(7_200)
    .meta({
      description: "seconds that a statement may take on Spark; at most 604800",
    }),
});

/** Seconds that a statement of a check may take: it is about few rows. */
const CHECK_SECONDS = 600;

/**
 * The Spark of a url, for a check; undefined for a text that is none.
 *
 * @param connectSeconds to open a session
 */
export const sparkAt = (url: string, connectSeconds: number): SparkPlace | undefined =>
  isEngine(url)
    ? sparkOf(
        { DESPLIEGA_ENGINE: url, DESPLIEGA_STATEMENT_TIMEOUT_SECONDS: CHECK_SECONDS },
        connectSeconds,
      )
    : undefined;

/** The Spark that is set; undefined for DuckDB. @param connectSeconds to open a session */
export const sparkOf = (
  {
    DESPLIEGA_ENGINE: engine,
    DESPLIEGA_STATEMENT_TIMEOUT_SECONDS: statementSeconds,
  }: z.output<typeof EngineEnvironment>,
  connectSeconds: number,
): SparkPlace | undefined => {
  const { host, port } = SPARK.exec(engine)?.groups ?? {};
  return host === undefined
    ? undefined
    : { host: host.replace(/^\[|\]$/gu, ""), port: Number(port), connectSeconds, statementSeconds };
};
