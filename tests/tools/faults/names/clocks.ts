import {
  blobNames,
  makeVersion,
  openRelease,
  planPrune,
  promote,
  prune,
  readLedger,
  requireChampion,
  rollback,
} from "@despliega/storage";

import { randomOf } from "../../load/lib/random.js";
import { publishTiny } from "../../../support/release.js";
import { newTimedStore } from "../deletes/scenes.js";

const MODEL = "riesgo";
const SECOND = 1_000;
const YEAR = 365 * 86_400 * SECOND;

/**
 * Publishes and promotes releases by clocks that stop, go backwards, and jump by years:
 * pointer and ledger keep the order of the moves, and a prune keeps what serves and the newest.
 *
 * @returns what is wrong
 */
export const tryClock = async (seed: number, index: number): Promise<string | undefined> => {
  const random = randomOf(seed, index);
  const { store, pass } = newTimedStore();
  const jumps = [
    0,
    0,
    1,
    -1,
    SECOND,
    -SECOND,
    86_400 * SECOND,
    -YEAR,
    YEAR,
    -20 * YEAR,
    100 * YEAR,
  ];
  let clock = Date.parse("2026-01-01T00:00:00Z");
  const at = (): Date => {
    clock = Math.min(Math.max(clock + random.pick(jumps), 0), Date.parse("9998-12-31T00:00:00Z"));
    return new Date(clock);
  };
  const published: string[] = [];
  const moves: string[] = [];
  const count = random.int(3, 7);
  for (let i = 0; i < count; i++) {
    const version = makeVersion(at(), random.bytes(4));
    await publishTiny(store, { version });
    published.push(version);
    await promote(store, MODEL, version, { at: at(), by: "test", why: "test" });
    moves.push(version);
    if (moves.length > 1 && random.once(4)) {
      const back = moves.at(-2)!;
      const { version: now } = await rollback(store, MODEL, { at: at(), by: "test", why: "test" });
      if (now !== back) return `a rollback goes to ${now} instead of ${back}`;
      moves.push(back);
    }
    // Of two that were published in one moment neither is the newer.
    pass(random.pick([1e-6, 0.1, 3]));
  }
  if (new Set(published).size !== published.length) return "a version comes twice";
  const ledger = await readLedger(store, MODEL);
  if (ledger.some(({ sequence }, i) => sequence !== i + 1)) return "the ledger has a gap";
  if (ledger.map(({ version }) => version).join() !== moves.join())
    return "the ledger has another order";

  pass(100);
  const rules = { keep: 2, grace: 86_400 * SECOND };
  await planPrune(store, MODEL, rules);
  await prune(store, MODEL, rules);
  const { version, manifest, previous } = await requireChampion(store, MODEL);
  if (version !== moves.at(-1)) return "the champion is not the last one";
  await openRelease(store, MODEL, version, manifest);
  for (const kept of [previous?.version, ...published.slice(-2)])
    if (kept !== undefined) await store.read(blobNames.manifest(MODEL, kept));
  return undefined;
};
