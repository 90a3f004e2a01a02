import { expect, test } from "@jest/globals";
import {
  decidingUnits,
  dropOldDecisions,
  firstKeptDay,
  markDeciding,
  memoryBlobStore,
  oldDecisions,
} from "@despliega/storage";

import { appender, decisions, INSTANCE } from "./support.js";

const OLD = "20260131T235959Z-0123abcd";
const NEW = "20260301T235959Z-0123abcd";
const day = (text: string) => new Date(`${text}T12:00:00Z`);

test("the releases of decisions that are kept are named, with their editions, and old marks go", async () => {
  const store = memoryBlobStore();
  const mark = (version: string, edition: string | undefined, at: string) =>
    markDeciding(store, { model: "vih", version, edition }, at);
  await mark(OLD, undefined, "2026-02-01");
  await mark(OLD, undefined, "2026-02-01");
  await mark(OLD, NEW, "2026-03-02");
  await mark(NEW, undefined, "2026-03-03");
  await appender(store)(`2026-02-01/${INSTANCE}-1.jsonl`, decisions()(day("2026-02-01")));
  await appender(store)(`2026-03-02/${INSTANCE}-2.jsonl`, decisions()(day("2026-03-02")));

  const since = firstKeptDay(day("2026-03-30"), 28);
  expect(since).toBe("2026-03-02");
  expect(await decidingUnits(store, "vih", since)).toEqual(new Set([OLD, `${OLD}/${NEW}`, NEW]));
  expect(await decidingUnits(store, "vih", "2026-03-03")).toEqual(new Set([NEW]));
  expect(await decidingUnits(store, "riesgo", since)).toEqual(new Set());

  const old = await oldDecisions(store, "vih", since);
  expect(old).toMatchObject({ days: 1, blobs: { length: 2 } });
  await dropOldDecisions(store, old);
  expect(await oldDecisions(store, "vih", since)).toEqual({ blobs: [], days: 0, bytes: 0 });
  expect(await decidingUnits(store, "vih", "2026-01-01")).toEqual(
    new Set([OLD, `${OLD}/${NEW}`, NEW]),
  );
});
