import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { generate } from "../data/generator.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { needing } from "../support/needing.js";
import { promoteTiny, versionOf } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { bin, runCommand } from "../trainer/support/command-line.js";

/** A file that takes no byte. */
const FULL = "/dev/full";

const settings = {
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: newContainer(),
  DESPLIEGA_ACTOR: "the test",
};

// Answers as no model server does, so that `conform` has rows to write.
const server = createServer((_request, response) => response.end("{}"));
/** Every command, with the exit code that it has where its output is read. */
let verbs: readonly (readonly [code: number, ...args: readonly string[]])[];

beforeAll(async () => {
  const store = await azuriteStore({ container: settings.DESPLIEGA_CONTAINER_NAME });
  const report = { name: "report.html", source: Buffer.from("<p>".repeat(100_000)) } as const;
  for (const digit of [1, 2])
    await promoteTiny(store, { version: versionOf(digit), parts: [report] });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const directory = await temporaryDirectory();
  const input = join(directory, "loans.csv");
  await generate("--users", "20", "--seed", "3", "--out", input);
  const outcomes = join(directory, "outcomes.csv");
  await writeFile(outcomes, "prediction_id,status\n20261129T155512123Z-3f9c2a1b7d4e5f60-1z,0\n");
  const container = settings.DESPLIEGA_CONTAINER_NAME;
  verbs = [
    [0, "train", "riesgo", "--input", input],
    [0, "monitor", "riesgo"],
    [0, "outcomes", "riesgo", "--input", outcomes],
    [1, "tune", "riesgo"],
    [1, "import", "riesgo", "--onnx", input, "--input", input],
    [0, "prepare", "riesgo", "--input", input, "--out", join(directory, "prepared")],
    [1, "publish", "riesgo", directory],
    [0, "releases", "riesgo"],
    [0, "ledger", "riesgo", "--json"],
    [0, "runs", "riesgo", "--json"],
    [0, "models"],
    [0, "data", "riesgo"],
    [1, "rebuild", "riesgo", versionOf(2)],
    [0, "score", "riesgo", "--input", input, "--by", "key", "--out", join(directory, "scores.csv")],
    [0, "copy", "riesgo", versionOf(2), "--from", container, "--to", newContainer(), "--dry-run"],
    [1, "sign", "riesgo"],
    [0, "verify", "riesgo"],
    [1, "approve", "riesgo", versionOf(2), "--why", "a test"],
    [0, "inspect", input],
    [0, "new", "prestamos", "--from", input, "--target", "flag_own_car"],
    [0, "check", "riesgo", "--input", input],
    [0, "report", "riesgo", versionOf(2)],
    [0, "export", "riesgo", versionOf(2), "--to", join(directory, "release")],
    [0, "challenge", "riesgo", versionOf(1)],
    [0, "promote", "riesgo", versionOf(2)],
    [0, "rollback", "riesgo"],
    [0, "refresh", "riesgo", "--input", input],
    [0, "prune", "riesgo", "--dry-run"],
    [1, "mlflow", "sync", "riesgo"],
    [1, "identify", "riesgo", `k.${"0".repeat(64)}`, "--reason", "a test"],
    [1, "decision", "20260131T101500123Z-3f9c2a1b7d4e5f60-1z"],
    [1, "forget", "riesgo", "--key", "5008806"],
    [1, "decisions", "riesgo", "--key", "5008806", "--why", "a test"],
    [1, "audit", "verify"],
    [1, "conform", url, "--only", "mlflow", "--row", '{"a":1}'],
    [0, "--version"],
    [0, "--help"],
    [0, "help", "train"],
  ];
});
afterAll(() => void server.close());

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs a command in an empty folder with a standard output that nobody reads, or that goes to a file. */
const run = async (args: readonly string[], output: "closed" | number): Promise<Ended> => {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: await temporaryDirectory(),
    env: { PATH: process.env["PATH"], TMPDIR: process.env["TMPDIR"], ...settings },
    stdio: ["ignore", typeof output === "number" ? output : "pipe", "pipe"],
  });
  if (output === "closed") child.stdout!.destroy();
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { stderr: await text(child.stderr!), code: await closed };
};

describe("every command", () => {
  test("is tried here", async () => {
    let help = "";
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (chunk: string | Uint8Array) => (help += String(chunk)) !== "";
    await runCommand(settings, "--help").finally(() => (process.stdout.write = write));
    const listed = [...help.matchAll(/^ {2}([a-z]+) (?:\[options\] )?[<[]/gm)].map(
      ([, name]) => name,
    );
    expect(listed.length).toBeGreaterThan(9);
    const tried = new Set(verbs.map(([, verb]) => verb));
    expect(listed.filter((name) => name !== "help" && !tried.has(name))).toEqual([]);
  });

  test("without a reader any more ends in silence with its usual exit code", async () => {
    for (const [code, ...args] of verbs) {
      const { stderr, ...ended } = await run(args, "closed");
      expect({ args, ...ended }).toEqual({ args, code });
      expect(stderr).toMatch(TELLS_ITSELF.test(args[0]!) ? /^[A-Z_]+: .*\n$/ : /^$/);
    }
  });
});

/** Commands that fail here before they write to standard output. */
const TELLS_ITSELF =
  /^(?:forget|decisions?|tune|import|publish|rebuild|sign|approve|mlflow|identify|audit)$/;

needing(FULL, existsSync(FULL)).test(
  "every command whose output has no space says so in one line, ends with 1 and has done its work",
  async () => {
    const full = await open(FULL, "w");
    const line =
      "OUTPUT_UNWRITABLE: standard output cannot be written (ENOSPC): name another place\n";
    for (const [, ...args] of verbs.filter(([, verb]) => !TELLS_ITSELF.test(verb!)))
      expect({ args, ...(await run(args, full.fd)) }).toEqual({ args, code: 1, stderr: line });
    await full.close();
    const [, ...args] = verbs.find(([, verb]) => verb === "export")!;
    expect(existsSync(join(args.at(-1)!, "manifest.json"))).toBe(true);
  },
);
