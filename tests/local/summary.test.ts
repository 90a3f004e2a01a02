import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, expect, jest, test } from "@jest/globals";
import { blobNames, memoryBlobStore } from "@despliega/storage";
import type { Model } from "despliega/start/models.js";
import { printSummary } from "despliega/start/summary.js";

import { promoteTiny, SERVING, versionOf } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";

afterEach(() => {
  jest.restoreAllMocks();
});

const REPORT = { name: "report.html", source: Buffer.from("<!doctype html><main>") };
const FILE = blobNames.part("riesgo", versionOf(1), "report.html");

/** Prints the summary of a release with a report, after a change of its store. */
const summaryAfter = async (change: (store: ReturnType<typeof memoryBlobStore>) => unknown) => {
  const store = memoryBlobStore();
  await promoteTiny(store, { parts: [REPORT] });
  await change(store);
  const directory = await temporaryDirectory();
  const log = jest.spyOn(console, "log").mockImplementation(() => {});
  const models = [{ name: "riesgo", serving: SERVING } as unknown as Model];
  const api = { models, url: "http://here", defaultModel: undefined, tokenUrl: undefined };
  await printSummary(store, [api], directory);
  return { directory, lines: log.mock.calls.flat() as string[] };
};

test("npm start copies the report of what it serves", async () => {
  const { directory, lines } = await summaryAfter(() => {});
  const copy = join(directory, "reports/riesgo", `${versionOf(1)}.html`);
  expect(lines).toContain(`Report     ${copy}`);
  const page = await readFile(copy, "utf8");
  expect(page).toMatch(/^<!doctype html><main><section id="release">/);
  expect(page).toContain(versionOf(1));
});

test.each<Parameters<typeof summaryAfter>>([
  [async (store) => store.delete(FILE)],
  [
    async (store) => {
      await store.delete(FILE);
      await store.create(FILE, Buffer.from("<!doctype html><maiX>"));
    },
  ],
])("npm start goes on without a report that is missing or damaged (%#)", async (change) => {
  const { lines } = await summaryAfter(change);
  expect(lines[2]).toMatch(/^Report {5}of riesgo cannot be copied: .*report\.html/);
  expect(lines[0]).toBe("Console    http://here/");
  expect(lines[3]).toBe(`Serving    riesgo ${versionOf(1)} on http://here`);
  expect(lines.at(-1)).toMatch(/curl http:\/\/here\/api\/user[^]*Ctrl-C stops everything\.$/);
});
