import { describe, expect, test } from "@jest/globals";
import { batchesOf, type Entity } from "@despliega/storage";

import { collect } from "../../support/collect.js";

const LIMITS = { entities: 3, bytes: 1e9, waiting: 1e9 };

const entity = (name: string, text = ""): Entity => ({
  partition: name[0]!,
  row: name,
  cells: { text },
});

const batched = async (
  entities: readonly Entity[],
  limits: Partial<typeof LIMITS>,
): Promise<string[]> => {
  const all = async function* () {
    yield* entities;
  };
  const batches = await collect(batchesOf(all(), { ...LIMITS, ...limits }));
  return batches.map((batch) => batch.map(({ row }) => row).join(" "));
};

describe("batches of entities", () => {
  const names = ["a1", "b1", "a2", "a3", "c1", "a4", "b2"];

  test("have one partition each and are given when they are full, the rest at the end", async () => {
    expect(
      await batched(
        names.map((name) => entity(name)),
        {},
      ),
    ).toEqual(["a1 a2 a3", "b1 b2", "c1", "a4"]);
  });

  test("are given before they have too many bytes", async () => {
    const large = ["a1", "a2", "a3"].map((name) => entity(name, "x".repeat(1_000)));
    expect(await batched(large, { bytes: 15_000 })).toEqual(["a1 a2", "a3"]);
    // One that is too large for a batch has a batch of its own, and the account says so.
    expect(await batched(large, { bytes: 1 })).toEqual(["a1", "a2", "a3"]);
  });

  test("are given early when too much waits, the fullest first", async () => {
    const entities = [entity("a1"), entity("b1", "x".repeat(100)), entity("c1"), entity("a2")];
    expect(await batched(entities, { waiting: 3_000 })).toEqual(["b1", "a1 a2", "c1"]);
  });
});
