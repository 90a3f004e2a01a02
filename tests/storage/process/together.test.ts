import { setTimeout as wait } from "node:timers/promises";

import { expect, test } from "@jest/globals";
import { eachTogether, together } from "@despliega/storage";

test("concurrent works return their results in order", async () => {
  const slow = async () => {
    await wait(20);
    return "slow";
  };
  expect(await together(slow, async () => 2)).toEqual(["slow", 2]);
  expect(await eachTogether([1, 2, 3], async (item) => item * 2)).toEqual([2, 4, 6]);
});

test("of many works only some run at the same time, and none begins after a failure", async () => {
  let running = 0;
  let peak = 0;
  const begun: number[] = [];
  const work = async (item: number): Promise<number> => {
    begun.push(item);
    peak = Math.max(peak, ++running);
    await wait(item % 3);
    running--;
    if (item === 7) throw new Error("seven");
    return -item;
  };
  const items = Array.from({ length: 30 }, (_, i) => i);
  await expect(eachTogether(items, work, 4)).rejects.toThrow("seven");
  expect([peak, running]).toEqual([4, 0]);
  expect(begun.length).toBeLessThan(15);
  const small = items.slice(0, 7);
  expect(await eachTogether(small, work, 4)).toEqual(small.map((item) => -item));
});

test("the first error is thrown, after all works have ended", async () => {
  const ended: string[] = [];
  const works = [
    async () => {
      await wait(30);
      ended.push("slow");
    },
    async () => {
      await wait(10);
      ended.push("first to fail");
      throw new Error("first");
    },
    async () => {
      await wait(20);
      ended.push("second to fail");
      throw new Error("second");
    },
  ];
  await expect(together(...works)).rejects.toThrow("first");
  expect(ended).toEqual(["first to fail", "second to fail", "slow"]);
});

test("after an error the other works are asked to stop", async () => {
  const listening = async (stop: AbortSignal) => {
    await wait(60_000, undefined, { signal: stop }).catch(() => {});
    return stop.aborted;
  };
  const failing = async (): Promise<never> => {
    throw new Error("at once");
  };
  await expect(together(listening, failing)).rejects.toThrow("at once");
});

test("a work that throws before it waits fails like any other", async () => {
  const throwing = (): Promise<never> => {
    throw new Error("before");
  };
  await expect(together(throwing, async () => 1)).rejects.toThrow("before");
});
