import { expect, test } from "@jest/globals";
import { keyHasher, readPredictionKey } from "@despliega/storage";
import { testKey } from "../../support/test-key.js";

const secretOf = (fill: number) =>
  readPredictionKey({ DESPLIEGA_PREDICTION_KEY: testKey(fill).toString("base64") })!;

test("an entity has one name in a model, and another under another model or secret", () => {
  const name = keyHasher(secretOf(1), "riesgo")([5_008_806]);
  expect(name).toMatch(/^h:[0-9a-f]{32}$/);
  expect(keyHasher(secretOf(1), "riesgo")(["5008806"])).toBe(name);
  const others = [
    keyHasher(secretOf(2), "riesgo")([5_008_806]),
    keyHasher(secretOf(1), "other")([5_008_806]),
    keyHasher(secretOf(1), "riesgo")([500, 8806]),
  ];
  expect(new Set([name, ...others]).size).toBe(4);
});

test("a short key is refused, and no key is none", () => {
  const short = { DESPLIEGA_PREDICTION_KEY: Buffer.alloc(31).toString("base64") };
  expect(() => readPredictionKey(short)).toThrow("must be a key of at least 32 bytes in base64");
  expect(readPredictionKey({})).toBeUndefined();
});
