import { inspect } from "node:util";

import {
  ACCOUNT_CODES,
  DespliegaError,
  promote,
  prune,
  rollback,
  type BlobStore,
  type Meaning,
} from "@despliega/storage";

import { azuriteStoreOf } from "../../../support/azurite.js";
import { refuse } from "../../../support/faults.js";
import { startFaultyProxy } from "../../../support/faulty-proxy.js";
import { move, promoteTiny, publishTiny, versionOf } from "../../../support/release.js";
import type { StorageStage } from "./try-case.js";

/** What moves or guards the pointer. */
const MOVES = {
  promote: (store: BlobStore) => promote(store, "riesgo", versionOf(3), move),
  rollback: (store: BlobStore) => rollback(store, "riesgo", move),
  prune: (store: BlobStore) => prune(store, "riesgo", { keep: 0, grace: 0 }),
} as const satisfies Readonly<Record<string, (store: BlobStore) => Promise<unknown>>>;

const BLOBS = ["champion.json", "ledger.jsonl", "prune.json"] as const;

/** One blob that can be read and is never written: each write is answered with one code. */
export interface LockedCase {
  readonly title: string;
  readonly work: keyof typeof MOVES;
  readonly blob: (typeof BLOBS)[number];
  readonly code: keyof typeof ACCOUNT_CODES;
  readonly status: number;
}

/** Requests of the longest of these works when it tries as often as it may. */
const MOST_REQUESTS = 1_500;

/** Every code of a conflict, at each blob that decides which release serves. */
export const lockedCases = (): LockedCase[] =>
  (Object.keys(MOVES) as LockedCase["work"][]).flatMap((work) =>
    BLOBS.flatMap((blob) =>
      Object.entries(ACCOUNT_CODES).flatMap(([code, { statuses }]) =>
        statuses
          .filter((status) => status === 409 || status === 412)
          .map((status) => ({
            work,
            blob,
            code: code as LockedCase["code"],
            status,
            title: `${work}: ${status} ${code} to every write of ${blob}`,
          })),
      ),
    ),
  );

/** Tries one; returns the promise that it breaks, and how the work ended. */
export const tryLocked = async (
  { work, blob, code, status }: LockedCase,
  { connectionString }: StorageStage,
  container: string,
): Promise<{ readonly broken: string | undefined; readonly ended: string }> => {
  const direct = await azuriteStoreOf({ connectionString, container });
  await direct.ensureContainer();
  for (const digit of [1, 2]) await promoteTiny(direct, { version: versionOf(digit) });
  for (const digit of [3, 4]) await publishTiny(direct, { version: versionOf(digit) });
  const proxy = await startFaultyProxy(connectionString, ({ method, url = "" }) =>
    (method === "PUT" || method === "DELETE") && url.includes(blob)
      ? refuse(status, code, "No.")
      : undefined,
  );
  const store = await azuriteStoreOf({ connectionString: proxy.connectionString, container });
  const error: unknown = await MOVES[work](store).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  const { requests, failed } = { requests: proxy.requests(), failed: proxy.failed() };
  proxy.close();
  for await (const { name } of direct.list("")) await direct.delete(name);
  const ended = endOf(error);
  if (requests > MOST_REQUESTS) return { broken: `${requests} requests`, ended };
  if (failed === 0)
    return { broken: ended === "done" ? undefined : `untouched, it ends with ${ended}`, ended };
  const expected = ENDINGS[ACCOUNT_CODES[code].means];
  if (!expected.includes(ended)) return { broken: `it ends with ${ended}`, ended };
  const message = error instanceof DespliegaError ? error.message : "";
  const names = message.includes(blob) && (!message.includes("HTTP") || message.includes(code));
  return { broken: names ? undefined : `it tells something else: ${message}`, ended };
};

const endOf = (error: unknown): string =>
  error === undefined ? "done" : error instanceof DespliegaError ? error.code : inspect(error);

const ENDINGS: Readonly<Record<Meaning, readonly string[]>> = {
  changed: ["BLOB_CHANGED", "RELEASE_INVALID"],
  wait: ["STORE_UNREACHABLE"],
  refused: ["STORE_REFUSED"],
  "no blob": ["BLOB_MISSING"],
  "no container": ["CONTAINER_MISSING"],
};
