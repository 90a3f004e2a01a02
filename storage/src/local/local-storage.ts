import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import type { Azurite } from "../azurite/azurite.js";
import { DespliegaError } from "../errors/error.js";
import { StoreElsewhere, StoreNotStarted } from "../errors/errors.js";
import { claimsIn, type Claim } from "./claim.js";
import type { Lease } from "./lease.js";
import { ownPlace } from "./place.js";
import { requireWritable } from "./require-writable.js";
import { standingOf } from "./standing.js";

export { ownPlace } from "./place.js";

/** A running Azurite for work without an account. */
export interface LocalStorage extends Azurite {
  /** Whether this call started it; otherwise it was running already. */
  readonly started: boolean;
  /** Resolves when it ends while this process still uses it, for example when it is killed. */
  readonly lost: Promise<void>;
}

const KEEPER = fileURLToPath(new URL("./keeper.js", import.meta.url));

/** The file of the key that signs releases in the store of a directory, where `npm start` has made one. */
export const localSigningKey = (directory: string): string => join(directory, "signing-key.pem");

/** Milliseconds within which a store must be ready, and the failed keepers after which the call gives up. */
const READY_MS = 60_000;
const FAILURES = 3;

/**
 * Finds the store of a directory, or starts it there. The store is Azurite in a process of its own, the keeper, which
 * lives until its last user closes it; that user waits for its end. Concurrent calls share one store.
 *
 * @throws `SETTING_INVALID` when the directory cannot be made or written, `STORE_ELSEWHERE` when another container or
 * machine uses its store, `STORE_DAMAGED`, `STORE_NOT_STARTED`, `AZURITE_MISSING`
 */
export const localStorage = async (directory: string): Promise<LocalStorage> => {
  await requireWritable(directory, join(directory, "azurite"));
  const end = performance.now() + READY_MS;
  let keeper: ChildProcess | undefined;
  let failures = 0;
  try {
    while (performance.now() < end) {
      const lease = await leaseIn(directory, end);
      if (lease !== undefined) return storageOf(lease, keeper?.pid);
      if (keeper?.exitCode === null && keeper.signalCode === null) await wait(20);
      else {
        if (keeper !== undefined && keeper.exitCode !== 0 && ++failures === FAILURES)
          throw new StoreNotStarted({
            directory,
            problem: `ended ${failures} times before it was ready`,
          });
        keeper = startKeeper(directory);
      }
    }
    throw new StoreNotStarted({ directory, problem: `was not ready within ${READY_MS / 1e3} s` });
  } finally {
    // Standard input is the starter's lease. By now the call has another lease, or has failed.
    keeper?.stdin?.destroy();
  }
};

const startKeeper = (directory: string): ChildProcess => {
  // Detached, so that Ctrl-C ends the command and not the store, which other commands may use.
  const keeper = spawn(process.execPath, [KEEPER, directory], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    windowsHide: true,
  });
  keeper.on("error", () => {}); // It then has no pid and counts as failed.
  keeper.unref();
  return keeper;
};

/** Takes a lease of a directory's store and waits until the store is ready. @returns undefined when nobody keeps it */
const leaseIn = async (directory: string, end: number): Promise<OwnedLease | undefined> => {
  const place = ownPlace();
  const claims = await claimsIn(directory);
  // Claims of this place come first: their keepers answer at once, and a heartbeat takes seconds.
  const isElsewhere = (claim: Claim): number => Number(claim.place !== place);
  for (const claim of claims.toSorted((a, b) => isElsewhere(a) - isElsewhere(b))) {
    const standing = await standingOf(directory, claim);
    if (standing === "owning") throw new StoreElsewhere({ directory });
    if (typeof standing !== "object") continue;
    if (await isReady(standing, end)) return { ...standing, pid: claim.pid };
    const { error } = standing.status();
    await standing.close();
    if (error !== undefined) throw new DespliegaError(error.code, error.message);
  }
  return undefined;
};

type OwnedLease = Lease & { readonly pid: number };

/** Waits until the store is ready or has failed. @returns whether it is ready */
const isReady = async (lease: Lease, end: number): Promise<boolean> => {
  while (lease.isOpen() && performance.now() < end) {
    const { state } = lease.status();
    if (state === "ready") return true;
    if (state === "failed") return false;
    const timer = new AbortController();
    await Promise.race([
      lease.changed(),
      wait(1_000, undefined, { signal: timer.signal }).catch(() => {}),
    ]);
    timer.abort();
  }
  return false;
};

const storageOf = (lease: OwnedLease, ownKeeper: number | undefined): LocalStorage => {
  let closing = false;
  const { connectionString = "" } = lease.status();
  return {
    connectionString,
    started: lease.pid === ownKeeper,
    lost: new Promise((resolve) => {
      void (async () => {
        await lease.closed;
        if (!closing) resolve();
      })();
    }),
    async close() {
      closing = true;
      await lease.close();
    },
  };
};
