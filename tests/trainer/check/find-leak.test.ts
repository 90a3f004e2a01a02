import { describe, expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";

import { trainOn } from "../support/runs.js";
import { EVER_BAD, riesgoWith } from "./leaky.js";

describe("training", () => {
  test("refuses a feature whose window runs over labels to come, and names it", async () => {
    const store = memoryBlobStore();
    await expect(trainOn(store, { model: riesgoWith("ever_bad", EVER_BAD) })).rejects.toMatchObject(
      {
        code: "FEATURE_LEAKS",
        message: expect.stringMatching(
          /^ever_bad looks into the future: of \d+ observations [1-9]\d* get another value when events after them differ\. Fix features\.sql, .*--accept-leak "why"$/,
        ),
      },
    );
    const blobs: string[] = [];
    for await (const { name } of store.list("")) blobs.push(name);
    expect(blobs).toEqual([]);
  });

  test.each([
    [
      "of the cut-off",
      "datesub('day', observed_at, getvariable('as_of'))",
      "looks into the future",
    ],
    ["of its own label", "2 * label", "is made of the label"],
    [
      "of the labels of its own day too",
      "avg(label) OVER (PARTITION BY entity ORDER BY observed_at RANGE UNBOUNDED PRECEDING)",
      "is made of the label",
    ],
  ])("refuses a feature %s", async (_, expression, problem) => {
    await expect(
      trainOn(memoryBlobStore(), { model: riesgoWith("extra", expression) }),
    ).rejects.toThrow(`extra ${problem}`);
  });

  test("takes the labels of earlier days, which are known", async () => {
    const model = riesgoWith("bad_before", "avg(label) OVER history");
    const { manifest } = await trainOn(memoryBlobStore(), { model });
    expect(manifest.lineage.parameters).not.toHaveProperty("accepted_leak");
  });

  test("takes a leak for a reason, which the release keeps", async () => {
    const model = riesgoWith("ever_bad", EVER_BAD);
    const { manifest } = await trainOn(memoryBlobStore(), { model, acceptLeak: "a trial" });
    expect(manifest.lineage.parameters).toMatchObject({ accepted_leak: "a trial" });
  });
});
