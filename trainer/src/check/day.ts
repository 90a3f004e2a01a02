import type { Dialect } from "../engine/dialect.js";
import { identifier, literal } from "../engine/sql.js";

/** SQL of the day on which a row happened. */
export const dayOf = ({ cast }: Dialect, time: string): string => cast(identifier(time), "date");

/** A day, given as YYYY-MM-DD, as SQL writes it. */
export const daySql = (day: string): string => `DATE ${literal(day)}`;

/** The day so many days after another, both as YYYY-MM-DD. */
export const dayAfter = (day: string, days = 1): string => {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + days);
  return next.toISOString().slice(0, 10);
};
