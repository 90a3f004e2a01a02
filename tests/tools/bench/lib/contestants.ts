import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.js";
import type { FixedAnswer } from "./bare-http.js";
import type { Question } from "./closed-loop.js";
import { peerScript } from "./peer-script.js";
import { findPython, isSkipped, type Skipped } from "./peer.js";
import { run } from "./run.js";
import { ROOT } from "../../../repository/files.js";
import { startServer, type RunningServer } from "./server.js";
import type { Workbench } from "./workbench.js";

/** A server that takes part. */
export interface Contestant extends RunningServer {
  /** Without a path. */
  readonly origin: string;
}

/** The key that requests carry, to ours and to every peer, so that all of them read the same bytes. */
export const KEY = "3f0c6a1d9b8e47528d1a5c7e90b2f4d6";

/** Its SHA-256, in hexadecimal digits. */
export const KEY_HASH = createHash("sha256").update(KEY).digest("hex");

/**
 * Starts the api on the release in a container, as in production: a key asked for, requests counted against a limit
 * that is never reached, one line per request in a file.
 *
 * @param changes settings that differ
 * @param tree the built repository whose api it is. Default: this one
 */
export const startOurs = async (
  bench: Workbench,
  container: string,
  changes: NodeJS.ProcessEnv = {},
  tree = ROOT,
): Promise<Contestant> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: process.execPath,
    args: [join(tree, "api/dist/main.js")],
    env: {
      ...(await bench.storage(container)),
      PORT: `${port}`,
      NODE_ENV: "production",
      DESPLIEGA_AUTH: "key",
      DESPLIEGA_API_KEYS: `bench:${KEY_HASH}`,
      DESPLIEGA_RATE_LIMIT: "1000000000",
      ...changes,
    },
    readyUrl: `${origin}/readyz`,
    log: join(bench.folder, `api-${port}.log`),
  });
  return { ...server, origin };
};

/** Starts a bare `node:http` server that sends what another one answers, headers included. */
export const startBare = async (
  bench: Workbench,
  questions: readonly Question[],
  model: Contestant,
): Promise<Contestant> => {
  const file = join(bench.folder, "answers.json");
  const answers = await Promise.all(
    questions.map(async (question) => [question.path, await answerOf(model, question)] as const),
  );
  await writeFile(file, JSON.stringify(Object.fromEntries(answers)));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: process.execPath,
    args: [fileURLToPath(new URL("./bare-http.js", import.meta.url)), file, `${port}`],
    readyUrl: origin + (questions[0]?.path ?? "/"),
    log: join(bench.folder, "bare.log"),
  });
  return { ...server, origin };
};

// Node's server adds these itself.
const automatic = new Set(["date", "connection", "keep-alive"]);

const answerOf = async ({ origin }: Contestant, { path, body }: Question): Promise<FixedAnswer> => {
  const headers = { "x-api-key": KEY, "content-type": "application/json" };
  const response = await fetch(
    origin + path,
    body === undefined ? { headers } : { method: "POST", headers, body },
  );
  if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
  const own = [...response.headers].filter(([name]) => !automatic.has(name));
  return { headers: Object.fromEntries(own), body: await response.text() };
};

/** Starts the seed's api on what the seed's pipeline made. */
export const startSeed = async (bench: Workbench, path: string): Promise<Contestant | Skipped> => {
  const python = await findPython(["flask", "pandas", "sklearn", "imblearn"]);
  if (isSkipped(python)) return python;
  const seed = await bench.seedPipeline();
  if (isSkipped(seed)) return seed;
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: python.command,
    args: [peerScript("seed_api.py"), seed.trainModelCsv, seed.model, `${port}`],
    readyUrl: origin + path,
    log: join(bench.folder, "seed-api.log"),
  });
  return { ...server, origin };
};

/** Starts a FastAPI service on the same release, with one worker of uvicorn. */
export const startFastApi = async (
  bench: Workbench,
  container: string,
): Promise<Contestant | Skipped> => {
  const python = await findPython(["fastapi", "uvicorn"]);
  if (isSkipped(python)) return python;
  const files = join(bench.folder, "fastapi");
  const args = ["trainer/dist/main.js", "export", "riesgo", "--to", files];
  await run(process.execPath, args, { env: await bench.storage(container) });
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: python.command,
    args: [
      peerScript("fastapi_api.py"),
      join(files, "features.csv"),
      join(files, "model.json"),
      `${port}`,
      KEY_HASH,
    ],
    readyUrl: `${origin}/docs`,
    log: join(bench.folder, "fastapi.log"),
  });
  return { ...server, origin };
};
