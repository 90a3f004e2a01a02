import {
  createAuditLog,
  ENDED,
  memoryBlobStore,
  StoreUnreachable,
  verifyAudit,
  type BlobStore,
  type Finding,
} from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import { azuriteStore } from "../../support/azurite.js";

const record = (i: number | string) => Buffer.from(`${JSON.stringify({ i })}\n`);
const DAY = "2026-02-01";
const at = (day: string) => () => new Date(`${day}T12:00:00Z`);

/** A store whose blobs have room for so many appends. */
const withAppends = (store: BlobStore, appends: number): BlobStore => ({
  ...store,
  limits: { ...store.limits, appends },
});

/** Two writers, one of which wrote three blobs of three lines and ended. */
const written = async (store: BlobStore): Promise<void> => {
  const folder = "vih";
  const one = createAuditLog({
    ...{ store: withAppends(store, 2), folder, writer: "one", now: at(DAY) },
  });
  const other = createAuditLog({ store, folder, writer: "other", now: at("2026-02-02") });
  for (let i = 0; i < 5; i++) await one.append([record(i)]);
  await one.append([Buffer.from(`{"decision":"${ENDED}"}\n`)]);
  await other.append([record("a"), record("b")]);
};

const blob = (number: number, writer = "one", day = DAY) => `vih/${day}/${writer}-${number}.jsonl`;

const linesOf = async (store: BlobStore, name: string): Promise<string[]> =>
  (await store.read(name)).bytes.toString().split(/(?<=\n)/);

/** Overwrites a blob as only a thief of the storage account can. */
const rewrite = async (
  store: BlobStore,
  name: string,
  change: (lines: string[]) => readonly string[],
): Promise<void> => {
  const lines = await linesOf(store, name);
  await store.delete(name);
  await store.append(name, Buffer.from(change(lines).join("")), 0);
};

const found = async (
  store: BlobStore,
  options: Parameters<typeof verifyAudit>[1] = {},
): Promise<readonly Pick<Finding, "kind" | "blob" | "line">[]> =>
  (await verifyAudit(store, options)).findings.map(({ kind, blob: of, line }) => ({
    ...{ kind, blob: of, line },
  }));

const without = (index: number) => (lines: string[]) => lines.filter((_, i) => i !== index);

describe("an audit whose lines are a chain", () => {
  test("holds, and says who has not ended", async () => {
    const store = await azuriteStore();
    await written(store);
    expect(await verifyAudit(store, {})).toMatchObject({
      ...{ blobs: 4, lines: 12, writers: 2, open: 1, unsure: 0, unchained: 0 },
      ...{ findings: [], faults: 0, begunBefore: 0 },
    });
    expect(await verifyAudit(store, { since: "2026-02-02" })).toMatchObject({
      blobs: 1,
      faults: 0,
    });
  });

  test("misses each line that is removed, and finds each that is changed", async () => {
    const store = memoryBlobStore();
    await written(store);
    for (const number of [1, 2, 3])
      for (const index of [0, 1, 2]) {
        // The end of the log is the one line that nothing follows.
        const isLast = number === 3 && index === 2;
        const whole = await linesOf(store, blob(number));
        await rewrite(store, blob(number), without(index));
        const removed = await verifyAudit(store, {});
        expect([number, index, removed.faults > 0 || removed.open === 2]).toEqual([
          ...[number, index, true],
        ]);
        await rewrite(store, blob(number), () =>
          whole.map((line, i) => (i === index ? line.replace(/(?<="(?:i|at)":"?)\d/, "7") : line)),
        );
        const changed = await found(store);
        if (!isLast)
          expect(changed).toEqual([{ kind: "changed", blob: blob(number), line: index + 1 }]);
        await rewrite(store, blob(number), () => whole);
      }
    expect(await found(store)).toEqual([]);
  });

  test.each<[string, (store: BlobStore) => Promise<unknown>, readonly object[]]>([
    [
      "two lines that change places",
      (store) => rewrite(store, blob(1), ([a, b, c]) => [a!, c!, b!]),
      [{ kind: "moved", blob: blob(1), line: 3 }],
    ],
    [
      "a line that comes twice",
      (store) => rewrite(store, blob(1), ([a, b, c]) => [a!, b!, b!, c!]),
      [{ kind: "inserted", blob: blob(1), line: 3 }],
    ],
    [
      "a line of another hand",
      (store) => rewrite(store, blob(1), ([a, b, c]) => [a!, b!, '{"i":9}\n', c!]),
      [{ kind: "changed", blob: blob(1), line: 3 }],
    ],
    [
      "a line after the end",
      async (store) => {
        const lines = (await linesOf(store, blob(3))).join("");
        await store.append(blob(3), record(9), lines.length);
      },
      [{ kind: "changed", blob: blob(3), line: 4 }],
    ],
    [
      "lines between two blobs",
      (store) => rewrite(store, blob(1), ([a]) => [a!]),
      [{ kind: "removed", blob: blob(2), line: 1 }],
    ],
    [
      "the first blob",
      (store) => store.delete(blob(1)),
      [{ kind: "removed", blob: blob(2), line: 1 }],
    ],
    [
      "a blob between two",
      (store) => store.delete(blob(2)),
      [{ kind: "removed", blob: blob(3), line: 1 }],
    ],
    [
      "a blob under another name",
      async (store) => {
        await store.delete(blob(1, "other", "2026-02-02"));
        await store.append(
          blob(1, "third"),
          Buffer.from((await linesOf(store, blob(1))).join("")),
          0,
        );
      },
      [{ kind: "renamed", blob: blob(1, "third"), line: 1 }],
    ],
    [
      "half a line",
      (store) => rewrite(store, blob(3), ([a, b, c]) => [a!, b!, c!.slice(0, 20)]),
      [{ kind: "cut", blob: blob(3), line: 3 }],
    ],
    [
      "lines without a chain after there was one",
      (store) => store.append(blob(1, "old", "2026-02-03"), record(1), 0),
      [{ kind: "unchained", blob: blob(1, "old", "2026-02-03"), line: null }],
    ],
  ])("finds %s", async (_, change, expected) => {
    const store = await azuriteStore();
    await written(store);
    await change(store);
    expect(await found(store)).toEqual(expected);
  });

  test("misses the end and the whole of what somebody saw", async () => {
    const store = memoryBlobStore();
    await written(store);
    const { unseen } = await verifyAudit(store, {});
    expect(unseen).toHaveLength(4);
    const now = at("2026-02-03");
    const witness = createAuditLog({ store, folder: "vih", writer: "seen", now, seen: unseen });
    await witness.append([Buffer.from(`{"decision":"${ENDED}"}\n`)]);
    expect(await verifyAudit(store, {})).toMatchObject({
      faults: 0,
      unseen: [{ blob: blob(1, "seen", "2026-02-03") }],
    });

    await rewrite(store, blob(3), without(2));
    await store.delete(blob(1, "other", "2026-02-02"));
    expect(await found(store)).toEqual([
      { kind: "removed", blob: blob(3), line: 3 },
      { kind: "removed", blob: blob(1, "other", "2026-02-02"), line: null },
    ]);
    expect(await found(store, { since: "2026-02-02" })).toHaveLength(1);
  });

  test("finds the last line changed where its hash was seen", async () => {
    const store = memoryBlobStore();
    await written(store);
    const { unseen } = await verifyAudit(store, {});
    await rewrite(store, blob(3), ([a, b, c]) => [a!, b!, c!.replace("ended", "ENDED")]);
    expect(await found(store, { seen: unseen })).toEqual([
      { kind: "changed", blob: blob(3), line: 3 },
    ]);
  });

  test("reads lines from before there was one, and counts them", async () => {
    const store = memoryBlobStore();
    await store.append("vih/2026-01-31/identify-0123456789abcdef.jsonl", record(1), 0);
    await store.append(blob(1, "0123456789abcdef", "2026-01-31"), record(2), 0);
    await written(store);
    expect(await verifyAudit(store, {})).toMatchObject({ unchained: 2, faults: 0, writers: 2 });
  });
});

describe("a write whose outcome is not known", () => {
  const failing = (store: BlobStore, fails: "before" | "after") => {
    let on = false;
    const append: BlobStore["append"] = async (...given) => {
      if (on && fails === "before") throw unreachable();
      await store.append(...given);
      if (on) throw unreachable();
    };
    return { store: { ...store, append }, fail: (now: boolean) => (on = now) };
  };
  const unreachable = () => new StoreUnreachable({ url: "memory:", name: "a", problem: "silence" });

  test.each([
    ["before", 0],
    ["after", 5],
  ] as const)(
    "leaves a chain that holds where it was lost %s it was kept",
    async (when, unsure) => {
      const { store, fail } = failing(memoryBlobStore(), when);
      const log = createAuditLog({ store, folder: "vih", writer: "one", now: at(DAY) });
      await log.append([record(1)]);
      fail(true);
      await expect(log.append([record(2), record(3)])).rejects.toThrow(StoreUnreachable);
      await expect(log.append([record(4), record(5)])).rejects.toThrow(StoreUnreachable);
      fail(false);
      await log.append([record(6)]);
      await log.append([Buffer.from(`{"decision":"${ENDED}"}\n`)]);
      expect(await verifyAudit(store, {})).toMatchObject({ faults: 0, unsure, open: 0 });
      await rewrite(store, blob(3), without(1));
      expect(await found(store)).toHaveLength(1);
    },
  );
});

test("holds on while others write, and one of them dies", async () => {
  const store = await azuriteStore();
  const logs = ["a", "b", "c"].map((writer) =>
    createAuditLog({ store, folder: "vih", writer, now: at(DAY) }),
  );
  const writing = Promise.all(
    logs.map(async (log) => {
      for (let i = 0; i < 20; i++) await log.append([record(i)]);
    }),
  );
  const during = await verifyAudit(store, {});
  await writing;
  expect(during.faults).toBe(0);
  expect(await verifyAudit(store, {})).toMatchObject({ lines: 63, open: 3, faults: 0 });
});
