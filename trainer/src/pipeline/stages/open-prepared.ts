import { join } from "node:path";

import type { Engine } from "../../engine/engine.js";
import { identifier } from "../../engine/sql.js";
import { StageInvalid, StageOutdated } from "../../errors/errors.js";
import type { ObservationColumn } from "../../estimators/observation-table.js";
import type { IngestedAll } from "../../ingest/ingest-all.js";
import type { ModelDefinition } from "../../model/model.js";
import type { Prepared } from "../../release/run.js";
import { preparedBy } from "./prepared-by.js";
import { PreparedDescription } from "./prepared-description.js";
import { readStage } from "./stage-directory.js";
import { inputFile } from "./write-prepared.js";

/**
 * Opens a prepared run with the observations as tables of the engine. The tables of its inputs stay in their files.
 *
 * @throws `STAGE_INVALID`, and `STAGE_OUTDATED` when the model has changed in what they depend on
 */
export const openPrepared = async (
  engine: Engine,
  directory: string,
  model: ModelDefinition,
): Promise<Prepared> => {
  const { description } = await readStage(directory, "prepare", PreparedDescription);
  requireCurrent(directory, description, model);
  const { runDay, acceptedLeak, ingested, observations } = description;
  const open = (name: string) => engine.readTable<ObservationColumn>(join(directory, name));
  const { unknown, ...observed } = observations;
  return {
    model,
    runDay,
    acceptedLeak,
    inputs: description.inputs.map((input) => ({
      ...input,
      source: "what was prepared",
      file: join(directory, inputFile(input.dataset)),
    })),
    keptInputs: undefined,
    ingested: ingestedOf(directory, ingested, model),
    observations: {
      ...observed,
      classes: observations.classes,
      labelled: await open("labelled.parquet"),
      serving: await open("serving.parquet"),
      unknown: unknown ? await open("unknown.parquet") : undefined,
    },
  };
};

const requireCurrent = (
  directory: string,
  { model: prepared, definition }: PreparedDescription,
  model: ModelDefinition,
): void => {
  const { name } = model;
  if (prepared !== name)
    throw new StageInvalid({
      directory,
      problem: `is of ${prepared}, not of ${name}`,
      verb: "prepare",
    });
  const changed = Object.entries(preparedBy(model)).flatMap(([part, sha256]) =>
    definition[part] === sha256 ? [] : [part],
  );
  if (changed.length > 0) throw new StageOutdated({ directory, model: name, changed });
};

const ingestedOf = (
  directory: string,
  { identities, inputs, ...ingested }: PreparedDescription["ingested"],
  model: ModelDefinition,
): IngestedAll => ({
  ...ingested,
  inputs: inputs.map(({ lackedIdentifier, ...input }, i) => ({
    ...input,
    lackedIdentifier,
    table: { kind: "table", name: identifier(model.inputs[i]!.table) },
    identities: undefined,
    keptTable: undefined,
    quality: input.quality as IngestedAll["inputs"][number]["quality"],
  })),
  rejectedFile: join(directory, "rejected.csv"),
  identities:
    identities === 0 ? undefined : { file: join(directory, "identities.csv"), rows: identities },
});
