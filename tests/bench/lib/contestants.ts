import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.js";
import type { FixedAnswer } from "./bare-http.js";
import { peerScript } from "./paths.js";
import { findPython, isSkipped, type Skipped } from "./peer.js";
import { startServer, type RunningServer } from "./server.js";
import type { Workbench } from "./workbench.js";

/** A server that takes part. */
export interface Contestant extends RunningServer {
  /** Without a path. */
  readonly origin: string;
}

/** Starts the api on the release in a container. */
export const startOurs = async (bench: Workbench, container: string): Promise<Contestant> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: process.execPath,
    args: ["api/dist/main.js"],
    env: { ...(await bench.storage(container)), PORT: `${port}`, NODE_ENV: "production" },
    readyUrl: `${origin}/readyz`,
    log: join(bench.folder, "api.log"),
  });
  return { ...server, origin };
};

/** Starts a bare `node:http` server that sends what another one answers, headers included. */
export const startBare = async (
  bench: Workbench,
  paths: readonly string[],
  model: Contestant,
): Promise<Contestant> => {
  const file = join(bench.folder, "answers.json");
  const answers = await Promise.all(
    paths.map(async (path) => [path, await answerOf(model.origin + path)] as const),
  );
  await writeFile(file, JSON.stringify(Object.fromEntries(answers)));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: process.execPath,
    args: [fileURLToPath(new URL("./bare-http.js", import.meta.url)), file, `${port}`],
    readyUrl: origin + (paths[0] ?? "/"),
    log: join(bench.folder, "bare.log"),
  });
  return { ...server, origin };
};

// Node's server adds these itself.
const automatic = new Set(["date", "connection", "keep-alive"]);

const answerOf = async (url: string): Promise<FixedAnswer> => {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
  const headers = [...response.headers].filter(([name]) => !automatic.has(name));
  return { headers: Object.fromEntries(headers), body: await response.text() };
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
