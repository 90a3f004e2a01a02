import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "@jest/globals";

import { needing } from "../../support/needing.js";
import { until } from "../../support/until.js";

const LINES = 200_000;

/** A process that writes more lines than are kept, says so, and goes on until it is told to end. */
const SCRIPT = `
  import { openLogSink } from ${JSON.stringify(import.meta.resolve("@despliega/api"))};
  const sink = openLogSink();
  for (let i = 0; i < ${LINES}; i++) sink.write(\`{"line":\${i}}\\n\`);
  process.send(sink.dropped());
  process.on("disconnect", () => process.exit(0));`;

/** The process, whose output is a pipe with a reader that does not read yet. */
const piped = () => {
  const folder = mkdtempSync(join(tmpdir(), "despliega-pipe-"));
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  const child = spawn(process.execPath, ["--input-type=module", "--eval", SCRIPT], {
    stdio: ["ignore", writer, "inherit", "ipc"],
  });
  closeSync(writer);
  rmSync(folder, { recursive: true });
  return { child, reader };
};

// What a container engine reads is a pipe; what Node.js gives a child of its own is not.
needing("pipes with names", process.platform !== "win32").test(
  "lines that nobody reads hold up nobody: they are dropped, counted, and told once somebody reads",
  async () => {
    const { child, reader } = piped();
    const [dropped] = (await once(child, "message")) as [number];
    expect(dropped).toBeGreaterThan(LINES / 2);

    let read = "";
    new Socket({ fd: reader }).setEncoding("utf8").on("data", (chunk: string) => (read += chunk));
    const numbers = () => [...read.matchAll(/^\{"line":(\d+)\}$/gm)].map(([, n]) => Number(n));
    // The last lines are still gathered then, and may be dropped too before somebody reads.
    const told = () =>
      [...read.matchAll(/"lines":(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
    await until(
      () => told() > 0 && told() + numbers().length === LINES,
      "every line, or a line that tells of it",
    );
    expect(told()).toBeGreaterThanOrEqual(dropped);
    expect(numbers()).toEqual(numbers().toSorted((a, b) => a - b));
    child.disconnect();
    await once(child, "exit");
  },
);

test("a line holds nothing that a terminal obeys", () => {
  const line = `{"path":"/\u009b2J\u202e"}\n`;
  const script = `
    import { openLogSink } from ${JSON.stringify(import.meta.resolve("@despliega/api"))};
    openLogSink().write(${JSON.stringify(line)});`;
  const written = execFileSync(process.execPath, ["--input-type=module", "--eval", script]);
  expect(written.toString()).toBe(String.raw`{"path":"/\u009b2J\u202e"}` + "\n");
});

needing("pipes with names", process.platform !== "win32").test(
  "a process whose lines nobody reads ends all the same",
  async () => {
    const { child, reader } = piped();
    await once(child, "message");
    child.disconnect();
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(0);
    closeSync(reader);
  },
);
