import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { UsageError } from "./errors.js";

/** A place for the file that has been opened already, so that a wrong path shows before the work begins. */
export interface Output {
  readonly name: string;
  readonly stream: Writable;
}

const translated = (cause: unknown, name: string): unknown =>
  cause instanceof Error && "code" in cause && "syscall" in cause
    ? new UsageError(
        `--out ${name} cannot be written (${String(cause.code)}): give another path or make room`,
        { cause },
      )
    : cause;

/** Opens a file and empties it, or standard output for `-`. */
export const openOutput = async (name: string): Promise<Output> => {
  if (name === "-") return { name, stream: process.stdout };
  try {
    return { name, stream: (await open(name, "w")).createWriteStream() };
  } catch (cause) {
    throw translated(cause, name);
  }
};

/** Opens and empties files of these names in a directory, which is created when it is missing. */
export const openOutputs = async (
  directory: string,
  names: readonly string[],
): Promise<readonly Output[]> => {
  if (directory === "-")
    throw new UsageError(`--out - is for one file: name a directory for ${names.join(", ")}`);
  try {
    await mkdir(directory, { recursive: true });
  } catch (cause) {
    throw translated(cause, directory);
  }
  const outputs: Output[] = [];
  for (const name of names) outputs.push(await openOutput(join(directory, name)));
  return outputs;
};

/** Writes the chunks no faster than the output takes them, and closes it. */
export const writeChunks = async (
  chunks: Iterable<string>,
  { name, stream }: Output,
): Promise<void> => {
  try {
    await pipeline(Readable.from(chunks, { objectMode: true, highWaterMark: 1 }), stream);
  } catch (cause) {
    // A reader such as `head` closes the pipe as soon as it has enough.
    if (cause instanceof Error && "code" in cause && cause.code === "EPIPE") return;
    throw translated(cause, name);
  }
};
