import { spawn, type ChildProcess } from "node:child_process";
import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import type { Azurite } from "../azurite/azurite.js";
import { DespliegaError } from "../errors/error.js";
import { SettingInvalid, StoreElsewhere, StoreNotStarted } from "../errors/errors.js";
import { claimsIn, type Claim } from "./claim.js";
import type { Lease } from "./lease.js";
import { ownPlace } from "./place.js";
import { standingOf } from "./standing.js";

/** An Azurite for work without an account. */
export interface LocalStorage extends Azurite {
  /** Whether it was started for this process; one that runs already is only used. */
  readonly started: boolean;
  /** Resolves when it ended though this process still uses it, as when somebody killed it. */
  readonly lost: Promise<void>;
}

const KEEPER = fileURLToPath(new URL("./keeper.js", import.meta.url));

/** Milliseconds within which a store must be ready, and keepers that may fail meanwhile. */
const READY_MS = 60_000;
const FAILURES = 3;

/**
 * Finds the store of a directory, or starts it there. It is Azurite in a process of its own, which lives as long as
 * anybody uses it: who closes it last waits for its end. Several that start at the same time share one.
 *
 * @throws `SETTING_INVALID` when the directory cannot be made or written, `STORE_ELSEWHERE` when another
 * container or machine uses its store, `STORE_DAMAGED`, `STORE_NOT_STARTED`, `AZURITE_MISSING`
 */
export const localStorage = async (directory: string): Promise<LocalStorage> => {
  await requireWritable(directory, join(directory, "azurite"));
  const end = performance.now() + READY_MS;
  let keeper: ChildProcess | undefined;
  let failures = 0;
  try {
    while (performance.now() < end) {
      const lease = await leaseIn(directory, end);
      if (lease !== undefined) return used(lease, keeper?.pid);
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
    // The lease that its starter has; by now there is another one, or none is wanted.
    keeper?.stdin?.destroy();
  }
};

const startKeeper = (directory: string): ChildProcess => {
  // In a group of its own: Ctrl-C is meant for the command, and others may use the store.
  const keeper = spawn(process.execPath, [KEEPER, directory], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    windowsHide: true,
  });
  keeper.on("error", () => {}); // It has no pid then, and counts as one that failed.
  keeper.unref();
  return keeper;
};

/** A lease of the directory's store once that is ready; undefined when there is none. @throws what its start did */
const leaseIn = async (directory: string, end: number): Promise<OwnedLease | undefined> => {
  const place = ownPlace();
  const claims = await claimsIn(directory);
  // Those of this place first: a keeper that can be asked answers sooner than a heartbeat.
  const isElsewhere = (claim: Claim): number => Number(claim.place !== place);
  for (const claim of claims.toSorted((a, b) => isElsewhere(a) - isElsewhere(b))) {
    const standing = await standingOf(directory, claim);
    if (standing === "owning") throw new StoreElsewhere({ directory });
    if (typeof standing !== "object") continue;
    if (await settled(standing, end)) return { ...standing, pid: claim.pid };
    const { error } = standing.told();
    await standing.close();
    if (error !== undefined) throw new DespliegaError(error.code, error.message);
  }
  return undefined;
};

type OwnedLease = Lease & { readonly pid: number };

/** Whether the store is ready, once that is known. */
const settled = async (lease: Lease, end: number): Promise<boolean> => {
  while (lease.isOpen() && performance.now() < end) {
    const { state } = lease.told();
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

const used = (lease: OwnedLease, ownKeeper: number | undefined): LocalStorage => {
  let closing = false;
  const { connectionString = "" } = lease.told();
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

// Azurite writes from callbacks of its own, where nobody could catch what goes wrong.
const requireWritable = async (directory: string, location: string): Promise<void> => {
  try {
    await mkdir(location, { recursive: true });
    for (const place of [directory, location]) await access(place, constants.W_OK);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new SettingInvalid(
      {
        name: "DESPLIEGA_DIRECTORY",
        problem: `${directory} cannot be written (${reason}): name another place`,
      },
      { cause },
    );
  }
};
