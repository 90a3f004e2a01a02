import { expect, test } from "@jest/globals";
import { memoryBlobStore, type Manifest } from "@despliega/storage";
import { wholeReport } from "@despliega/trainer/report/whole-report.js";

import { publishTiny, versionOf } from "../../support/release.js";
import { tableOf } from "./pictures.js";
import { classifierPage } from "./report-page.js";
import { sample } from "./sample.js";

const page = await classifierPage(sample);
const tiny = await publishTiny(memoryBlobStore());
const manifest: Manifest = {
  ...tiny,
  metrics: { roc_auc: 0.75, precision: 0.5 },
  champion: { version: versionOf(9), metrics: { roc_auc: 0.74, precision: 0.525 } },
  gates: [{ rule: "roc_auc at least 0.6", passed: true, value: 0.75, bound: 0.6 }],
  lineage: { ...tiny.lineage, trainer: { version: "1.2.3", commit: "0123abcd" } },
};

/** Of the report with what publishing added, only that. */
const added = (whole: string): string => /<section id="release">.*?<\/section> /s.exec(whole)![0];

test("what publishing knows is before the first section, and changes nothing else", () => {
  const whole = wholeReport(page, manifest);
  expect(whole.replace(added(whole), "")).toBe(page);
  expect(whole.indexOf(added(whole))).toBe(page.indexOf("<main>") + "<main>".length);
});

test("it has version, time and commit, and the champion beside the candidate", () => {
  const release = added(wholeReport(page, manifest));
  for (const fact of [manifest.version, "2026-01-31 23:59 UTC", "1.2.3", "0123abcd"])
    expect(release).toContain(`<dd>${fact}</dd>`);
  expect(tableOf(release, "Metrics beside")).toEqual([
    ["ROC-AUC", "0.7500", "0.7400", "+0.0100"],
    ["Precision", "50.0%", "52.5%", "−2.50 points"],
  ]);
  expect(tableOf(release, "Promotion checks")).toEqual([
    ["roc_auc at least 0.6", "0.7500", "", "0.6", "passed"],
  ]);
});

test("the verdict is escaped, and its beginning is bold", () => {
  const release = added(
    wholeReport(page, {
      ...manifest,
      champion: undefined,
      comparison: { outcome: "impossible", version: versionOf(9), reason: "<b>$&" },
    }),
  );
  expect(release).toContain("<strong>Passes its promotion checks.</strong>");
  expect(release).toContain("the champion 20260131T235959Z-00000009: &lt;b&gt;$&amp;.");
});

test("a page of another version, without its mark, stays as it is", () => {
  expect(wholeReport("<!doctype html>", manifest)).toBe("<!doctype html>");
});
