import { sqlName } from "./name.js";

/** SQL of days, as DuckDB writes it. */
export const dayOf = {
  /** A column of days or moments as a day. */
  cast: (column: string): string => `CAST(${sqlName(column)} AS DATE)`,
  /** Completed years between two days. */
  years: (from: string, to: string): string => `datesub('year', ${from}, ${to})`,
  days: (from: string, to: string): string => `datediff('day', ${from}, ${to})`,
};
