import { createReadStream } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { OutputUnwritable, type NewPart } from "@despliega/storage";
import { z } from "zod";

import { OutputTaken, StageInvalid } from "../../errors/errors.js";
import type { RunInput } from "../../records/run-record.js";
import { byteCounter } from "../../sources/byte-counter.js";

/** The verbs that leave a directory behind. */
export type StageVerb = "prepare" | "train";

/** The file that describes the directory of a stage. It is written last. */
const DESCRIPTION: Readonly<Record<StageVerb, string>> = {
  prepare: "prepared.json",
  train: "trained.json",
};

/** What the directory of a stage may hold. */
const OWN: Readonly<Record<StageVerb, readonly string[]>> = {
  prepare: [
    ...["prepared.json", "statistics.json", "rejected.csv", "identities.csv", "inputs"],
    ...["labelled.parquet", "serving.parquet", "unknown.parquet"],
  ],
  train: ["trained.json", "metrics.json", "parts", "plots", "inputs", "comparison"],
};

const FORMAT_VERSION = 1;

/** Files by their paths in a directory, with `/`. */
export type StageFiles = ReadonlyMap<string, NewPart["source"]>;

const StageFile = z.strictObject({
  name: z.string().regex(/^[^/\\]+(?:\/[^/\\]+)?$/),
  bytes: z.int(),
  sha256: z.string(),
});

/** The description of every stage, of which each has more. */
const Described = z.looseObject({
  formatVersion: z.literal(FORMAT_VERSION),
  files: z.array(StageFile),
});

/** What a stage left behind. */
export interface Stage<Description> {
  readonly description: Description;
  /** Every file that the description names, by its path in the directory. */
  readonly files: readonly RunInput[];
}

/**
 * Writes the files of a stage into a directory, which is made, with a description that has their hashes. An earlier result of
 * the same verb is replaced.
 *
 * @throws `OUTPUT_TAKEN` where the directory holds anything else, `OUTPUT_UNWRITABLE`
 */
export const writeStage = async (
  directory: string,
  verb: StageVerb,
  description: object,
  files: StageFiles,
): Promise<void> => {
  const described = DESCRIPTION[verb];
  try {
    await mkdir(directory, { recursive: true });
    const found = await readdir(directory);
    const other = found.find((name) => !OWN[verb].includes(name));
    if (other !== undefined) throw new OutputTaken({ path: directory, found: other });
    // The description first: what is left of an interrupted run is no result.
    await rm(join(directory, described), { force: true });
    for (const name of found) await rm(join(directory, name), { recursive: true, force: true });
    const written: RunInput[] = [];
    for (const [name, source] of files) {
      const file = join(directory, name);
      await mkdir(dirname(file), { recursive: true });
      if (source instanceof Uint8Array) await writeFile(file, source);
      else await copyFile(source.file, file);
      written.push({ name, ...(await sizeOf(file)) });
    }
    const text = JSON.stringify(
      { formatVersion: FORMAT_VERSION, ...description, files: written },
      null,
      2,
    );
    await writeFile(join(directory, described), `${text}\n`);
  } catch (cause) {
    const { syscall, code = "unknown" } = cause as NodeJS.ErrnoException;
    if (syscall === undefined) throw cause;
    throw new OutputUnwritable({ path: directory, reason: code }, { cause });
  }
};

/**
 * Reads what a stage left in a directory, and checks every file by its hash.
 *
 * @throws `STAGE_INVALID`
 */
export const readStage = async <Schema extends z.ZodType>(
  directory: string,
  verb: StageVerb,
  schema: Schema,
): Promise<Stage<z.infer<Schema>>> => {
  const refuse = (problem: string, cause?: unknown): never => {
    throw new StageInvalid({ directory, problem, verb }, { cause });
  };
  const described = DESCRIPTION[verb];
  const read = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
      return refuse(`has no ${name} that can be read`, cause);
    }
  };
  const text = await read(described, () => readFile(join(directory, described), "utf8"));
  const json = parsed(text);
  const common = Described.safeParse(json);
  const own = schema.safeParse(json);
  if (!common.success || !own.success)
    return refuse(
      `has a ${described} of another version, or a damaged one`,
      common.error ?? own.error,
    );
  const { files } = common.data;
  for (const { name, sha256 } of files) {
    const found = await read(name, () => sizeOf(join(directory, name)));
    if (found.sha256 !== sha256) refuse(`has another ${name} than was written there`);
  }
  return { description: own.data, files };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const sizeOf = async (file: string): Promise<Omit<RunInput, "name">> => {
  const count = byteCounter();
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
    count.add(chunk as Buffer);
  return count.total();
};
