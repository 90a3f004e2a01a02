import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isNativeError } from "node:util/types";

import { isModelName, OutputUnwritable, withOpenFiles } from "@despliega/storage";

import { runDayOf } from "../../ingest/run-day.js";
import { ModelExists, OptionInvalid } from "../../errors/errors.js";
import { EXAMPLES_DIRECTORY } from "../../model/catalogue.js";
import { shown } from "../../model/shown.js";
import { inspectWith } from "../inspect.js";
import type { Progress } from "../progress.js";
import { requireColumns } from "./asked.js";
import type { Draft } from "./draft.js";
import type { Example } from "./example.js";
import { judged } from "./judged.js";
import { propose } from "./propose.js";
import { readmeOf } from "./readme.js";
import { rowsRepeat } from "./repeats.js";
import type { ScaffoldRequest } from "./request.js";
import { sqlOf } from "./sql/statement.js";
import { survey } from "./survey.js";
import { tryOut, type TrialContext } from "./trial.js";
import { phrasesOf } from "./words/phrases-of.js";
import type { Phrases } from "./words/phrases.js";
import { yamlOf } from "./yaml.js";

/** Where a model is written, and with what. */
export interface ScaffoldContext extends TrialContext {
  readonly progress: Pick<Progress, "step">;
  /** The directory of the user's models; it is made. */
  readonly directory: string;
}

/** A model that was written. */
export interface Scaffolded {
  readonly folder: string;
  readonly draft: Draft;
  readonly example: Example;
  readonly phrases: Phrases;
}

/**
 * Writes a model that learns from a table: it looks at the table, chooses everything, tries the choice on the rows, leaves
 * out what gives the target away, and writes the folder as a whole or not at all.
 *
 * @throws `OPTION_INVALID`, `MODEL_EXISTS`, `OUTPUT_UNWRITABLE`, and what reading the file throws
 */
export const scaffold = async (
  request: ScaffoldRequest,
  context: ScaffoldContext,
): Promise<Scaffolded> => {
  const { name, place, hints, target, language } = request;
  const { settings, progress, directory } = context;
  const folder = join(directory, name);
  requireFree(name, folder);
  const phrases = phrasesOf(language);
  const draft = await inspectWith(
    place,
    hints,
    { settings, progress },
    { textual: target },
    async (found, engine, table) => {
      requireColumns(request, found);
      const known = await survey(found, engine, table, request, runDayOf(context.now()));
      const proposal = propose(request, known, phrases);
      const repeats = await rowsRepeat(engine, table, proposal);
      return { ...proposal, split: { ...proposal.split, repeats } };
    },
  );
  return writing(directory, async (beside) => {
    const draftFolder = join(beside, name);
    await writeFiles(draftFolder, draft, phrases);
    const trial = await progress.step("try", () => tryOut(draft, draftFolder, place, context));
    const final = judged(draft, trial, phrases);
    await writeFiles(draftFolder, final, phrases);
    requireFree(name, folder);
    await rename(draftFolder, folder);
    return { folder, draft: final, example: answered(trial.example, final), phrases };
  });
};

/** The example without features that were left out. */
const answered = (example: Example, { keys, features }: Draft): Example =>
  keys.length > 0
    ? example
    : Object.fromEntries(features.map(({ name }) => [name, example[name] ?? null]));

const requireFree = (name: string, folder: string): void => {
  if (!isModelName(name))
    throw new OptionInvalid({
      option: "<model>",
      problem: `${name} is no name of a model: write lower-case letters, digits and _, a letter first, at most 40`,
    });
  const there = [folder, join(EXAMPLES_DIRECTORY, name)].find((path) => existsSync(path));
  if (there !== undefined) throw new ModelExists({ name, folder: shown(there) });
};

/** Runs work with a directory beside the models, which is gone afterwards. */
const writing = async <Result>(
  directory: string,
  work: (place: string) => Promise<Result>,
): Promise<Result> => {
  let place: string | undefined;
  try {
    await withOpenFiles(() => mkdir(directory, { recursive: true }));
    place = await mkdtemp(join(directory, ".new-"));
    return await work(place);
  } catch (cause) {
    if (!(isNativeError(cause) && "syscall" in cause)) throw cause;
    throw new OutputUnwritable({ path: shown(directory), reason: codeOf(cause) });
  } finally {
    if (place !== undefined) await rm(place, { recursive: true, force: true });
  }
};

const codeOf = (cause: object): string => (cause as NodeJS.ErrnoException).code ?? "unknown";

const writeFiles = (folder: string, draft: Draft, phrases: Phrases): Promise<void> =>
  withOpenFiles(async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "model.yaml"), yamlOf(draft, phrases));
    await writeFile(join(folder, "features.sql"), sqlOf(draft, phrases));
    await writeFile(join(folder, "README.md"), readmeOf(draft, phrases));
  });
