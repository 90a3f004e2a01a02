import { mkdir, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { KEY_HASH, type Contestant } from "./contestants.js";
import { freePort } from "./free-port.js";
import { peerScript } from "./peer-script.js";
import { findPython, isSkipped, type Skipped } from "./peer.js";
import { run } from "./run.js";
import { startServer, type ServerOptions } from "./server.js";
import type { Workbench } from "./workbench.js";

/** A server of the field that serves the model of a release, as its docs say. */
export interface ServingPeer {
  readonly name: "FastAPI" | "MLServer" | "BentoML" | "`mlflow models serve`";
  readonly server: Contestant | Skipped;
}

type Settings = Omit<ServerOptions, "log" | "group"> & { readonly origin: string };

interface Kind extends Pick<ServingPeer, "name"> {
  /** Names the interpreter of its environment; without it the usual ones are tried. */
  readonly setting: string;
  readonly modules: readonly string[];
  /** What it takes to start it on the model in a folder. */
  readonly settings: (python: string, folder: string, port: number) => Promise<Settings> | Settings;
}

const kinds: readonly Kind[] = [
  {
    name: "FastAPI",
    setting: "DESPLIEGA_BENCH_PYTHON",
    modules: ["fastapi", "uvicorn", "sklearn"],
    settings: (python, folder, port) => ({
      command: python,
      args: [peerScript("fastapi_rows.py"), join(folder, "model.joblib"), `${port}`, KEY_HASH],
      origin: at(port),
      readyUrl: `${at(port)}/docs`,
    }),
  },
  {
    name: "MLServer",
    setting: "DESPLIEGA_BENCH_MLSERVER_PYTHON",
    modules: ["mlserver", "mlserver_sklearn", "sklearn"],
    async settings(python, folder, port) {
      const model = {
        name: "riesgo",
        implementation: "mlserver_sklearn.SKLearnModel",
        parameters: { uri: "./model.joblib" },
      };
      await writeFile(join(folder, "model-settings.json"), JSON.stringify(model));
      return {
        command: beside(python, "mlserver"),
        args: ["start", folder],
        env: {
          MLSERVER_HOST: "127.0.0.1",
          MLSERVER_HTTP_PORT: `${port}`,
          MLSERVER_GRPC_PORT: `${await freePort()}`,
          MLSERVER_METRICS_PORT: `${await freePort()}`,
          MLSERVER_PARALLEL_WORKERS: "0",
        },
        origin: at(port),
        readyUrl: `${at(port)}/v2/models/riesgo/ready`,
      };
    },
  },
  {
    name: "BentoML",
    setting: "DESPLIEGA_BENCH_BENTOML_PYTHON",
    modules: ["bentoml", "sklearn"],
    settings: (python, folder, port) => ({
      command: beside(python, "bentoml"),
      args: [
        ...["serve", "bentoml_service:Riesgo", "--working-dir", dirname(peerScript("x"))],
        ...["--host", "127.0.0.1", "--port", `${port}`],
      ],
      env: {
        BENCH_MODEL: join(folder, "model.joblib"),
        BENTOML_HOME: join(folder, "bentoml"),
        BENTOML_DO_NOT_TRACK: "True",
        PYTHONDONTWRITEBYTECODE: "1",
      },
      origin: at(port),
      readyUrl: `${at(port)}/readyz`,
    }),
  },
  {
    name: "`mlflow models serve`",
    setting: "DESPLIEGA_BENCH_MLFLOW_PYTHON",
    modules: ["mlflow", "sklearn", "pandas", "fastapi"],
    settings: (python, folder, port) => ({
      command: python,
      args: [
        ...["-m", "mlflow", "models", "serve", "--model-uri", join(folder, "mlflow")],
        ...["--env-manager", "local", "--host", "127.0.0.1", "--port", `${port}`, "--workers", "1"],
      ],
      // It finds its own server by name.
      env: { PATH: `${dirname(python)}:${process.env["PATH"]}` },
      origin: at(port),
      readyUrl: `${at(port)}/ping`,
    }),
  },
];

// The threads of a BLAS wait for the next product in a loop, which counts as CPU and answers nothing: MLServer took 146 ms of CPU for a
// batch that it answered in 38 ms. With one thread it answers in the same time.
const ONE_THREAD = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };

const at = (port: number): string => `http://127.0.0.1:${port}`;

const beside = (python: string, command: string): string => {
  const found = join(dirname(python), command);
  return existsSync(found) ? found : command;
};

/**
 * Starts the servers of the field with the champion of riesgo, each in one process that answers. One that is not installed is
 * skipped.
 *
 * @param container has the release
 * @param names of those to start. Default: all
 */
export const startServingPeers = async (
  bench: Workbench,
  container: string,
  names: readonly ServingPeer["name"][] = kinds.map(({ name }) => name),
): Promise<ServingPeer[]> => {
  const release = join(bench.folder, `release-of-${container}`);
  const args = ["trainer/dist/main.js", "export", "riesgo", "--to", release];
  await run(process.execPath, args, { env: await bench.storage(container) });
  const peers: ServingPeer[] = [];
  for (const kind of kinds) {
    if (!names.includes(kind.name)) continue;
    bench.say(`starting ${kind.name}`);
    peers.push({ name: kind.name, server: await start(bench, kind, release) });
  }
  return peers;
};

const start = async (
  { folder }: Workbench,
  { name, setting, modules, settings }: Kind,
  release: string,
): Promise<Contestant | Skipped> => {
  const found = await findPython(modules, setting);
  if (isSkipped(found)) return found;
  const own = join(folder, setting.toLowerCase());
  await mkdir(own, { recursive: true });
  const options = modules.includes("mlflow") ? ["--mlflow"] : [];
  await run(found.command, [peerScript("sklearn_model.py"), release, own, ...options]);
  const { origin, ...server } = await settings(found.command, own, await freePort());
  const log = join(own, "server.log");
  try {
    const env = { ...ONE_THREAD, ...server.env };
    const running = await startServer({ ...server, env, log, group: true, deadline: 300 });
    return { ...running, origin };
  } catch (error) {
    return { skipped: `skipped: ${name} does not start: ${String(error).slice(0, 100)}` };
  }
};
