import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setImmediate as soon } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import {
  openStore,
  openRelease,
  readLedger,
  requireChampion,
  type BlobStore,
} from "@despliega/storage";

import { newContainer } from "../../../support/azurite.js";
import { promoteTiny, versionOf } from "../../../support/release.js";

const MAIN = fileURLToPath(new URL("./actor-main.js", import.meta.url));
const MODEL = "riesgo";
const KINDS = ["train", "promote", "rollback", "refresh", "prune", "prune"] as const;

/** What came of the race. */
export interface Raced {
  /** How often each kind of actor ended how. */
  readonly counts: Readonly<Record<string, number>>;
  readonly opened: number;
  readonly failures: readonly string[];
}

/**
 * Has processes train, promote, roll back, refresh and prune without any grace, each as often, while this one opens the champion
 * again and again.
 */
export const race = async (
  connectionString: string,
  times: number,
  seed: number,
): Promise<Raced> => {
  const container = newContainer();
  const store = await openStore({ account: { connectionString }, container, timeoutSeconds: 20 });
  await store.ensureContainer();
  for (const digit of [1, 2]) await promoteTiny(store, { version: versionOf(digit) });

  const over = new AbortController();
  const work = Promise.all(
    KINDS.map((kind, i) => run(kind, connectionString, container, seed * 10 + i, times)),
  ).finally(() => over.abort());
  const failures: string[] = [];
  let opened = 0;
  while (!over.signal.aborted) {
    const problem = await openChampion(store);
    if (problem !== undefined) failures.push(problem);
    opened++;
    await soon();
  }
  const counts: Record<string, number> = {};
  for (const [i, of] of (await work).entries())
    for (const [ending, count] of Object.entries(of)) {
      const name = `${KINDS[i]}: ${ending}`;
      counts[name] = (counts[name] ?? 0) + count;
    }
  const ledger = await readLedger(store, MODEL);
  if (ledger.some(({ sequence }, i) => sequence !== i + 1)) failures.push("the ledger has a gap");
  const { sequence } = await requireChampion(store, MODEL);
  if (ledger.length < sequence - 1) failures.push(`the ledger lacks moves before ${sequence}`);
  const last = await openChampion(store);
  if (last !== undefined) failures.push(last);
  return { counts, opened, failures };
};

// Without a grace a release may go once it is neither champion nor predecessor, which takes two moves.
const openChampion = async (store: BlobStore): Promise<string | undefined> => {
  const { version, manifest, edition, sequence } = await requireChampion(store, MODEL);
  try {
    await openRelease(store, MODEL, version, manifest, edition);
    return undefined;
  } catch (error) {
    const now = await requireChampion(store, MODEL);
    return now.sequence >= sequence + 2
      ? undefined
      : `champion ${version} at move ${sequence}: ${String(error)}`;
  }
};

const run = async (
  ...[kind, connectionString, container, seed, times]: [string, string, string, number, number]
): Promise<Record<string, number>> => {
  const given = [kind, connectionString, container, `${seed}`, `${times}`];
  const child = spawn(process.execPath, [MAIN, ...given], { stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${kind} ended with ${code}: ${await stderr}`);
  return JSON.parse(await stdout) as Record<string, number>;
};
