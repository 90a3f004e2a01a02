import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Engine } from "../engine/engine.js";
import type { ModelInputs } from "../model/inputs.js";
import { writeIdentities } from "./identities.js";
import { ingestThere } from "./ingest-there.js";
import { ingest, type Ingested } from "./ingest.js";
import type { RowSource } from "./open-rows.js";
import type { PersonKeys } from "./people.js";
import { REJECTS_HEADER } from "./rejects.js";

/** What reading a model's inputs needs. */
export interface IngestAllOptions {
  /** Where `rejected.csv` and `identities.csv` are written. */
  readonly directory: string;
  /** Largest share of rejected rows that is accepted of an input, 0 to 1. */
  readonly maxRejected: number;
  /** Needed for inputs that name people. */
  readonly keys: PersonKeys;
  /** The day of the run, as {@link ingest} takes it. */
  readonly runDay?: string | undefined;
  /** Writes the rows as they are kept of a model about people. Default: false. */
  readonly keepTable?: boolean | undefined;
  /** Gets a data set and the number of bytes after each read of its file. */
  readonly onBytes?: (dataset: string, bytes: number) => void;
}

/** What came of a model's inputs. */
export interface IngestedAll {
  /** Over all inputs, like `kept` and `rejected`. */
  readonly read: number;
  readonly kept: number;
  readonly rejected: number;
  /** Rows of `rejectedFile`: one for each column of a rejected row that does not fit. */
  readonly faults: number;
  /** In the model's order. */
  readonly inputs: readonly Ingested[];
  /** `dataset,line,column,reason` of everything that does not fit. */
  readonly rejectedFile: string;
  /** Id of the key of the pseudonyms; null when no input names people. */
  readonly pseudonymKey: string | null;
  /** `pseudonym,identity`, the latter encrypted; undefined when no input names people. */
  readonly identities: { readonly file: string; readonly rows: number } | undefined;
}

/**
 * Reads every input of a model into its table, as {@link ingest} does.
 *
 * @param files in the order of the model's inputs
 * @throws what {@link ingest} throws, for the first input that it cannot take
 */
export const ingestAll = async (
  engine: Engine,
  { name: model, inputs: definitions }: ModelInputs,
  files: readonly RowSource[],
  { directory, onBytes, ...limits }: IngestAllOptions,
): Promise<IngestedAll> => {
  const rejectedFile = join(directory, "rejected.csv");
  await writeFile(rejectedFile, REJECTS_HEADER);
  const options = { model, rejectedFile, ...limits };
  const inputs: Ingested[] = [];
  for (const [i, definition] of definitions.entries()) {
    const told = onBytes && ((bytes: number) => onBytes(definition.dataset, bytes));
    inputs.push(
      engine.files === undefined
        ? await ingest(engine, files[i]!, definition, { ...options, onBytes: told })
        : await ingestThere(engine, engine.files, files[i]!.file, definition, {
            ...options,
            directory,
          }),
    );
  }

  const file = join(directory, "identities.csv");
  const people = inputs.flatMap(({ identities }) => identities ?? []);
  const rows = await writeIdentities(engine, people, file);
  await engine.drop(...people);
  const keys = inputs.flatMap(({ pseudonymKey }) => pseudonymKey ?? []);
  const sum = (count: "read" | "kept" | "rejected" | "faults"): number =>
    inputs.reduce((total, input) => total + input[count], 0);
  return {
    read: sum("read"),
    kept: sum("kept"),
    rejected: sum("rejected"),
    faults: sum("faults"),
    inputs,
    rejectedFile,
    pseudonymKey: keys[0] ?? null,
    identities: rows > 0 ? { file, rows } : undefined,
  };
};
