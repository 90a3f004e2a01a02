import type { Engine, EngineOptions } from "./engine.js";

/** Opens the SQL engine: a Spark, or DuckDB in this process. Its library is loaded with the first engine, since many commands need none. */
export const openEngine = async (options: EngineOptions): Promise<Engine> => {
  if (options.spark !== undefined) {
    const { openSpark } = await import("./spark/spark-engine.js");
    return openSpark(options.spark);
  }
  const { openDuckdb } = await import("./duckdb/duckdb-engine.js");
  return openDuckdb(options);
};
