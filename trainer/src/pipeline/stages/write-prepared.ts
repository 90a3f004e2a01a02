import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { NewPart } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { identifier } from "../../engine/sql.js";
import type { Prepared } from "../../release/run.js";
import { preparedBy } from "./prepared-by.js";
import type { PreparedDescription } from "./prepared-description.js";
import { writeStage } from "./stage-directory.js";

/**
 * Writes a prepared run into a directory: its inputs and observations as Parquet files, and what else is known of it as JSON.
 *
 * @param work the work directory of the run, where the engine may write
 */
export const writePrepared = async (
  engine: Engine,
  prepared: Prepared,
  directory: string,
  work: string,
): Promise<void> => {
  const { ingested, observations } = prepared;
  await mkdir(join(work, "inputs"));
  const files = new Map<string, NewPart["source"]>();
  const write = async (name: string, select: string): Promise<void> => {
    const file = join(work, name);
    await engine.writeTable(select, file);
    files.set(name, { file });
  };
  for (const { dataset, table } of ingested.inputs)
    await write(inputFile(dataset), `SELECT * FROM ${table.name}`);
  const { labelled, serving, unknown } = observations;
  await write("labelled.parquet", await ordered(engine, labelled));
  await write("serving.parquet", await ordered(engine, serving));
  if (unknown !== undefined) await write("unknown.parquet", await ordered(engine, unknown));
  files.set("rejected.csv", { file: ingested.rejectedFile });
  if (ingested.identities !== undefined)
    files.set("identities.csv", { file: ingested.identities.file });
  files.set("statistics.json", json(statisticsOf(prepared)));
  await writeStage(directory, "prepare", describe(prepared), files);
};

/** The path of an input in the directory of a stage. */
export const inputFile = (dataset: string): string => `inputs/${dataset}.parquet`;

/** All rows of a relation, in an order that follows from them. */
export const ordered = async (engine: Engine, relation: Relation): Promise<string> => {
  const columns = await engine.columnsOf(relation);
  return `SELECT * FROM ${relation.name} ORDER BY ${columns.map(identifier).join()}`;
};

/** A value as the text of a file. */
export const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

const describe = ({
  model,
  runDay,
  acceptedLeak,
  inputs,
  ingested,
  observations,
}: Prepared): PreparedDescription => {
  const { read, kept, rejected, faults, pseudonymKey, identities } = ingested;
  const { asOf, newestEvent, classes, rows, unknown } = observations;
  return {
    model: model.name,
    definition: preparedBy(model),
    runDay,
    acceptedLeak,
    inputs: inputs.map(({ dataset, bytes, sha256 }) => ({ dataset, bytes, sha256 })),
    ingested: {
      ...{ read, kept, rejected, faults },
      inputs: ingested.inputs.map(
        ({ table: _table, identities: _people, keptTable: _kept, ...input }) => ({
          ...input,
          columns: [...input.columns],
          ignoredColumns: [...input.ignoredColumns],
          quality: structuredClone(input.quality) as Quality,
        }),
      ),
      pseudonymKey,
      identities: identities?.rows ?? 0,
    },
    observations: {
      asOf,
      newestEvent,
      classes: classes && [...classes],
      rows,
      unknown: unknown !== undefined,
    },
  };
};

type Quality = PreparedDescription["ingested"]["inputs"][number]["quality"];

/** Counts of rows, and of what is missing in them, by data set. */
const statisticsOf = ({ ingested, observations }: Prepared) => ({
  inputs: Object.fromEntries(
    ingested.inputs.map(({ dataset, read, kept, rejected, quality }) => [
      dataset,
      {
        ...{ read, kept, rejected, repeated: quality.repeated },
        missing: Object.fromEntries(quality.columns.map(({ name, missing }) => [name, missing])),
      },
    ]),
  ),
  observations: observations.rows,
});
