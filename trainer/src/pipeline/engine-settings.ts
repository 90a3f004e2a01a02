import { machineToken } from "@despliega/storage";
import { z } from "zod";

import type { Patience, SparkPlace } from "../engine/engine.js";

const SPARK = /^spark:\/\/(?<host>[\w.-]+|\[[\da-f:.]+\]):(?<port>\d{1,5})$/iu;

const DATABRICKS =
  /^databricks:\/\/(?<host>[\w.-]+(?::\d{1,5})?)\/(?<warehouse>[\da-z]+)(?:\?catalog=(?<catalog>[\w-]+))?$/iu;

/** Databricks as Entra ID names it, the same in every tenant. */
const DATABRICKS_SCOPE = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default";

const isEngine = (text: string): boolean => {
  const port = Number(SPARK.exec(text)?.groups?.["port"] ?? 0);
  return text === "duckdb" || (port > 0 && port < 65_536) || DATABRICKS.test(text);
};

/** The settings of the SQL engine. */
export const EngineEnvironment = z.object({
  DESPLIEGA_ENGINE: z
    .string()
    .refine(isEngine, {
      error:
        "must be duckdb, spark://HOST:PORT of a Thrift server, or databricks://HOST/WAREHOUSE?catalog=CATALOG",
    })
    .default("duckdb")
    .meta({
      description:
        "the SQL engine of `despliega train`: `duckdb`, in the trainer, or `spark://host:port`, the Thrift server of a cluster, or `databricks://host/warehouse?catalog=catalog`, a SQL warehouse: [Spark](spark.md)",
    }),
  DESPLIEGA_DATABRICKS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/u, { error: "must be a token, without blanks" })
    .optional()
    .meta({
      description: "a token for Databricks",
      default: "one of the identity of this machine, by Entra ID",
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

type EngineEnvironment = z.output<typeof EngineEnvironment>;

/** Seconds that a statement of a check may take: it is about few rows. */
const CHECK_SECONDS = 600;

/** The Spark that is set; undefined for DuckDB. @param connectSeconds to open a session */
export const sparkOf = (
  environment: EngineEnvironment,
  connectSeconds: number,
): SparkPlace | undefined => {
  const statementSeconds = environment.DESPLIEGA_STATEMENT_TIMEOUT_SECONDS;
  return placeOf(environment.DESPLIEGA_ENGINE, environment, { connectSeconds, statementSeconds });
};

/**
 * The Spark of a url, for a check; undefined for a text that is none.
 *
 * @param connectSeconds to open a session
 */
export const sparkAt = (
  url: string,
  environment: EngineEnvironment,
  connectSeconds: number,
): SparkPlace | undefined =>
  isEngine(url)
    ? placeOf(url, environment, { connectSeconds, statementSeconds: CHECK_SECONDS })
    : undefined;

const placeOf = (
  url: string,
  { DESPLIEGA_DATABRICKS_TOKEN: token }: EngineEnvironment,
  patience: Patience,
): SparkPlace | undefined => {
  const { host, port } = SPARK.exec(url)?.groups ?? {};
  if (host !== undefined)
    return { host: host.replace(/^\[|\]$/gu, ""), port: Number(port), ...patience };
  const databricks = DATABRICKS.exec(url)?.groups;
  return databricks === undefined
    ? undefined
    : {
        workspace: `https://${databricks["host"]}`,
        warehouse: databricks["warehouse"]!,
        catalog: databricks["catalog"],
        token: () =>
          token === undefined ? machineToken(DATABRICKS_SCOPE) : Promise.resolve(token),
        ...patience,
      };
};
