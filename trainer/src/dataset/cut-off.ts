import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { identifier, literal } from "../engine/sql.js";
import { OptionInvalid } from "../errors/errors.js";
import type { ModelDefinition } from "../model/model.js";

/** What decides the cut-off of a run. */
export interface CutOffOptions {
  /** The cut-off itself, as YYYY-MM-DD. Default: the day after the last event, but not after `runDay`. */
  readonly asOf?: string | undefined;
  /** The day of the run. It is not over, so what happens on it counts from the next day on. Default: unknown. */
  readonly runDay?: string | undefined;
}

/**
 * The day before which everything counts, as YYYY-MM-DD; null where nothing has a time. Without an option it follows from
 * the inputs alone.
 *
 * @param tables of the inputs, in the order of the model
 * @throws `OPTION_INVALID` when a day is given to a model that knows no time
 */
export const cutOffOf = async (
  engine: Engine,
  { name, inputs }: Pick<ModelDefinition, "name" | "inputs">,
  tables: readonly Relation[],
  { asOf, runDay }: CutOffOptions,
): Promise<string | null> => {
  const days = inputs.flatMap(({ time }, i) =>
    time === undefined
      ? []
      : [
          `SELECT max(${engine.dialect.cast(identifier(time), "date")}) AS day FROM ${tables[i]!.name}`,
        ],
  );
  if (days.length === 0) {
    if (asOf === undefined) return null;
    throw new OptionInvalid({
      option: "--as-of",
      problem: `says nothing to ${name}, which knows no time`,
    });
  }
  if (asOf !== undefined) return asOf;
  const dayAfter = `(SELECT max(day) + 1 FROM (${days.join(" UNION ALL ")}))`;
  const day = runDay === undefined ? dayAfter : `least(${dayAfter}, DATE ${literal(runDay)})`;
  const found = await engine.row<{ day: string | null }>(
    `SELECT ${engine.dialect.cast(day, "text")} AS day`,
  );
  return found.day;
};
