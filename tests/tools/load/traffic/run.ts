import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { promote } from "@despliega/storage";

import { startApi } from "../../../support/api-process.js";
import { move } from "../../../support/release.js";
import { startAzuriteServer } from "../lib/azurite.js";
import { newLoadStorage } from "../lib/storage.js";
import { CHANGES } from "./changes.js";
import { startLoad, type LoadReport } from "./load.js";
import { FIRST, openGood, publishReleases } from "./releases.js";

/** How long the traffic flows. */
export interface TrafficOptions {
  /** Every change is made at least once, and again and again for so long. */
  readonly seconds: number;
  readonly clients: number;
  readonly seed: number;
  /** Told of every change that is done. */
  readonly say?: (line: string) => void;
}

/** What came of it. */
export interface TrafficReport extends LoadReport {
  /** Times that each change was made. */
  readonly changes: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Asks an api of its own without a break while everything below it changes. */
export const traffic = async ({
  seconds,
  clients,
  seed,
  say = () => {},
}: TrafficOptions): Promise<TrafficReport> => {
  const folder = await mkdtemp(join(tmpdir(), "despliega-traffic-"));
  const azurite = await startAzuriteServer(folder);
  try {
    const { store, settings } = await newLoadStorage(azurite.connectionString, "traffic");
    await publishReleases(store, 1_000);
    await promote(store, "riesgo", FIRST, move);
    const releases = await openGood(store);
    const api = startApi(settingsOf(settings), ({ msg }) => msg !== "request");
    const url = await api.ready();
    const load = startLoad({ url, releases, clients, seed });

    const changes = Object.fromEntries(Object.keys(CHANGES).map((name) => [name, 0]));
    const problems: string[] = [];
    const started = performance.now();
    const elapsed = (): number => (performance.now() - started) / 1_000;
    const goesOn = (): boolean => load.faults().length === 0 && problems.length === 0;
    do
      for (const [name, change] of Object.entries(CHANGES)) {
        if (!goesOn() || (elapsed() > seconds && changes[name]! > 0)) continue;
        await change({ url, store, azurite }).catch((error: unknown) => {
          problems.push(`${name}: ${String(error)}`);
        });
        changes[name]!++;
        say(`${elapsed().toFixed(0)} s: ${name}; ${load.answered()} right answers`);
      }
    while (goesOn() && elapsed() < seconds);

    const report = await load.stop();
    const took = elapsed();
    api.child.kill("SIGTERM");
    const { code, stderr } = await api.ended;
    if (code !== 0 || stderr !== "") problems.push(`the api ended with ${code}: ${stderr}`);
    return { ...report, faults: [...report.faults, ...problems], changes, seconds: took };
  } finally {
    await azurite.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const settingsOf = (storage: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...storage,
  DESPLIEGA_REFRESH_SECONDS: "1",
  DESPLIEGA_STORAGE_TIMEOUT_SECONDS: "2",
  DESPLIEGA_RATE_LIMIT: "0",
  DESPLIEGA_REQUEST_TIMEOUT_SECONDS: "60",
});
