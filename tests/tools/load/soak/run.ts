import { setTimeout as wait } from "node:timers/promises";

import { promote } from "@despliega/storage";
import { startAzurite } from "@despliega/storage/azurite";

import { startApi } from "../../../support/api-process.js";
import { move } from "../../../support/release.js";
import { courseOf, type Course } from "../lib/flat.js";
import { openSockets, residentBytes } from "../lib/process.js";
import { newLoadStorage } from "../lib/storage.js";
import { startLoad, type LoadReport } from "../traffic/load.js";
import { FIRST, openGood, publishReleases, SECOND } from "../traffic/releases.js";

/** How long and how much. */
export interface SoakOptions {
  readonly minutes: number;
  readonly clients: number;
  /** Users in each release: a release that is not let go weighs that much. */
  readonly users: number;
  readonly seed: number;
  readonly say?: (line: string) => void;
}

/** What came of it. */
export interface SoakReport extends LoadReport {
  readonly probes: number;
  readonly swaps: number;
  /** Resident memory in bytes, and open sockets. */
  readonly resident: Course;
  readonly sockets: Course;
  readonly seconds: number;
}

const SWAP_EVERY_SECONDS = 5;
const PAUSE_MS = 4;
const PROBES = ["/healthz", "/readyz", "/metrics", "/v2/health/ready", "/ping"];
const NOISE_BYTES = 32 << 20;
const NOISE_SOCKETS = 2;

/** Asks an api of its own for a long time, while its release is swapped every few seconds. */
export const soak = async (options: SoakOptions): Promise<SoakReport> => {
  const { minutes, clients, users, seed, say = () => {} } = options;
  const azurite = await startAzurite();
  try {
    const { store, settings } = await newLoadStorage(azurite.connectionString, "soak");
    await publishReleases(store, users);
    await promote(store, "riesgo", FIRST, move);
    const releases = await openGood(store);
    const api = startApi(
      {
        ...settings,
        DESPLIEGA_REFRESH_SECONDS: "1",
        DESPLIEGA_RATE_LIMIT: "0",
      },
      ({ msg }) => msg !== "request",
    );
    const url = await api.ready();
    const pid = api.child.pid!;
    const load = startLoad({ url, releases, clients, pauseMs: PAUSE_MS, seed });

    const faults: string[] = [];
    const resident: number[] = [];
    const sockets: number[] = [];
    let [probes, swaps] = [0, 0];
    const probe = async (path: string): Promise<void> => {
      const answer = await fetch(url + path);
      const body = await answer.text();
      probes++;
      if (answer.status !== 200) faults.push(`${path}: ${answer.status} ${body.slice(0, 200)}`);
    };

    const started = performance.now();
    for (let second = 1; second <= minutes * 60; second++) {
      await wait(Math.max(0, started + second * 1_000 - performance.now()));
      if (faults.length + load.faults().length > 0 || api.child.exitCode !== null) break;
      for (const path of PROBES)
        await probe(path).catch((error: unknown) => faults.push(`${path}: ${String(error)}`));
      resident.push(await residentBytes(pid));
      sockets.push(await openSockets(pid));
      if (second % SWAP_EVERY_SECONDS === 0)
        await promote(store, "riesgo", ++swaps % 2 === 0 ? FIRST : SECOND, move);
      if (second % 60 === 0)
        say(`${second} s: ${load.answered()} right answers, ${resident.at(-1)! >> 20} MB`);
    }
    const report = await load.stop();
    const seconds = (performance.now() - started) / 1_000;
    api.child.kill("SIGTERM");
    const { code, stderr } = await api.ended;
    if (code !== 0 || stderr !== "") faults.push(`the api ended with ${code}: ${stderr}`);
    for (const line of api.lines.filter(({ level }) => Number(level) >= 50))
      faults.push(`the log says ${JSON.stringify(line)}`);
    return {
      ...report,
      faults: [...report.faults, ...faults],
      probes,
      swaps,
      resident: courseOf(resident, NOISE_BYTES),
      sockets: courseOf(sockets, NOISE_SOCKETS),
      seconds,
    };
  } finally {
    await azurite.close();
  }
};
