import { memoryBlobStore } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { promoteTiny, versionOf } from "../support/release.js";
import { trainOn } from "../trainer/support/runs.js";

test("a training holds such a release back, and says so", async () => {
  const store = memoryBlobStore();
  await promoteTiny(store, { description: { decisions: "durable" } });
  const { champion, held, isLessStrict } = await trainOn(store);
  expect({ champion, isLessStrict }).toEqual({ champion: undefined, isLessStrict: true });
  expect(held).toContain(
    `it is less strict than the champion ${versionOf(1)}: it keeps no decisions`,
  );
});
