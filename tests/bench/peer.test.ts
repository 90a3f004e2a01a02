import { expect, test } from "@jest/globals";
import { findProgram, findPython, isSkipped, runPeer } from "../tools/bench/lib/peer.js";

test("a program that is not there is named as skipped", async () =>
  expect(await findProgram("no-such-load-generator")).toEqual({
    skipped: "skipped: not installed: no-such-load-generator",
  }));

test("a program that is there is found", async () =>
  expect(isSkipped(await findProgram("sh"))).toBe(false));

test("a Python module that is not there is named as skipped, or Python itself", async () =>
  expect(await findPython(["json", "no_such_module"])).toMatchObject({
    skipped: expect.stringMatching(/^skipped: not installed: (no_such_module|python3)$/),
  }));

test("a peer's result is its last line", async () =>
  expect(
    await runPeer(process.execPath, [
      "-e",
      `console.log("warming up"); console.log('{"seconds":1}')`,
    ]),
  ).toEqual({ seconds: 1 }));

test("a peer that does not end is killed at its deadline", async () => {
  const forever = runPeer(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    deadline: 0.5,
  });
  await expect(forever).rejects.toThrow(/SIGKILL/);
});
