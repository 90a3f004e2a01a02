import { afterEach, expect, jest, test } from "@jest/globals";
import { memoryTableStore, StoreUnreachable, type TableStore } from "@despliega/storage";
import { ownPlace } from "@despliega/storage/local";
import { startRecorder } from "@despliega/trainer/records/recorder.js";
import { findRun } from "@despliega/trainer/records/runs.js";
import { stateOf } from "@despliega/trainer/records/state.js";

import { recordAt } from "./record.js";

/** A pid that no process has: beyond what Linux, macOS and Windows give. */
const NO_PROCESS = 2 ** 30;

const begun = recordAt("2026-11-29T10:00:00Z");
let at = begun.start;
const clock = () => at;

const stored = async (table: TableStore) =>
  (await findRun(table, "despliega", begun.run, "riesgo"))!;

afterEach(() => {
  jest.useRealTimers();
  at = begun.start;
});

test("a run is on record from its beginning, and once more when it ends", async () => {
  const table = memoryTableStore(clock);
  const recorder = await startRecorder(table, begun, clock);
  expect(await stored(table)).toMatchObject({ outcome: "running", start: begun.start });
  recorder.note({ parameters: { as_of: "2026-01-01" } });
  recorder.note({ parameters: { seed: 0 }, outcome: "held back" });
  at = new Date("2026-11-29T10:05:00Z");
  await recorder.end("done");
  await recorder.end("stopped", "SIGTERM");
  expect(await stored(table)).toMatchObject({
    outcome: "held back",
    end: at,
    parameters: { as_of: "2026-01-01", seed: 0 },
  });
});

test("a failed run keeps its code, whatever it noted before", async () => {
  const table = memoryTableStore(clock);
  const recorder = await startRecorder(table, begun, clock);
  recorder.note({ outcome: "held back" });
  await recorder.end("failed", "BLOB_CHANGED");
  expect(await stored(table)).toMatchObject({ outcome: "failed", code: "BLOB_CHANGED" });
});

test("a run gives a sign of life every minute, also after one was lost, and none after its end", async () => {
  jest.useFakeTimers();
  const table = memoryTableStore(clock);
  let broken = false;
  const put: TableStore["put"] = async (entity) => {
    if (broken) throw new StoreUnreachable({ url: "", name: "", problem: "" });
    await table.put(entity);
  };
  const recorder = await startRecorder({ ...table, put }, begun, clock);
  const minute = async (time: string, lost = false) => {
    broken = lost;
    at = new Date(time);
    await jest.advanceTimersByTimeAsync(60_000);
    return (await stored(table)).changed.toISOString();
  };
  expect(await minute("2026-11-29T10:01:00.000Z")).toBe("2026-11-29T10:01:00.000Z");
  expect(await minute("2026-11-29T10:02:00.000Z", true)).toBe("2026-11-29T10:01:00.000Z");
  expect(await minute("2026-11-29T10:03:00.000Z")).toBe("2026-11-29T10:03:00.000Z");
  await recorder.end("done");
  expect(await minute("2026-11-29T10:04:00.000Z")).toBe("2026-11-29T10:03:00.000Z");
});

test.each([
  ["that ended is what it became", { outcome: "failed", pid: NO_PROCESS }, 60, "failed"],
  ["whose process is gone from this place died", { pid: NO_PROCESS }, 0, "died"],
  ["whose process is there runs", {}, 5, "running"],
  [
    "elsewhere runs, though no process here has its id",
    { pid: NO_PROCESS, place: "x" },
    5,
    "running",
  ],
  ["without a sign of life for long is silent, and not called dead", { place: "x" }, 6, "silent"],
] as const)("a run %s", (_, fields, minutes, state) => {
  const record = { ...begun, place: ownPlace(), changed: begun.start, ...fields };
  const now = new Date(begun.start.getTime() + minutes * 60_000);
  expect(stateOf(record, now)).toBe(state);
});

test("a clock that is hours wrong on the run's machine makes no run silent", () => {
  const changed = new Date("2026-11-29T15:00:00Z");
  const record = { ...begun, changed, place: "x" };
  expect(stateOf(record, new Date("2026-11-29T15:01:00Z"))).toBe("running");
});
