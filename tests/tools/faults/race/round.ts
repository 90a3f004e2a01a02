import {
  promote,
  readLedger,
  requireChampion,
  type BlobStore,
  type Champion,
} from "@despliega/storage";

import { azuriteStoreOf } from "../../../support/azurite.js";
import { startFaultyProxy } from "../../../support/faulty-proxy.js";
import type { Treatment } from "../../../support/treatment.js";
import { move } from "../../../support/release.js";
import { startTrainer, type TrainerEnd } from "../lib/trainer-process.js";
import { wholeness } from "../lib/wholeness.js";
import type { Workshop } from "../lib/workshop.js";
import { gate } from "./gate.js";

/** Which requests of the trainers meet. */
export type Meeting = "pointer" | "ledger";

const OUTRUN = 4;

/**
 * Lets so many trainers train at once and meet where each wants to write: the pointer, or, when the last mover has died
 * before recording its move, the ledger. Returns the promise that is broken.
 */
export const raceRound = async (
  { connectionString, input, directory }: Workshop,
  container: string,
  trainers: number,
  meeting: Meeting,
): Promise<string | undefined> => {
  const store = await azuriteStoreOf({ connectionString, container });
  const before = await requireChampion(store, "riesgo");
  if (meeting === "ledger") await moveWithoutRecord(store, before);
  const ledger = await readLedger(store, "riesgo");
  const { sequence } = await requireChampion(store, "riesgo");

  const [pointers, appends] = [gate(trainers), gate(trainers)];
  const seen = new Set<unknown>();
  const proxy = await startFaultyProxy(
    connectionString,
    ({ method, url = "" }): Treatment | undefined => {
      if (method !== "PUT") return undefined;
      if (url.includes("/champion.json")) return pointers;
      // Each trainer's first append is of the move that is missing; there is none after it but the winner's own.
      if (meeting !== "ledger" || !url.includes("comp=appendblock") || seen.size === trainers)
        return undefined;
      seen.add({});
      return appends;
    },
  );
  const temporary = await directory(container);
  const ends = await Promise.all(
    Array.from({ length: trainers }, (_, i) => {
      const settings = {
        AZURE_STORAGE_CONNECTION_STRING: proxy.connectionString,
        DESPLIEGA_CONTAINER_NAME: container,
        DESPLIEGA_STORAGE_TIMEOUT_SECONDS: "120",
        TMPDIR: temporary,
      };
      // Every other one makes an edition of the champion's features, and no release.
      return startTrainer(settings, input, [], i % 2 === 0 ? "train" : "refresh").ended;
    }),
  );
  proxy.close();

  const after = await requireChampion(store, "riesgo");
  return (
    wrongEnds(ends, after) ??
    (after.sequence === sequence + 1 ? undefined : `the pointer is at move ${after.sequence}`) ??
    wrongLedger(ledger, await readLedger(store, "riesgo"), after) ??
    wholeness(store, "riesgo")
  );
};

/** Moves the pointer as a mover does that dies before it records the move. */
const moveWithoutRecord = async (store: BlobStore, { version }: Champion): Promise<void> => {
  const dying: BlobStore = {
    ...store,
    append: async () => {
      throw new Error("died");
    },
  };
  await promote(dying, "riesgo", version, move).catch(() => {});
};

const wrongEnds = (
  ends: readonly TrainerEnd[],
  { version, edition }: Champion,
): string | undefined => {
  const winners = ends.filter(({ code }) => code === 0);
  if (winners.length !== 1) return `${winners.length} trainers say that they won`;
  if (!winners[0]!.stdout.includes(edition?.name ?? version))
    return "what the winner made is not the champion";
  const losers = ends.filter(({ code }) => code !== 0);
  const wrong = losers.find(
    ({ code, stderr }) =>
      code !== OUTRUN ||
      !/^(?:BLOB_CHANGED: .*champion\.json was changed by somebody else|REFRESH_OVERTAKEN: ).*\n$/.test(
        stderr,
      ),
  );
  return wrong === undefined ? undefined : `a loser ends with ${wrong.code}: ${wrong.stderr}`;
};

const wrongLedger = (
  before: readonly Champion[],
  now: readonly Champion[],
  champion: Champion,
): string | undefined => {
  if (now.length !== champion.sequence) return `the ledger has ${now.length} moves`;
  if (JSON.stringify(now.at(-1)) !== JSON.stringify(champion)) return "the ledger lacks the winner";
  const kept = JSON.stringify(now.slice(0, before.length)) === JSON.stringify(before);
  return kept ? undefined : "the ledger's moves have changed";
};
