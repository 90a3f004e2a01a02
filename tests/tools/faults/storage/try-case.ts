import { setTimeout as wait } from "node:timers/promises";

import {
  DespliegaError,
  openRelease,
  promote,
  readChampion,
  requireChampion,
  type BlobStore,
} from "@despliega/storage";

import { azuriteStoreOf } from "../../../support/azurite.js";
import { startFaultyProxy } from "../../../support/faulty-proxy.js";
import { move, promoteTiny, publishTiny, versionOf } from "../../../support/release.js";
import { wholeness } from "../lib/wholeness.js";
import type { StorageCase, Work } from "./cases.js";

/** Seconds of silence after which an operation is given up. */
const TIMEOUT = 4;

/** Seconds after which a case counts as hanging: each of its operations may use up its own time. */
const HANG = 120;

/** What a part of several blocks holds. */
export type LargePart = { readonly file: string };

/** Where cases are tried. */
export interface StorageStage {
  readonly connectionString: string;
  readonly large: LargePart;
}

const OLD = versionOf(1);
const NEW = versionOf(2);

const works: Readonly<Record<Work, (store: BlobStore, large: LargePart) => Promise<string>>> = {
  publish: (store) => publish(store),
  "publish large": (store, large) => publish(store, large),
  async open(store) {
    const champion = await requireChampion(store, "riesgo");
    const { manifest } = await openRelease(store, "riesgo", champion.version, champion.manifest);
    return manifest.version;
  },
};

// What a trainer asks of a storage, in its order.
const publish = async (store: BlobStore, large?: LargePart): Promise<string> => {
  await store.ensureContainer();
  const before = await readChampion(store, "riesgo");
  const parts = large === undefined ? [] : [{ name: "report.html" as const, source: large }];
  const { version } = await publishTiny(store, { version: NEW, parts });
  await openRelease(store, "riesgo", version);
  await promote(store, "riesgo", version, move, before);
  return version;
};

/** Tries one case in a container of its own; returns the promise that it breaks, or how it ended. */
export const tryCase = async (
  { work, faults }: Pick<StorageCase, "work" | "faults">,
  { connectionString, large }: StorageStage,
  container: string,
): Promise<{
  readonly broken: string | undefined;
  readonly ended: string;
  readonly requests: number;
}> => {
  const direct = await azuriteStoreOf({ connectionString, container, timeoutSeconds: HANG });
  await direct.ensureContainer();
  await promoteTiny(direct, { version: OLD });

  const proxy = await startFaultyProxy(connectionString, faults());
  const store = await azuriteStoreOf({
    connectionString: proxy.connectionString,
    container,
    timeoutSeconds: TIMEOUT,
  });
  const timer = new AbortController();
  const ended = await Promise.race([
    works[work](store, large).then(
      (version) => ({ version }),
      (error: unknown) => ({ error }),
    ),
    wait(HANG * 1_000, { error: "it hangs" }, { signal: timer.signal }),
  ]);
  timer.abort();
  const requests = proxy.requests();
  proxy.close();

  const problem = "error" in ended ? problemOf(ended.error) : wrongVersion(ended.version, work);
  const torn = await wholeness(direct, "riesgo");
  const stale =
    "error" in ended || torn !== undefined ? undefined : await notServed(direct, ended.version);
  const next = await promoteTiny(direct, { version: versionOf(3) }).then(
    async () => wholeness(direct, "riesgo"),
    (error: unknown) => `the next run fails: ${String(error)}`,
  );
  // Azurite writes down all that it holds again and again: it gets slower with every blob.
  for await (const { name } of direct.list("")) await direct.delete(name);
  return {
    broken: problem ?? torn ?? stale ?? next,
    ended: "error" in ended ? ((ended.error as { code?: string }).code ?? "other") : "done",
    requests,
  };
};

const notServed = async (store: BlobStore, version: string): Promise<string | undefined> => {
  const champion = await requireChampion(store, "riesgo");
  return champion.version === version
    ? undefined
    : `${version} was published and ${champion.version} is the champion`;
};

const wrongVersion = (version: string, work: Work): string | undefined =>
  version === (work === "open" ? OLD : NEW) ? undefined : `${version} is the wrong release`;

/** What may be said when the storage is to blame; nobody else has written anything. */
const HONEST = new Set(["STORE_UNREACHABLE", "STORE_REFUSED", "RELEASE_INVALID"]);

const problemOf = (error: unknown): string | undefined => {
  if (!(error instanceof DespliegaError)) return `it fails with ${String(error)}`;
  const { code, message } = error;
  if (!HONEST.has(code)) return `it blames another: ${code} ${message}`;
  if (!/train_models\/riesgo\/|output\/riesgo\/|the container/.test(message))
    return `no blob is named: ${message}`;
  return message.includes("\n") ? `more than a line: ${message}` : undefined;
};
