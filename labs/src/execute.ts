import { spawn } from "node:child_process";

import { LABS } from "./notebooks.js";

/** The setting that names the interpreter of `labs/install`. */
export const SETTING = "DESPLIEGA_LABS_PYTHON";

/** What executing notebooks needs. */
export interface ExecuteOptions {
  /** The interpreter of `labs/install`. */
  readonly python: string;
  /** Compares the outputs with those that the notebooks hold, instead of writing them. */
  readonly check: boolean;
  /** Gets what is told, a line for each notebook. */
  readonly tell: (text: string) => void;
}

/**
 * Executes notebooks, one after the other.
 *
 * @param paths in the folder of the notebooks
 * @returns whether all ran, and for a check whether all gave the outputs that they hold
 */
export const executeNotebooks = (
  paths: readonly string[],
  { python, check, tell }: ExecuteOptions,
): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const flags = check ? ["--check"] : [];
    const child = spawn(python, ["execute.py", ...flags, ...paths], {
      cwd: LABS,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
      stdio: ["ignore", "inherit", "pipe"],
    });
    child.stderr.setEncoding("utf8").on("data", tell);
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0));
  });
