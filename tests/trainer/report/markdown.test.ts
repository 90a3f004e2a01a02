import { describe, expect, test } from "@jest/globals";
import { memoryBlobStore, type Manifest } from "@despliega/storage";
import { releaseMarkdown } from "@despliega/trainer/report/markdown.js";

import { publishTiny, versionOf } from "../../support/release.js";

const tiny = await publishTiny(memoryBlobStore());
const gate = (passed: boolean, rule = "roc_auc at least 0.6") => ({
  rule,
  passed,
  value: 0.75,
  bound: 0.6,
});
const compared: Manifest = {
  ...tiny,
  metrics: { roc_auc: 0.75, precision: 0.5, f1: 0.4, brier: 0.1 },
  champion: { version: versionOf(9), metrics: { roc_auc: 0.74, precision: 0.525, f1: 0.4 } },
  gates: [gate(true), gate(true, "roc_auc within 0.01 of the champion's 0.74")],
};

/** The cells of the rows that begin with that one. */
const rowOf = (text: string, first: string): readonly string[] | undefined =>
  text
    .split("\n")
    .map((line) => line.split(" | ").map((cell) => cell.replaceAll(/^\| | \|$/g, "")))
    .find(([cell]) => cell === first);

describe("a release in Markdown", () => {
  test("begins with the mark by which its comment is found, and names the release", () => {
    const [mark, , heading, , question] = releaseMarkdown(compared).split("\n");
    expect(mark).toBe("<!-- despliega:riesgo -->");
    expect(heading).toBe(`## riesgo ${versionOf(1)}`);
    expect(question).toBe(compared.question);
  });

  test("shows each metric beside the champion's, and the change in its unit", () => {
    const text = releaseMarkdown(compared);
    expect(rowOf(text, "Metric")).toEqual([
      "Metric",
      "Candidate",
      `Champion ${versionOf(9)}`,
      "Change",
    ]);
    expect(rowOf(text, "ROC-AUC")).toEqual(["ROC-AUC", "0.7500", "0.7400", "+0.0100"]);
    expect(rowOf(text, "Precision")).toEqual(["Precision", "50.0%", "52.5%", "−2.50 points"]);
    expect(rowOf(text, "F1")).toEqual(["F1", "0.4000", "0.4000", "none"]);
  });

  test("has no change that is rounding only", () => {
    const metrics = { ...compared.metrics, f1: compared.metrics["f1"]! * (1 + 1e-11) };
    const text = releaseMarkdown({ ...compared, metrics });
    expect(rowOf(text, "F1")).toEqual(["F1", "0.4000", "0.4000", "none"]);
  });

  test("shows intervals beside the candidate, and warns where figures rest on few cases", () => {
    const text = releaseMarkdown({
      ...compared,
      intervals: { level: 0.95, metrics: { roc_auc: [0.7, 0.8] } },
      cases: { precision: 4, f1: 60 },
    });
    expect(rowOf(text, "ROC-AUC")).toEqual([
      ...["ROC-AUC", "0.7500", "0.7000 – 0.8000", "0.7400", "+0.0100"],
    ]);
    expect(rowOf(text, "F1")).toEqual(["F1", "0.4000", "", "0.4000", "none"]);
    expect(text).toMatch(/^Few cases: .*: Precision \(4\)\.$/m);
  });

  test("says how the model does on entities known from training and on new ones", () => {
    const group = { observations: 94, intervals: { level: 0.95, metrics: {} } };
    const known = { roc_auc: [0.6, 0.8] } as const;
    const text = releaseMarkdown({
      ...compared,
      entities: {
        known: {
          ...{ observations: 1_878, metrics: { roc_auc: 0.72 }, cases: { roc_auc: 60 } },
          intervals: { level: 0.95, metrics: known },
        },
        new: { ...group, metrics: { roc_auc: 1 }, cases: { roc_auc: 2 } },
      },
    });
    expect(text).toContain(
      "95.2% of the test observations are of entities known from training: ROC-AUC 0.7200 (0.6000 – 0.8000). Of new ones: ROC-AUC 1.000 (few cases: 2).",
    );
  });

  test("aligns numbers to the right and words to the left", () => {
    const lines = releaseMarkdown(compared).split("\n");
    expect(lines.filter((line) => line.startsWith("| ---"))).toEqual([
      "| --- | ---: | ---: | ---: |",
      "| --- | ---: | ---: | ---: | --- |",
    ]);
  });

  test("leaves empty what the champion does not have", () => {
    expect(rowOf(releaseMarkdown(compared), "Brier score")).toEqual([
      "Brier score",
      "0.1000",
      "",
      "",
    ]);
  });

  test("without a champion shows the candidate alone, and says why", () => {
    const { champion: _, ...first } = compared;
    const text = releaseMarkdown({ ...first, comparison: { outcome: "first" } });
    expect(text).toContain(
      "**Passes its promotion checks.** There was no champion to compare it with.",
    );
    expect(rowOf(text, "ROC-AUC")).toEqual(["ROC-AUC", "0.7500"]);
    // Format 1 does not say whether there was a comparison.
    expect(releaseMarkdown(first)).toContain("It was not compared with a champion.");
  });

  test("says which promotion checks hold it back", () => {
    const text = releaseMarkdown({
      ...compared,
      gates: [gate(false, "this"), gate(false, "that")],
    });
    expect(text).toContain("**Held back by its promotion checks:** it fails this and that.");
    expect(rowOf(text, "this")).toEqual(["this", "0.7500", "", "0.6", "failed"]);
  });

  test("says what the test set cannot tell, with the difference and its interval", () => {
    const rule = "roc_auc within 0.01 of the champion's 0.77";
    const undecided = (passed: boolean): Manifest => ({
      ...compared,
      gates: [
        {
          ...{ ...gate(passed, rule), metric: "roc_auc", verdict: "cannot tell" },
          ...{ difference: -0.02, interval: [-0.05, 0.01] },
        },
      ],
      comparison: {
        ...{ outcome: "compared", version: versionOf(9), rows: 3, of: 3 },
        differences: { level: 0.95, metrics: { roc_auc: [-0.02, 0.04], precision: [-0.1, 0.05] } },
      },
    });
    const text = releaseMarkdown(undecided(true));
    expect(text).toContain(
      "**Passes its promotion checks.** **Cannot tell:** the test set does not show whether it has " +
        `${rule}. The model's policy takes that as passed.`,
    );
    expect(rowOf(text, rule)).toEqual([
      ...[rule, "0.7500", "difference −0.0200 (−0.0500 – +0.0100)", "0.6", "cannot tell"],
    ]);
    expect(rowOf(text, "ROC-AUC")?.at(-1)).toBe("+0.0100 (−0.0200 – +0.0400)");
    expect(rowOf(text, "Precision")?.at(-1)).toBe("−2.50 points (−10.0 – +5.00)");
    const held = releaseMarkdown(undecided(false));
    expect(held).not.toContain("Passes its promotion checks");
    expect(held).toContain("The model's policy takes that as failed.");
  });

  test("warns where a checked metric does not tell the model from a guess", () => {
    const floor = { ...gate(true), metric: "roc_auc" };
    const text = (low: number) =>
      releaseMarkdown({ ...compared, gates: [{ ...floor, interval: [low, 0.9] }] });
    const warning =
      "The test set cannot tell this model from a guess: ROC-AUC 0.4900 – 0.9000, where a guess reaches 0.5.";
    expect(text(0.49)).toContain(warning);
    expect(text(0.51)).not.toContain("from a guess");
  });

  test("leads to the report, or names its blob", () => {
    expect(releaseMarkdown(compared)).toContain(
      `\`train_models/riesgo/${versionOf(1)}/report.html\``,
    );
    expect(releaseMarkdown(compared, "https://example.com/a(b)c")).toContain(
      "[the report](https://example.com/a(b%29c)",
    );
  });

  test("names input and commit, and nothing that could break a table", () => {
    const rule = "a | b <script>";
    const text = releaseMarkdown({
      ...compared,
      gates: [gate(true, rule)],
      lineage: {
        ...compared.lineage,
        inputs: [
          {
            name: "loans.csv",
            bytes: 1,
            sha256: "0123456789abcdef".repeat(4),
            rows: 9828,
            rejected: 0,
          },
        ],
        trainer: { version: "0.1.0", commit: "0123456789abcdef" },
      },
    });
    expect(text).toContain(
      "Learned from `loans.csv`, 9,828 rows of which 0 were rejected, SHA-256 `0123456789ab…`, by trainer 0.1.0, commit `0123456789ab`.\n",
    );
    expect(text).toContain(String.raw`| a \| b \<script> | 0.7500 |`);
  });
});
