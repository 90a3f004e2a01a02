import {
  openStore,
  DespliegaError,
  listVersions,
  openRelease,
  promote,
  prune,
  readChampion,
  refresh,
  rollback,
  type BlobStore,
} from "@despliega/storage";

import { randomOf, type Random } from "../../load/lib/random.js";
import { publishTinyEdition } from "../../../support/edition.js";
import { move, publishTiny, USERS } from "../../../support/release.js";

// Arguments: what to do, connection string, container, seed, how often. Prints one line of JSON: how often each ended
// how. The expected fate of a late actor is a code; anything else is thrown.
const [kind = "", connectionString = "", container = "", seed = "", times = ""] =
  process.argv.slice(2);

const MODEL = "riesgo";
const store = await openStore({ account: { connectionString }, container, timeoutSeconds: 20 });

const newVersion = (random: Random): string =>
  `20260131T235959Z-${random.bytes(4).toString("hex")}`;

const WORKS: Readonly<Record<string, (random: Random) => Promise<unknown>>> = {
  train: async (random) => {
    const version = newVersion(random);
    // One run in four dies before its manifest.
    await publishTiny(random.once(4) ? dying(store) : store, { version });
    await openRelease(store, MODEL, version);
    if (random.once(2)) await promote(store, MODEL, version, move);
  },
  promote: async (random) => {
    const version = random.pick(await listVersions(store, MODEL));
    await openRelease(store, MODEL, version);
    await promote(store, MODEL, version, move);
  },
  rollback: (random) => rollback(store, MODEL, move, random.pick(["move", "release"] as const)),
  refresh: async (random) => {
    const before = await readChampion(store, MODEL);
    const { version } = before.champion!;
    const edition = newVersion(random);
    // One refresh in four dies before its manifest.
    const pointer = await publishTinyEdition(random.once(4) ? dying(store) : store, {
      version,
      edition,
      users: USERS,
    });
    await openRelease(store, MODEL, version, before.champion!.manifest, pointer);
    await refresh(store, MODEL, pointer, move, before);
  },
  prune: (random) => prune(store, MODEL, { keep: random.int(0, 3), grace: 0 }),
};

const DIED = new DespliegaError("DIED", "as it was told to");

const dying = (whole: BlobStore): BlobStore => ({
  ...whole,
  create: async (name, source) => {
    if (name.endsWith("manifest.json")) throw DIED;
    return whole.create(name, source);
  },
});

const LATE = new Set([
  "BLOB_CHANGED",
  "BLOB_MISSING",
  "RELEASE_PRUNED",
  "PREDECESSOR_MISSING",
  "DIED",
]);

const counts: Record<string, number> = {};
for (let index = 0; index < Number(times); index++) {
  let ending = "done";
  try {
    await WORKS[kind]!(randomOf(Number(seed), index));
  } catch (error) {
    if (!(error instanceof DespliegaError) || !LATE.has(error.code)) throw error;
    ending = error.code;
  }
  counts[ending] = (counts[ending] ?? 0) + 1;
}
process.stdout.write(`${JSON.stringify(counts)}\n`);
