import { spawn } from "node:child_process";
import { once } from "node:events";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";

import { commandLine } from "@despliega/trainer/cli/command-line.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";

/** The command line as a program. */
export const bin = fileURLToPath(new URL("../../../../trainer/dist/main.js", import.meta.url));

/** What a command left behind. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON lines. */
  readonly lines: () => Line[];
}

/** A line of JSON that a command wrote. */
export type Line = Readonly<Record<string, unknown>>;

const parsed = (text: string): Line[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);

/** Runs the command line in this process, without a new one, to its exit code or its error, and gives what it wrote. */
export const runHere = async (
  settings: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly output: string }> => {
  let output = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      output += String(chunk);
      done();
    },
  });
  const context = {
    settings: readTrainerSettings(settings),
    progress: createProgress(stream),
    now: () => new Date(),
  };
  const code = await commandLine(context, ["node", "despliega", ...args]);
  return { code, output };
};

/** Does the same, and gives the lines of JSON. */
export const runCommand = async (
  settings: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly lines: readonly Line[] }> => {
  const { code, output } = await runHere(settings, ...args);
  return { code, lines: parsed(output) };
};

/** Runs the trainer's command line as a process to its end, with nothing but these settings. */
export const despliega = async (
  settings: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> => {
  const { PATH = "", TMPDIR = "/tmp" } = process.env;
  const child = spawn(process.execPath, [bin, ...args], { env: { PATH, TMPDIR, ...settings } });
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const [code] = (await once(child, "close")) as [number];
  return {
    code,
    stdout: stdout(),
    stderr: stderr(),
    lines: () => parsed(stdout()),
  };
};

const text = (stream: NodeJS.ReadableStream): (() => string) => {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
};
