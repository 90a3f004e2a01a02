import { join } from "node:path";

import {
  BlobMissing,
  blobNames,
  entityReader,
  openRelease,
  requireChampion,
  subjectOf,
  type BlobStore,
  type Release,
} from "@despliega/storage";

import { InputRejected, ReleaseUnknown } from "../../errors/errors.js";
import { readHeader } from "../../ingest/header.js";
import type { Note } from "../../records/run-record.js";
import { batchColumns, type ColumnChoice } from "./batch-columns.js";
import { deliver } from "./deliver.js";
import type { BatchDecision, PeopleOfBatch } from "./job.js";
import { outputColumns } from "./output-columns.js";
import type { OutputPlace } from "./output-place.js";
import { requireWritable } from "./require-writable.js";
import {
  REJECT_COLUMNS,
  scoreText,
  type BatchCounts,
  type ReasonCount,
  type ScoreTextOptions,
} from "./score-text.js";
import type { InputFile } from "../../sources/input-file.js";
import { openInput, type InputText } from "../../sources/input-text.js";
import { inputFromBlob, inputFromPlace } from "../../sources/input.js";
import type { InputPlace } from "../../sources/place.js";
import type { Progress, Tell } from "../progress.js";
import type { TrainerSettings } from "../settings.js";
import { withWorkDirectory } from "../../sources/work-directory.js";

/** What people need of a batch of a sensitive model. */
export interface BatchOfPeople {
  /** Says how people are named. @throws `SETTING_INVALID` without the key of the release */
  readonly namingOf: (release: Release) => PeopleOfBatch;
  /** Takes decisions before their answers are written. The first call comes before anything is read, without decisions. */
  readonly audit: (
    release: Release,
  ) => Promise<(decisions: readonly BatchDecision[]) => Promise<void>>;
}

/** What to score, by what, and where to. */
export interface ScoreOptions extends ColumnChoice {
  readonly model: string;
  /** Default: the champion. */
  readonly version: string | undefined;
  readonly input: BatchInput;
  readonly out: OutputPlace;
  /** Whether every answer comes with its detail. */
  readonly detail: boolean;
  readonly people: BatchOfPeople;
}

/** Where a batch is taken from: a file or rows of a database, or a blob of the model. */
export type BatchInput = InputPlace | { readonly blob: string };

/** What a batch needs. */
export interface ScoreDependencies {
  readonly store: BlobStore;
  readonly settings: Pick<TrainerSettings, "databaseLimits" | "threads" | "maxRejected">;
  readonly progress: Progress;
  readonly note: Note;
}

/** A batch that was scored and delivered. */
export interface Batch extends BatchCounts {
  readonly version: string;
}

/**
 * Scores the rows of an input by a release, and puts the answers in the place of the last output, whole. Nothing is
 * delivered of a run that fails, nor of one that rejects a larger share of the rows than the setting allows.
 *
 * @throws `INPUT_REJECTED`, the errors of releases, inputs and outputs
 */
export const score = async (
  options: ScoreOptions,
  dependencies: ScoreDependencies,
): Promise<Batch> => {
  const { store, settings, progress, note } = dependencies;
  await requireWritable(options.out);
  const release = await progress.step("release", () => open(store, options));
  const { version } = release.manifest;
  note({ version });
  const isAboutPeople = subjectOf(release.manifest) !== undefined;
  const people = isAboutPeople ? options.people.namingOf(release) : undefined;
  const onDecisions = isAboutPeople ? await options.people.audit(release) : async () => {};

  return withWorkDirectory(async (directory) => {
    const input = await progress.step(
      "input",
      () => fetch(options, dependencies, directory),
      ({ bytes }) => ({ bytes }),
    );
    note({ inputs: [{ name: input.dataset, bytes: input.bytes, sha256: input.sha256 }] });
    const text = await openText(input, options.input, directory);
    const header = await readHeader(text, {});
    const named = { file: text.file, names: header.names };
    const columns = batchColumns(named, release.manifest, options);
    const written = outputColumns(named, columns, release, options.detail);
    const files = {
      answers: join(directory, "answers.csv"),
      rejects: join(directory, "rejects.csv"),
    };
    const { manifest, modelJson } = release;
    const { detail } = options;
    const edition = release.edition?.edition ?? "";
    const model = { manifest, modelJson, edition, columns, detail, people };
    const { counts, reasons } = await progress.step(
      "score",
      (tell) => {
        const { threads } = settings;
        const onProgress = tellCounts(tell);
        const to = { header, columns: written, files };
        return scoreText(text, {
          model,
          readEntity: entityReader(release),
          ...to,
          threads,
          onProgress,
          onDecisions,
        });
      },
      ({ counts: found }) => ({ ...found }),
    );
    note({ verdicts: [counts] });
    requireFew(text, counts, reasons, settings.maxRejected);
    await progress.step("output", () =>
      deliver(
        options.out,
        {
          answers: { file: files.answers, columns: written },
          rejects: { file: files.rejects, columns: REJECT_COLUMNS },
        },
        { store, model: options.model, limits: settings.databaseLimits, directory },
      ),
    );
    return { version, ...counts };
  });
};

const open = async (
  store: BlobStore,
  { model, version }: Pick<ScoreOptions, "model" | "version">,
): Promise<Release> => {
  if (version !== undefined)
    return openRelease(store, model, version).catch((cause: unknown) => {
      throw cause instanceof BlobMissing
        ? new ReleaseUnknown({ model, version }, { cause })
        : cause;
    });
  const champion = await requireChampion(store, model);
  return openRelease(store, model, champion.version, champion.manifest, champion.edition);
};

const DATASET = "batch";

const fetch = (
  { model, input }: Pick<ScoreOptions, "model" | "input">,
  { store, settings }: ScoreDependencies,
  directory: string,
): Promise<InputFile> =>
  typeof input === "object" && "blob" in input
    ? inputFromBlob(store, blobNames.batch(model, input.blob), DATASET, directory)
    : inputFromPlace(DATASET, input, { directory, limits: settings.databaseLimits });

/** Rows of a database have no lines that anybody could look up. */
const openText = async (
  { file }: InputFile,
  input: BatchInput,
  directory: string,
): Promise<InputText> => {
  const text = await openInput(file, {}, () => true, directory);
  const isDatabase = typeof input === "object" && "connection" in input;
  return isDatabase ? { ...text, numbers: "rows" } : text;
};

/** Rows between two lines that a machine is told. */
const STEP = 1_000_000;

const tellCounts = (tell: Tell): ScoreTextOptions["onProgress"] => {
  let told = 0;
  return ({ read, scored, rejected }) => {
    const line = `${read.toLocaleString("en")} rows, ${rejected.toLocaleString("en")} rejected`;
    const due = Math.floor(read / STEP);
    tell(line, due > told ? { read, scored, rejected } : undefined);
    told = due;
  };
};

/** Reasons that an error lists. */
const LISTED = 5;

const requireFew = (
  { file, numbers }: InputText,
  { read, rejected }: BatchCounts,
  reasons: readonly ReasonCount[],
  maxRejected: number,
): void => {
  if (rejected <= maxRejected * read) return;
  const place = numbers === "lines" ? "line" : "row";
  const listed = reasons
    .slice(0, LISTED)
    .map(
      ({ column, reason, rows, first }) =>
        `${column === "" ? "" : `${column} `}${reason} (${rows}, first on ${place} ${first})`,
    );
  const more = reasons.length > LISTED ? [`${reasons.length - LISTED} reasons more`] : [];
  throw new InputRejected({ file, rejected, read, maxRejected, reasons: [...listed, ...more] });
};
