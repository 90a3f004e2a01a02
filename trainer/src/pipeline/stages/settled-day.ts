import type { IngestedAll } from "../../ingest/ingest-all.js";
import type { ModelDefinition } from "../../model/model.js";

/**
 * The first day on which a run would have had these rows, as YYYY-MM-DD: the day after the last event, but not after the day
 * of the run. A run on any later day gives the same result, so that it is recorded in place of the day of the run.
 *
 * @returns null where the day of the run decides nothing, as nothing has a time or what happens later is taken too
 */
export const settledDay = (
  { inputs: definitions }: Pick<ModelDefinition, "inputs">,
  { inputs }: Pick<IngestedAll, "inputs">,
  runDay: string,
): string | null => {
  const last = definitions.flatMap(({ time, future }, i) => {
    const column = inputs[i]!.quality.columns.find(({ name }) => name === time);
    const newest = column?.range?.[1];
    return future === "allowed" || typeof newest !== "string" ? [] : [newest.slice(0, 10)];
  });
  if (last.length === 0) return null;
  const day = dayAfter(last.toSorted().at(-1)!);
  return day < runDay ? day : runDay;
};

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
