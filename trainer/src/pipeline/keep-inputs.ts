import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";

import { keepInput, type BlobStore } from "@despliega/storage";

import type { Ingested } from "../ingest/ingest.js";
import type { KeptContent } from "../release/run.js";
import { byteCounter } from "../sources/byte-counter.js";
import type { InputFile } from "../sources/input-file.js";
import type { Progress } from "./progress.js";
import type { InputSupply } from "./read-inputs.js";
import type { TrainerSettings } from "./settings.js";

/** Where inputs are kept, and what is said of them. */
export interface KeepInputsContext {
  readonly store: BlobStore;
  readonly settings: Pick<TrainerSettings, "actor">;
  readonly progress: Progress;
  /** Where files are compressed. */
  readonly directory: string;
  readonly now: () => Date;
}

/**
 * Makes the step that keeps the inputs of a run by their content, once ingest has taken them: of a model about people the
 * table without identifiers and names, of any other the file as it was read.
 */
export const inputKeeper =
  (model: string, context: KeepInputsContext): NonNullable<InputSupply["keep"]> =>
  (inputs, { inputs: ingested }) =>
    context.progress.step(
      "keep",
      async () => {
        const kept: Kept[] = [];
        for (const [i, input] of inputs.entries())
          kept.push(await keep(model, input, ingested[i]!, context));
        return kept;
      },
      (kept) => ({ inputs: kept.length, new: kept.filter(({ isNew }) => isNew).length }),
    );

type Kept = KeptContent & { readonly isNew: boolean };

const keep = async (
  model: string,
  input: InputFile,
  { read, columns, keptTable }: Ingested,
  { store, settings, directory, now }: KeepInputsContext,
): Promise<Kept> => {
  const { dataset, source } = input;
  const about = { dataset, source, rows: read, at: now().toISOString(), by: settings.actor };
  if (keptTable === undefined) {
    const { file, bytes, sha256 } = input;
    const isNew = await keepInput(
      store,
      model,
      { ...about, file, bytes, sha256, columns: [...columns] },
      directory,
    );
    return { name: dataset, sha256, isNew };
  }
  const { file } = keptTable;
  const count = byteCounter();
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
    count.add(chunk as Buffer);
  const content = { ...count.total(), file, columns: [...keptTable.columns] };
  const isNew = await keepInput(store, model, { ...about, ...content }, directory);
  await rm(file);
  return { name: dataset, sha256: content.sha256, isNew };
};
