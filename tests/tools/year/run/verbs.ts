import { execFile } from "node:child_process";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";

import { commandLine } from "@despliega/trainer/cli/command-line.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";

import { PRELOAD } from "./api.js";

const MAIN = fileURLToPath(new URL("../../../../../trainer/dist/main.js", import.meta.url));

/** Runs a verb of the command line. @returns its exit code and what it wrote */
export type Despliega = (
  ...args: readonly string[]
) => Promise<{ readonly code: number; readonly output: string }>;

/** Runs verbs as processes that live in simulated time. */
export const inProcesses =
  (settings: Readonly<Record<string, string>>): Despliega =>
  (...args) =>
    new Promise((resolve) => {
      const { PATH = "", TMPDIR = "/tmp" } = process.env;
      const env = { PATH, TMPDIR, ...settings, YEAR_NOW: `${Date.now()}` };
      const all = ["--import", PRELOAD, MAIN, ...args];
      execFile(process.execPath, all, { env, maxBuffer: 2 ** 28 }, (error, out, told) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), output: out + told }),
      );
    });

/** Runs verbs in this process, without the second that a new one takes. */
export const inThisProcess =
  (settings: Readonly<Record<string, string>>): Despliega =>
  async (...args) => {
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
