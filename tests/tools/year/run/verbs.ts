import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

import { runHere } from "../../../trainer/support/command-line.js";
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
  (...args) =>
    runHere(settings, ...args);
