import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startAzuriteProcess } from "../lib/azurite-process.js";
import { freePort } from "../lib/free-port.js";
import { publishLarge, type Known } from "../lib/large-release.js";
import { median } from "../lib/median.js";
import { resident, type Resident } from "../lib/resident.js";
import type { MadeKeys } from "../../../support/serving.js";
import type { Row } from "../lib/row.js";
import { startServer } from "../lib/server.js";
import type { Workbench } from "../lib/workbench.js";

interface Size {
  readonly users: number;
  readonly keys?: MadeKeys;
  /** The most that it may take. */
  readonly seconds: number;
  readonly bytes?: number;
}

const sizes: readonly Size[] = [
  { users: 36_457, seconds: 1 },
  { users: 1_000_000, seconds: 2 },
  { users: 10_000_000, seconds: 15, bytes: 1e9 },
  { users: 10_000_000, keys: "uuid", seconds: 20, bytes: 1.5e9 },
];
const rounds = 3;

interface Started {
  readonly seconds: number;
  readonly memory: Resident;
}

/** The api from its start to its first answer, and what it holds then, by the number of users that it serves. */
export const startRows = async (bench: Workbench): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const size of sizes) rows.push(await startRow(bench, size));
  return rows;
};

const startRow = async (
  bench: Workbench,
  { users, keys = "integer", seconds: most, bytes = Infinity }: Size,
): Promise<Row> => {
  const shown = `${users.toLocaleString("en")} users${keys === "uuid" ? " with UUIDs" : ""}`;
  bench.say(`start: publishing ${shown}`);
  const folder = join(bench.folder, `start-${keys}-${users}`);
  const azurite = await startAzuriteProcess(join(folder, "azurite"));
  try {
    const storage = {
      AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString,
      DESPLIEGA_CONTAINER_NAME: "start",
    };
    const known = await publishLarge(users, storage, join(folder, "work"), keys);
    const starts: Started[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      bench.say(`start: ${shown}, round ${round} of ${rounds}`);
      starts.push(await start(storage, known, join(bench.folder, "start.log")));
    }
    const seconds = median(starts.map((started) => started.seconds));
    const now = Math.max(...starts.map(({ memory }) => memory.now));
    const peak = Math.max(...starts.map(({ memory }) => memory.peak));
    return {
      name: `start to ready with ${shown}, from Azurite on the same machine`,
      ours: `${seconds.toFixed(2)} s, ${size(now)} resident, at most ${size(peak)}`,
      peer: "",
      target: `≤ ${most} s${bytes === Infinity ? "" : `, ≤ ${size(bytes)}`}`,
      met: seconds <= most && peak <= bytes,
    };
  } finally {
    await azurite.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const start = async (storage: NodeJS.ProcessEnv, known: Known, log: string): Promise<Started> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = await startServer({
    command: process.execPath,
    args: ["api/dist/main.js"],
    env: { ...storage, PORT: `${port}`, NODE_ENV: "production" },
    readyUrl: `${origin}/readyz`,
    log,
  });
  try {
    await check(`${origin}/api/user/${known.id}/caracteristicasriesgo`, known.features);
    await sleep(3_000);
    return { seconds: server.readyAfter, memory: await resident(server.pid) };
  } finally {
    await server.stop();
  }
};

const check = async (url: string, expected: object): Promise<void> => {
  const response = await fetch(url);
  const body = await response.text();
  if (body !== JSON.stringify(expected)) throw new Error(`${url} answers ${body}`);
};

const size = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
