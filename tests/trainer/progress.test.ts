import { Writable } from "node:stream";

import { describe, expect, test } from "@jest/globals";
import { createProgress, type Progress } from "@despliega/trainer/pipeline/progress.js";

/** Progress on a stream that a test can read. */
const captured = (
  isTTY: boolean,
  columns = 80,
): { readonly progress: Progress; readonly text: () => string } => {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { progress: createProgress(Object.assign(stream, { isTTY, columns })), text: () => text };
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

describe("a step that tells how far it has come", () => {
  const told = async (isTTY: boolean, columns = 80) => {
    const { progress, text } = captured(isTTY, columns);
    await progress.step("tune", (tell) => {
      tell("trial 1 of 2, best R² 0.5000 (trial 1)", { trial: 1, of: 2, r2: 0.5 });
      tell("trial 2 of 2, best R² 0.5000 (trial 1)");
      progress.notice("a notice");
      return Promise.resolve();
    });
    return text();
  };

  test("shows it beside the step on a terminal, where notices come above", async () => {
    const [, started, first, second, notice, again, ended] = (await told(true)).split("\r\u001b[K");
    expect(started).toMatch(/^ {2}… tune {2}\d+\.\d s$/);
    expect(first).toMatch(/^ {2}… tune {2}\d+\.\d s {2}trial 1 of 2, best R² 0\.5000 \(trial 1\)$/);
    expect(second).toContain("trial 2 of 2");
    expect(notice).toBe("  ! a notice\n");
    expect(again).toBe(second);
    expect(ended).toMatch(/^ {2}✓ tune +\d+\.\d\d s {2}\n$/);
  });

  test("takes 80 characters for a line where the terminal does not know its size", async () => {
    const [, , first] = (await told(true, 0)).split("\r\u001b[K");
    expect(first).toContain("trial 1 of 2, best R² 0.5000 (trial 1)");
  });

  test("stays within the terminal, as only one line can be replaced", async () => {
    const lines = (await told(true, 30)).split("\r\u001b[K");
    expect(lines[2]).toMatch(/ trial 1 of 2$/);
    for (const line of lines) expect(line.trimEnd().length).toBeLessThan(30);
  });

  test("writes a line elsewhere where it is worth one", async () => {
    const lines = (await told(false)).trimEnd().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      { trial: 1, of: 2, r2: 0.5 },
      { notice: "a notice" },
      { step: "tune", seconds: expect.any(Number) },
    ]);
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
