import { sqlName } from "./name.js";

/** SQL of days. */
export const dayOf = {
  /** A column of days or moments as a day. */
  cast: (column: string): string => `CAST(${sqlName(column)} AS DATE)`,
  /** Completed years between two days. */
  years: (from: string, to: string): string => `datesub('year', ${from}, ${to})`,
  /** Days between two days. */
  days: (from: string, to: string): string => `datesub('day', ${from}, ${to})`,
};
