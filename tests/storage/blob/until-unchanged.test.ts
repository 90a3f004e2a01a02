import { expect, test } from "@jest/globals";
import { BlobChanged, MOST_TRIES, untilUnchanged } from "@despliega/storage";

test("work runs again after a faster writer, a bounded number of times", async () => {
  let tries = 0;
  const overtaken = async (times: number): Promise<string> => {
    if (++tries <= times) throw new BlobChanged({ name: "a" });
    return "done";
  };
  expect(await untilUnchanged(() => overtaken(3))).toBe("done");
  expect(tries).toBe(4);

  tries = 0;
  await expect(untilUnchanged(() => overtaken(Infinity))).rejects.toMatchObject({
    code: "BLOB_CHANGED",
  });
  expect(tries).toBe(MOST_TRIES);
});

test("work with any other error does not run again", async () => {
  let tries = 0;
  const failing = async (): Promise<never> => {
    tries++;
    throw new Error("broken");
  };
  await expect(untilUnchanged(failing)).rejects.toThrow("broken");
  expect(tries).toBe(1);
});
