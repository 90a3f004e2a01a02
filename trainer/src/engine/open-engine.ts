import type { Engine, EngineOptions } from "./engine.js";

/** Opens the SQL engine, DuckDB. Its library is loaded with the first engine, since many commands need none. */
export const openEngine = async (options: EngineOptions): Promise<Engine> => {
  const { openDuckdb } = await import("./duckdb/duckdb-engine.js");
  return openDuckdb(options);
};
