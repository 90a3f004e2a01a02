import { expect, test } from "@jest/globals";

import { azuriteConnectionString, newContainer } from "../support/azurite.js";
import { KINDS, makeRequest } from "../tools/load/fuzz/kinds.js";
import { fuzz } from "../tools/load/fuzz/run.js";
import { promoteFuzzed } from "../tools/load/fuzz/served.js";
import { randomOf } from "../tools/load/lib/random.js";
import { newLoadStorage } from "../tools/load/lib/storage.js";

test("two thousand generated requests find no fault, and every kind is among them", async () => {
  const { store, settings } = await newLoadStorage(azuriteConnectionString(), newContainer());
  await promoteFuzzed(store);
  const { faults, kinds } = await fuzz(settings, { requests: 2_000, seed: 2 });
  expect(faults).toEqual([]);
  expect(Object.entries(kinds).filter(([, { sent }]) => sent === 0)).toEqual([]);
});

test("a request is the same for the same seed and number, and another for another", () => {
  const some = (seed: number) =>
    Array.from({ length: 200 }, (_, index) => makeRequest(randomOf(seed, index)));
  expect(some(1)).toEqual(some(1));
  expect(some(1)).not.toEqual(some(2));
});

test.each(Object.entries(KINDS))("a request of the kind %s is sent in packets", (_, [make]) => {
  for (let index = 0; index < 50; index++) {
    const { packets, methods, right } = make(randomOf(3, index));
    if (right !== "left") expect(packets.length).toBeGreaterThan(0);
    if (right === "answered") expect(methods.length).toBeGreaterThan(0);
  }
});
