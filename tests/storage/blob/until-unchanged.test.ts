import { expect, test } from "@jest/globals";
import { BlobChanged, MOST_TRIES, untilUnchanged } from "@despliega/storage";

test("work that is outrun is done again, and given up in the end", async () => {
  let tries = 0;
  const outrun = async (times: number): Promise<string> => {
    if (++tries <= times) throw new BlobChanged({ name: "a" });
    return "done";
  };
  expect(await untilUnchanged(() => outrun(3))).toBe("done");
  expect(tries).toBe(4);

  tries = 0;
  await expect(untilUnchanged(() => outrun(Infinity))).rejects.toMatchObject({
    code: "BLOB_CHANGED",
  });
  expect(tries).toBe(MOST_TRIES);
});

test("work that fails otherwise is not done again", async () => {
  let tries = 0;
  const failing = async (): Promise<never> => {
    tries++;
    throw new Error("broken");
  };
  await expect(untilUnchanged(failing)).rejects.toThrow("broken");
  expect(tries).toBe(1);
});
