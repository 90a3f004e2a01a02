import { readdirSync } from "node:fs";

import { expect, test } from "@jest/globals";

import { readText, ROOT } from "./files.js";

const FOLDERS = ["storage/src", "trainer/src", "api/src", "docker", "data/src", "cicd/scripts"];

/** Sources that may use what the test forbids, with the reason; each must still need it. */
const ALLOWED: Readonly<Record<string, string>> = {
  "api/src/recording/recorder.ts":
    "waits a stated time for the last records; the process ends then, and the timer with it",
  "storage/src/local/lease.ts":
    "waits for a socket; the timer is ended, and the rest ends with the socket",
  "storage/src/local/local-storage.ts":
    "waits for news of a store; the timer is ended, and the news end with the lease",
  "storage/src/tracing/opentelemetry/open-tracer.ts":
    "waits two seconds for the last spans; the process ends then, and the timer with the spans",
};

/** Each of these goes on when one of several promises has failed, or ended, and leaves the others running. */
const LEAVES_RUNNING = /\bPromise\s*\.\s*(?:all|race|any)\b/;

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(ROOT + folder, { recursive: true, encoding: "utf8" })
    .filter(
      (file) => /\.(?:ts|mjs|js)$/.test(file) && !/(?:^|\/)(?:dist|node_modules)\//.test(file),
    )
    .map((file) => `${folder}/${file}`),
);

test("what is started together ends together: by `together`, which waits for all of it", () => {
  expect(sources.length).toBeGreaterThan(200);
  const found = sources.filter((file) => LEAVES_RUNNING.test(readText(file)));
  expect(found.toSorted()).toEqual(Object.keys(ALLOWED));
});

test.each(["Promise.all([a()])", "Promise .race(x)", "Promise.any(x)"])(
  "%s would be found",
  (text) => {
    expect(text).toMatch(LEAVES_RUNNING);
  },
);

test("Promise.allSettled would not be found", () => {
  expect("Promise.allSettled(x)").not.toMatch(LEAVES_RUNNING);
});
