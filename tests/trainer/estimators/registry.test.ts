import { expect, test } from "@jest/globals";
import type { Manifest } from "@despliega/storage";
import { estimatorOf, KINDS, writerOf } from "@despliega/trainer/estimators/registry.js";

test.each(KINDS)("%s writes the format of its own name", (kind) => {
  expect(writerOf(kind)).toBe(estimatorOf(kind));
});

test("a format without an estimator has no writer, so that it is scored in memory", () => {
  expect(writerOf("another" as Manifest["estimator"])).toBeUndefined();
});
