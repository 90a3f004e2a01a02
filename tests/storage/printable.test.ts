import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";

import { describe, expect, test } from "@jest/globals";
import { OutputUnwritable, printable } from "@despliega/storage";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import fc from "fast-check";

import { temporaryDirectory } from "../support/temporary.js";
import { despliega } from "../trainer/support/command-line.js";

/** Clears the screen, sets the title by C1, and turns the direction. */
const HOSTILE = "a\u001b[2J\u009d0;title\u0007\rb\u202ec\u2066d\u007f\u0000e";
const SHOWN = String.raw`a\u001b[2J\u009d0;title\u0007\u000db\u202ec\u2066d\u007f\u0000e`;

/** What a terminal obeys, and no table of this project: tab and line feed alone may pass. */
const obeyed = (text: string): readonly string[] =>
  text.match(/(?![\t\n])[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu) ?? [];

test("a text is printable whatever is in it, and JSON keeps its meaning", () => {
  expect(printable(HOSTILE)).toBe(SHOWN);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(obeyed(printable(text))).toEqual([]);
      expect(JSON.parse(printable(JSON.stringify(text)))).toBe(text);
      expect(printable(printable(text))).toBe(printable(text));
    }),
  );
  const plain = "Niño, 東京, \u05d0\u05d1, 👩‍👩‍👧\tand a tab\n";
  expect(printable(plain)).toBe(plain);
});

test("an error of ours is printable from its making", () => {
  const error = new OutputUnwritable({ path: HOSTILE, reason: "EIO" });
  expect(error.message).toContain(SHOWN);
  expect(obeyed(error.message)).toEqual([]);
});

describe.each([true, false])("progress, on a terminal: %s", (isTTY) => {
  test("shows no text of others that a terminal obeys", async () => {
    let text = "";
    const stream = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    const terminal = { isTTY, columns: 200, hasColors: () => true };
    const progress = createProgress(Object.assign(stream, terminal));
    await progress.step(
      "read",
      async (tell) => tell(HOSTILE, { told: HOSTILE }),
      () => ({ fact: HOSTILE }),
    );
    progress.notice(HOSTILE);
    progress.row(() => HOSTILE, { row: HOSTILE });
    progress.row(() => ({ mark: "✓", colour: 32, text: HOSTILE }), { row: HOSTILE });
    progress.result(HOSTILE, { result: HOSTILE });
    if (isTTY) progress.document(HOSTILE);
    const shown = isTTY ? SHOWN : SHOWN.replace(String.raw`\u000d`, String.raw`\r`);
    expect(text.split(shown).length).toBeGreaterThanOrEqual(6);
    const own = ["\r\u001b[K", "\u001b[32m✓\u001b[39m"];
    expect(obeyed(own.reduce((left, sequence) => left.replaceAll(sequence, ""), text))).toEqual([]);
  });
});

test("the command line shows no name, path or header that a terminal obeys", async () => {
  const directory = await temporaryDirectory();
  const file = join(directory, "table.csv");
  await writeFile(file, `id,${HOSTILE.replace("\r", "")}\n1,2\n1,${HOSTILE.replace("\r", "")}\n`);
  for (const args of [
    ["inspect", file],
    ["inspect", join(directory, HOSTILE.replace("\0", ""))],
    ["inspect", `--${HOSTILE.replace("\0", "")}`],
  ]) {
    const { stdout, stderr } = await despliega({ DESPLIEGA_DIRECTORY: directory }, ...args);
    expect([args, obeyed(stdout + stderr)]).toEqual([args, []]);
    expect(stdout + stderr).not.toBe("");
  }
});
