import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { fieldTexts, MAX_KEY_BYTES } from "@despliega/storage";

import { openEngine } from "../engine/open-engine.js";
import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { InputHeader } from "../errors/errors.js";
import { ingestAll } from "../ingest/ingest-all.js";
import { profile, type ColumnProfile } from "../ingest/profile.js";
import { repeated } from "../model/check/repeated.js";
import type { Column, Columns } from "../model/columns.js";
import type { InputFormat } from "../model/input-format.js";
import { inputFromPlace } from "../sources/input.js";
import { shownPlace, type InputPlace } from "../sources/place.js";
import { sniff, type Sniffed, type SniffedColumn } from "../sources/sniff/sniff.js";
import type { Progress } from "./progress.js";
import type { TrainerSettings } from "./settings.js";
import { withWorkDirectory } from "../sources/work-directory.js";

/** What is known of a column of a file. */
export interface InspectedColumn extends SniffedColumn, ColumnProfile {
  /** Whether each row has a value, and none twice. */
  readonly isUnique: boolean;
  /** Whether it looks like the key of something, by its values or by its name. */
  readonly isKey: boolean;
  readonly isConstant: boolean;
  /** Rows whose field is neither empty nor a value of the column's type. */
  readonly unfit: number;
}

/** What is known of a file. */
export interface Inspection extends Pick<Sniffed, "compressed" | "format" | "reasons" | "unnamed"> {
  readonly bytes: number;
  /** Records after the header. */
  readonly rows: number;
  /** Rows that ingest rejects with these columns. */
  readonly rejected: number;
  readonly columns: readonly InspectedColumn[];
  /** Columns that were not looked at, as their name differs from an earlier one in its case only. */
  readonly clashing: readonly string[];
}

/** Where a file is inspected. */
export interface InspectContext {
  readonly settings: Pick<TrainerSettings, "memoryLimit" | "threads" | "databaseLimits">;
  readonly progress: Pick<Progress, "step">;
}

/** A column whose words for true and false stay texts. */
export interface InspectOptions {
  readonly textual?: string | undefined;
}

/**
 * Finds out how a table is written and what its columns hold. All of it is read, as a model would read it.
 *
 * @param hints what is known of its format already
 * @throws `INPUT_…` errors
 */
export const inspect = (
  place: InputPlace,
  hints: InputFormat,
  context: InspectContext,
): Promise<Inspection> => inspectWith(place, hints, context, {}, async (found) => found);

/** Inspects a file as {@link inspect} does, and asks further while its rows are in the engine. */
export const inspectWith = <Result>(
  place: InputPlace,
  hints: InputFormat,
  {
    settings: { memoryLimit, threads, databaseLimits: limits },
    progress: { step },
  }: InspectContext,
  { textual }: InspectOptions,
  ask: (found: Inspection, engine: Engine, table: Relation) => Promise<Result>,
): Promise<Result> =>
  withWorkDirectory(async (directory) => {
    const { file: source, bytes } = await inputFromPlace("file", place, { directory, limits });
    const file = shownPlace(place);
    const sniffed = await step("sniff", () => sniff(source, hints, directory, textual));
    const clashing = new Set(repeated(sniffed.columns.map(({ name }) => name)));
    const found = sniffed.columns.filter((_, at) => !clashing.has(at));
    if (found.some(({ name }) => name === "__proto__"))
      throw new InputHeader({ file, problem: "no column can be called __proto__: rename it" });
    if (found.length === 0) throw new InputHeader({ file, problem: "it names no column" });
    const columns: Columns = Object.fromEntries(
      found.map(({ name, type }) => [name, { type, optional: true } as Column]),
    );
    const engine = await openEngine({ memoryLimit, threads, spillDirectory: `${directory}/spill` });
    try {
      const definition = { dataset: "file", table: "file", columns, input: sniffed.format };
      const { inputs, rejectedFile } = await step("read", () =>
        ingestAll(engine, { name: "inspect", inputs: [definition] }, [{ file: source }], {
          directory,
          maxRejected: 1,
          keys: { pseudonym: [], identity: [] },
        }),
      );
      const [{ table, read, kept, rejected }] = inputs as [(typeof inputs)[number]];
      const unfit = await unfitIn(rejectedFile);
      const looked = found.map(({ name, type, person }) => ({
        name,
        type,
        isSecret: person !== undefined,
      }));
      const profiles = await step("profile", () => profile(engine, table, looked));
      const inspection: Inspection = {
        bytes,
        compressed: sniffed.compressed,
        rows: read,
        rejected,
        format: sniffed.format,
        reasons: sniffed.reasons,
        columns: found.map((column, at) =>
          inspected(column, profiles[at]!, kept, unfit.get(column.name) ?? 0),
        ),
        unnamed: sniffed.unnamed,
        clashing: sniffed.columns.flatMap(({ name }, at) => (clashing.has(at) ? [name] : [])),
      };
      return await ask(inspection, engine, table);
    } finally {
      await engine.close();
    }
  });

const KEY_NAME =
  /(?:^|[_ .-])(?:id|key|uuid|guid|clave|c[oó]digo|code)$|^(?:id|cod)(?:[_ .-]|$)|[a-z]Id$/i;

const inspected = (
  column: SniffedColumn,
  profiled: ColumnProfile,
  rows: number,
  unfit: number,
): InspectedColumn => {
  const { missing, distinct, bytes = 0 } = profiled;
  const isUnique = missing === 0 && distinct === rows && rows > 1;
  const canBeKey = column.type === "integer" || (column.type === "text" && bytes <= MAX_KEY_BYTES);
  return {
    ...column,
    ...profiled,
    isUnique,
    isKey: canBeKey && (KEY_NAME.test(column.name) || isUnique),
    isConstant: distinct === 1 && missing === 0 && rows > 1,
    unfit,
  };
};

/** Counts the rows of a file of rejected rows by their column. */
const unfitIn = async (rejectedFile: string): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  for await (const line of createInterface({ input: createReadStream(rejectedFile) })) {
    const name = fieldTexts(Buffer.from(line))[2] ?? "";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
};
