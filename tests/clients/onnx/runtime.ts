import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { AZURITE } from "../../support/azurite.js";
import type { Publishing } from "./publish-model.js";
import type { PythonModel } from "./python-model.js";
import type { Ran } from "./run-models.js";

/** The setting that names the folder `node_modules` with onnxruntime for Node.js, which `tests/clients/install` makes. */
export const RUNTIME_SETTING = "DESPLIEGA_ONNX_RUNTIME";

/** That folder; undefined where it is not set. */
export const RUNTIME = process.env[RUNTIME_SETTING];

/** What a process needs to find onnxruntime. */
export const runtimeEnvironment = (): NodeJS.ProcessEnv => ({ NODE_PATH: RUNTIME });

/** Answers the rows of models by onnxruntime for Node.js. */
export const runModels = (models: readonly PythonModel[]): Promise<readonly Ran[]> =>
  scriptWith("run-models.js", models);

/** Publishes a model of three classes that onnxruntime for Node.js runs. */
export const publishModel = (publishing: Publishing): Promise<object> =>
  scriptWith("publish-model.js", publishing);

/** Runs a script of this folder beside onnxruntime, with JSON on its standard input, and gives back what it writes. */
const scriptWith = async <T>(name: string, given: object): Promise<T> => {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const env = { ...runtimeEnvironment(), [AZURITE]: process.env[AZURITE] };
  const child = spawn(process.execPath, [script], { env, stdio: "pipe" });
  child.stdin.end(JSON.stringify(given));
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if ((await code) !== 0) throw new Error(`${name} failed: ${error}`);
  return JSON.parse(out) as T;
};
