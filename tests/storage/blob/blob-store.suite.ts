import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { BlobChanged, type BlobStore, type DespliegaError } from "@despliega/storage";

import { collect } from "../../support/collect.js";
import { temporaryDirectory } from "../../support/temporary.js";

const bytes = (text: string): Buffer => Buffer.from(text);

const textOf = async (store: BlobStore, name: string): Promise<string> =>
  (await store.read(name)).bytes.toString();

/** The number of racers per result: a code, or a win. */
const tally = (results: readonly PromiseSettledResult<unknown>[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const end = result.status === "rejected" ? (result.reason as DespliegaError).code : "won";
    counts[end] = (counts[end] ?? 0) + 1;
  }
  return counts;
};

/** The tests of every blob store. */
export const describeBlobStore = (name: string, makeStore: () => Promise<BlobStore>): void => {
  describe(`the blob store ${name}`, () => {
    test("makes its container, and accepts one that exists", async () => {
      const store = await makeStore();
      await store.ensureContainer();
      await store.ensureContainer();
    });

    describe("create", () => {
      test("writes a blob that reads back the same", async () => {
        const store = await makeStore();
        const content = randomBytes(1_000);
        await store.create("a/b/c d-é.bin", content);
        expect((await store.read("a/b/c d-é.bin")).bytes.equals(content)).toBe(true);
      });

      test("refuses a blob that exists, and does not change it", async () => {
        const store = await makeStore();
        await store.create("a", bytes("first"));
        await expect(store.create("a", bytes("second"))).rejects.toMatchObject({
          code: "BLOB_EXISTS",
        });
        expect(await textOf(store, "a")).toBe("first");
      });

      test("writes an empty blob from memory and from a file", async () => {
        const store = await makeStore();
        const file = join(await temporaryDirectory(), "empty");
        await writeFile(file, "");
        await store.create("memory", bytes(""));
        await store.create("file", { file });
        expect(await textOf(store, "memory")).toBe("");
        expect(await textOf(store, "file")).toBe("");
        expect(await collect(store.stream("file"))).toEqual([]);
      });

      test("writes a large file and streams it back, and refuses it a second time", async () => {
        const store = await makeStore();
        const file = join(await temporaryDirectory(), "large");
        const content = randomBytes(20 << 20);
        await writeFile(file, content);
        await store.create("large", { file });
        const read = Buffer.concat(await collect(store.stream("large")));
        expect(read.equals(content)).toBe(true);
        await expect(store.create("large", { file })).rejects.toMatchObject({
          code: "BLOB_EXISTS",
        });
      });

      test("does not translate the error of a missing file", async () => {
        const store = await makeStore();
        const file = join(await temporaryDirectory(), "nothing");
        await expect(store.create("a", { file })).rejects.toMatchObject({ code: "ENOENT" });
      });

      test("lets one of twenty racers win", async () => {
        const store = await makeStore();
        const results = await Promise.allSettled(
          Array.from({ length: 20 }, (_, i) => store.create("a", bytes(`racer ${i}`))),
        );
        expect(tally(results)).toEqual({ won: 1, BLOB_EXISTS: 19 });
        const winner = results.findIndex(({ status }) => status === "fulfilled");
        expect(await textOf(store, "a")).toBe(`racer ${winner}`);
      });
    });

    describe("replace", () => {
      test("makes a blob for null, and replaces it under the etag it returned", async () => {
        const store = await makeStore();
        const first = await store.replace("a", bytes("first"), null);
        expect((await store.read("a")).etag).toBe(first);
        const second = await store.replace("a", bytes("second"), first);
        expect(second).not.toBe(first);
        expect(await store.read("a")).toEqual({ bytes: bytes("second"), etag: second });
      });

      test("gives the same bytes another etag", async () => {
        const store = await makeStore();
        const first = await store.replace("a", bytes("same"), null);
        expect(await store.replace("a", bytes("same"), first)).not.toBe(first);
      });

      test.each([
        ["null, and the blob is there", "a", null],
        ["another etag", "a", '"0x1"'],
        ["an etag, and there is no blob", "b", '"0x1"'],
      ])("refuses %s", async (_, blob, etag) => {
        const store = await makeStore();
        await store.create("a", bytes("kept"));
        await expect(store.replace(blob, bytes("new"), etag)).rejects.toMatchObject({
          code: "BLOB_CHANGED",
        });
        expect(await textOf(store, "a")).toBe("kept");
      });

      test("lets one of twenty racers with the same etag win", async () => {
        const store = await makeStore();
        const etag = await store.replace("a", bytes("before"), null);
        const results = await Promise.allSettled(
          Array.from({ length: 20 }, (_, i) => store.replace("a", bytes(`racer ${i}`), etag)),
        );
        expect(tally(results)).toEqual({ won: 1, BLOB_CHANGED: 19 });
        const winner = results.findIndex(({ status }) => status === "fulfilled");
        expect(await textOf(store, "a")).toBe(`racer ${winner}`);
      });
    });

    describe("write", () => {
      test("makes a blob and replaces what is there, from memory and from a file", async () => {
        const store = await makeStore();
        const file = join(await temporaryDirectory(), "large");
        const content = randomBytes(20 << 20);
        await writeFile(file, content);
        await store.write("a", bytes("one"));
        const before = await store.read("a");
        await store.write("a", { file });
        const after = await store.read("a");
        expect(before.bytes.toString()).toBe("one");
        expect(after.bytes.equals(content)).toBe(true);
        expect(after.etag).not.toBe(before.etag);
        await store.write("a", bytes("three"));
        expect(await textOf(store, "a")).toBe("three");
      });
    });

    describe("append", () => {
      test("makes the blob at length 0 and adds to its end", async () => {
        const store = await makeStore();
        await store.append("log", bytes("one\n"), 0);
        await store.append("log", bytes("two\n"), 4);
        expect(await textOf(store, "log")).toBe("one\ntwo\n");
      });

      test.each([
        ["a length that is too small", "log", 0],
        ["a length that is too large", "log", 5],
        ["a length, and there is no blob", "other", 4],
      ])("refuses %s", async (_, blob, length) => {
        const store = await makeStore();
        await store.append("log", bytes("one\n"), 0);
        await expect(store.append(blob, bytes("two\n"), length)).rejects.toMatchObject({
          code: "BLOB_CHANGED",
        });
        expect(await textOf(store, "log")).toBe("one\n");
      });

      test("keeps every line of eight racers who read again after a conflict", async () => {
        const store = await makeStore();
        await store.append("log", bytes("begin\n"), 0);
        const append = async (line: string): Promise<void> => {
          for (;;) {
            const { bytes: before } = await store.read("log");
            try {
              await store.append("log", bytes(line), before.length);
              return;
            } catch (error) {
              if (!(error instanceof BlobChanged)) throw error;
            }
          }
        };
        const lines = Array.from({ length: 8 }, (_, i) => `racer ${i}\n`);
        await Promise.all(lines.map(append));
        const written = (await textOf(store, "log")).split(/(?<=\n)/);
        expect(written[0]).toBe("begin\n");
        expect(written.slice(1).sort()).toEqual(lines);
      });
    });

    describe("delete", () => {
      test("deletes a blob, whose name can then be used again", async () => {
        const store = await makeStore();
        await store.create("a/b", bytes("first"));
        await store.create("a/c", bytes("kept"));
        await store.delete("a/b");
        await expect(store.read("a/b")).rejects.toMatchObject({ code: "BLOB_MISSING" });
        expect((await collect(store.list("a/"))).map(({ name: blob }) => blob)).toEqual(["a/c"]);
        await store.create("a/b", bytes("second"));
        expect(await textOf(store, "a/b")).toBe("second");
      });

      test("counts a missing blob as deleted, with any etag", async () => {
        const store = await makeStore();
        await store.delete("none");
        await store.delete("none", '"0x1"');
        const etag = await store.replace("a", bytes("a"), null);
        await store.delete("a", etag);
        await store.delete("a", etag);
      });

      test("deletes an append blob", async () => {
        const store = await makeStore();
        await store.append("log", bytes("one\n"), 0);
        await store.delete("log");
        await store.append("log", bytes("two\n"), 0);
        expect(await textOf(store, "log")).toBe("two\n");
      });

      test("refuses a blob that has changed since it was read", async () => {
        const store = await makeStore();
        const first = await store.replace("a", bytes("same"), null);
        const second = await store.replace("a", bytes("same"), first);
        await expect(store.delete("a", first)).rejects.toMatchObject({ code: "BLOB_CHANGED" });
        expect(await textOf(store, "a")).toBe("same");
        await store.delete("a", second);
        await expect(store.read("a")).rejects.toMatchObject({ code: "BLOB_MISSING" });
      });

      test("and replace under one etag never both succeed", async () => {
        const store = await makeStore();
        const etag = await store.replace("a", bytes("before"), null);
        const race = (i: number) =>
          i % 2 === 0 ? store.replace("a", bytes(`racer ${i}`), etag) : store.delete("a", etag);
        const results = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => race(i)));
        const replaced = results.filter(({ status }, i) => i % 2 === 0 && status === "fulfilled");
        const there = await collect(store.list("a"));
        expect(there).toHaveLength(replaced.length);
        expect(replaced.length).toBeLessThanOrEqual(1);
      });
    });

    describe("now", () => {
      test("is the clock of the times in a listing", async () => {
        const store = await makeStore();
        const before = await store.now();
        await store.create("a", bytes("a"));
        const [listed] = await collect(store.list("a"));
        const after = await store.now();
        // Azure returns whole seconds.
        expect(listed!.modified.getTime()).toBeGreaterThanOrEqual(before.getTime() - 1_000);
        expect(listed!.modified.getTime()).toBeLessThanOrEqual(after.getTime() + 1_000);
      });
    });

    describe("a missing blob", () => {
      test("cannot be read", async () => {
        const store = await makeStore();
        await expect(store.read("a/none")).rejects.toMatchObject({
          code: "BLOB_MISSING",
          message: "There is no blob a/none",
        });
      });

      test("cannot be streamed", async () => {
        const store = await makeStore();
        await expect(collect(store.stream("a/none"))).rejects.toMatchObject({
          code: "BLOB_MISSING",
        });
      });

      test("is an empty listing", async () => {
        const store = await makeStore();
        expect(await collect(store.list("none/"))).toEqual([]);
      });
    });

    describe("list", () => {
      test("returns the blobs of a prefix in the order of their names, with their sizes", async () => {
        const store = await makeStore();
        const before = Date.now();
        for (const blob of ["m/b/2", "m/a", "m2/c", "n", "m/b/1"])
          await store.create(blob, bytes(blob));
        const listed = await collect(store.list("m/"));
        expect(listed.map(({ name: blob, bytes: size }) => [blob, size])).toEqual([
          ["m/a", 3],
          ["m/b/1", 5],
          ["m/b/2", 5],
        ]);
        // Azure returns whole seconds.
        for (const { modified } of listed)
          expect(modified.getTime()).toBeGreaterThanOrEqual(before - 1_000);
      });

      test("continues when its blobs are deleted meanwhile", async () => {
        const store = await makeStore();
        for (const blob of ["a", "b", "c"]) await store.create(blob, bytes(blob));
        for await (const { name: blob } of store.list("")) await store.delete(blob);
        expect(await collect(store.list(""))).toEqual([]);
      });

      test("can end early", async () => {
        const store = await makeStore();
        for (const blob of ["a", "b"]) await store.create(blob, bytes(blob));
        for await (const { name: blob } of store.list("")) {
          expect(blob).toBe("a");
          break;
        }
      });
    });

    test("returns copies, so that a caller's changes do not reach the blob", async () => {
      const store = await makeStore();
      const content = bytes("abc");
      await store.create("a", content);
      content.fill(0);
      (await store.read("a")).bytes.fill(0);
      expect(await textOf(store, "a")).toBe("abc");
    });
  });
};
