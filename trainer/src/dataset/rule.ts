import type { Dialect } from "../engine/dialect.js";
import { identifier, isFinite } from "../engine/sql.js";
import { ColumnNotFinite } from "../errors/errors.js";

/** A rule that every observation must keep. */
export interface Rule {
  /** SQL, true for an observation that breaks it. */
  readonly breaks: string;
  readonly error: (rows: number) => Error;
}

/** Refuses infinity, which a division by 0 gives in the engine, and which has no sum and no answer. */
export const finite = (name: string, { cast }: Dialect): Rule => ({
  breaks: `NOT (${isFinite(cast(identifier(name), "double"))})`,
  error: (rows) => new ColumnNotFinite({ name, rows }),
});
