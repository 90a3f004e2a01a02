import { createReadStream } from "node:fs";
import { join } from "node:path";

import { classNames } from "../../model/classes.js";
import { buildObservations } from "../../dataset/observations.js";
import type { Engine } from "../../engine/engine.js";
import { identifier, literal } from "../../engine/sql.js";
import { OutcomesInvalid } from "../../errors/errors.js";
import { runDayOf } from "../../ingest/run-day.js";
import { servedKeys } from "../../model/entity-columns.js";
import type { ModelDefinition } from "../../model/model.js";
import type { InputPlace } from "../../sources/place.js";
import { fetchInputs, readInputs, type FetchInputsOptions } from "../read-inputs.js";
import type { TrainerSettings } from "../settings.js";
import type { OutcomeInput } from "./take-outcomes.js";
import type { OutcomeNames } from "./outcome-records.js";

/** What reading a history needs. */
export interface HistoryContext extends Omit<FetchInputsOptions, "settings"> {
  readonly settings: FetchInputsOptions["settings"] &
    Pick<TrainerSettings, "maxRejected" | "personKeys">;
  readonly now: () => Date;
}

/**
 * Makes outcomes of a model's own history: every observation with a label says what happened to its entity on its day.
 *
 * @param given places by data set, instead of those of the model
 * @throws `OUTCOMES_INVALID` for a model whose observations have no key or no time
 */
export const ownHistory = async (
  engine: Engine,
  model: ModelDefinition,
  given: ReadonlyMap<string, InputPlace>,
  names: OutcomeNames,
  { store, settings, progress, directory, now }: HistoryContext,
): Promise<OutcomeInput> => {
  const keys = servedKeys(model);
  if (keys.length === 0 || model.split.by !== "time")
    throw new OutcomesInvalid({
      file: model.name,
      problem: "has no history with keys and times that could bring outcomes",
      cure: "give them with --input",
    });
  const runDay = runDayOf(now());
  const fetch = (to: string) =>
    fetchInputs(model, given, { store, settings, progress, directory: to });
  const { ingested } = await readInputs(
    engine,
    model,
    { fetch },
    { settings, progress, directory, runDay },
  );
  const tables = ingested.inputs.map(({ table }) => table);
  const { labelled, classes } = await buildObservations(engine, model, tables, { runDay });
  const file = join(directory, "outcomes.csv");
  const { cast } = engine.dialect;
  const label = classes === undefined ? "label" : labelSql(classNames({ ...model, classes }));
  await engine.writeCsv(
    `SELECT ${keys.map(({ name, sql }) => `${sql} AS ${identifier(name)}`).join(", ")},
            ${cast(cast("observed_at", "date"), "text")} AS ${identifier(names.time)}, ${label} AS ${identifier(names.outcome)}
     FROM ${labelled.name} WHERE observed_at IS NOT NULL ORDER BY entity, observed_at, observation`,
    file,
  );
  return { file: model.inputs[0].dataset, chunks: createReadStream(file) };
};

const labelSql = (classes: readonly string[]): string =>
  `CASE label ${classes.map((name, code) => `WHEN ${code} THEN ${literal(name)}`).join(" ")} END`;
