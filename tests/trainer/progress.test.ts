import { Writable } from "node:stream";

import { describe, expect, test } from "@jest/globals";
import { createProgress, type Progress } from "@despliega/trainer/progress.js";

/** Progress on a stream whose text a test can read. */
const captured = (isTTY: boolean): { readonly progress: Progress; readonly text: () => string } => {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { progress: createProgress(Object.assign(stream, { isTTY })), text: () => text };
};

describe("elsewhere than on a terminal", () => {
  const lines = (text: string): unknown[] =>
    text
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));

  test("every step, notice and result is a line of JSON", async () => {
    const { progress, text } = captured(false);
    const result = await progress.step(
      "ingest",
      () => Promise.resolve(7),
      (read) => ({ read }),
    );
    progress.notice("2 columns are not used");
    progress.result("Published.", { version: "v1", promoted: true });
    expect(result).toBe(7);
    expect(lines(text())).toEqual([
      { step: "ingest", seconds: expect.any(Number), read: 7 },
      { notice: "2 columns are not used" },
      { message: "Published.", version: "v1", promoted: true },
    ]);
  });

  test("a step that fails writes nothing and hands its error on", async () => {
    const { progress, text } = captured(false);
    const failing = progress.step("fit", () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(text()).toBe("");
  });
});

describe("on a terminal", () => {
  test("a step is a line that is replaced when it ends, with its facts", async () => {
    const { progress, text } = captured(true);
    await progress.step(
      "ingest",
      () => Promise.resolve(),
      () => ({ read: 12_345, rejected: 0 }),
    );
    const [drawn, ended] = text().split("\r\u001b[K").slice(1);
    expect(drawn).toMatch(/^ {2}… ingest {2}\d+\.\d s$/);
    expect(ended).toMatch(/^ {2}✓ ingest +\d+\.\d\d s {2}read 12,345, rejected 0\n$/);
  });

  test("a step that fails is marked and hands its error on", async () => {
    const { progress, text } = captured(true);
    await expect(progress.step("fit", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(text().endsWith("\r\u001b[K  ✗ fit\n")).toBe(true);
  });

  test("notices and results are sentences", () => {
    const { progress, text } = captured(true);
    progress.notice("2 columns are not used");
    progress.result("Published.", { version: "v1" });
    expect(text()).toBe("  ! 2 columns are not used\nPublished.\n");
  });
});
