import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import { ROOT } from "../repository/files.js";

/** The environments that `tests/clients/install` makes, by the settings that name their interpreters. */
export const PYTHON = {
  clients: process.env["DESPLIEGA_CLIENTS_PYTHON"],
  mlserver: process.env["DESPLIEGA_MLSERVER_PYTHON"],
  shap: process.env["DESPLIEGA_SHAP_PYTHON"],
  onnx: process.env["DESPLIEGA_ONNX_PYTHON"],
  dvc: process.env["DESPLIEGA_DVC_PYTHON"],
  converters: process.env["DESPLIEGA_CONVERTERS_PYTHON"],
  watch: process.env["DESPLIEGA_WATCH_PYTHON"],
} as const;
export type Environment = keyof typeof PYTHON;

/** What `needing` says of an environment. */
export const SETTING = {
  clients: "DESPLIEGA_CLIENTS_PYTHON",
  mlserver: "DESPLIEGA_MLSERVER_PYTHON",
  shap: "DESPLIEGA_SHAP_PYTHON",
  onnx: "DESPLIEGA_ONNX_PYTHON",
  dvc: "DESPLIEGA_DVC_PYTHON",
  converters: "DESPLIEGA_CONVERTERS_PYTHON",
  watch: "DESPLIEGA_WATCH_PYTHON",
} as const satisfies Record<Environment, string>;

/** The folder of the scripts. */
export const SCRIPTS = `${ROOT}tests/clients/`;

/** Nothing is written beside the scripts, nobody is asked but the server under test. */
export const pythonEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: process.env["HOME"],
  PYTHONDONTWRITEBYTECODE: "1",
  MLFLOW_DISABLE_TELEMETRY: "true",
  DO_NOT_TRACK: "true",
  NML_DISABLE_USAGE_LOGGING: "1",
  NO_PROXY: "127.0.0.1",
});

/** Starts an interpreter; without a script it runs a module with `-m`. */
export const startPython = (environment: Environment, args: readonly string[], cwd?: string) => {
  const python = PYTHON[environment];
  if (python === undefined) throw new Error(`${SETTING[environment]} is not set`);
  return spawn(python, args, { env: pythonEnvironment(), cwd, stdio: "pipe" });
};

/** Runs a script of this folder with JSON on its standard input, and gives back the JSON that it writes. */
export const runScript = async <T>(
  environment: Environment,
  script: string,
  given: object,
): Promise<T> => {
  const child = startPython(environment, [`${SCRIPTS}${script}`]);
  child.stdin.end(JSON.stringify(given));
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if ((await code) !== 0) throw new Error(`${script} failed: ${error}`);
  return JSON.parse(out) as T;
};
