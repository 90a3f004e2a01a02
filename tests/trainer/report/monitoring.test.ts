import { describe, expect, test } from "@jest/globals";
import { localeOf } from "@despliega/trainer/report/language/locale.js";
import { monitoringMarkdown } from "@despliega/trainer/report/monitoring/monitoring-markdown.js";
import { monitoringPage } from "@despliega/trainer/report/monitoring/monitoring-page.js";

import { pictures } from "./pictures.js";
import { monitored, monitoredManifest, otherMonitored } from "./monitoring-sample.js";

const page = await monitoringPage(monitored, monitoredManifest);

const headingsOf = (html: string): string[] =>
  [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading!);

describe("the page of a look at recorded answers", () => {
  test("tells drift, volume, values, performance, groups, estimates, movement and challengers", () => {
    expect(headingsOf(page)).toEqual([
      ...["Drift", "Volume", "Missing and strange values", "Performance"],
      ...["Outcomes and answers", "Groups by age", "Estimated performance"],
      "What moved the scores",
      ...monitored.challengers.map(({ challenger }) => `Challenger ${challenger}`),
    ]);
    // All but the counts of outcomes and the estimates have one.
    expect(page.match(/<svg /g)).toHaveLength(9);
    expect(page).not.toMatch(/<script|src=|href="http/);
  });

  test("draws differences between groups, and from a challenger, with their intervals", () => {
    const names = pictures(page);
    expect(names).toContain(
      "How much more ROC-AUC is in each group than in all others: &lt; 40 +0.0300 (+0.0100 – +0.0500), ≥ 40 −0.0300 (−0.0500 – −0.0100)",
    );
    expect(names).toContain(
      "ROC-AUC of the challenger less that of the champion: +0.0400 (+0.0250 – +0.0550)",
    );
  });

  test("begins with the verdict, and ends the summary with what to do", () => {
    const [summary] = /<div class="summary">.*?<\/div>/s.exec(page)!;
    const sentences = [...summary.matchAll(/<p>(.*?)<\/p>/gs)].map(([, sentence]) => sentence);
    expect(sentences[0]).toBe("The data are broken.");
    expect(sentences[1]).toMatch(/^97\.0% of the values of income were missing on 2026-03-20 to/);
    expect(sentences.at(-1)).toMatch(/^What to do: repair/);
    expect(summary).toContain("ROC-AUC is 0.7000 on the answers whose outcomes are known");
    expect(summary).toContain("a loss of 0.05 (0.028 – 0.072)");
    expect(summary).toContain("Far from what the release knows: age, score.");
  });

  test("shows what drifted before what did not", () => {
    const [table] = /<caption>\s*Drift of features and scores.*?<\/table>/s.exec(page)!;
    const rows = [...table.matchAll(/<th scope="row".*?>(.*?)<\/th>/gs)].map(([, name]) => name);
    expect(rows).toEqual(["age", "age", "score", "region"]);
  });

  test("is the same each time", async () => {
    expect(await monitoringPage(monitored, monitoredManifest)).toBe(page);
  });

  test("without answers says that there are too few, and draws nothing", async () => {
    const few = otherMonitored.find(({ verdict }) => verdict === "not-enough")!;
    const { performance: _, contribution: __, expected: ___, ...rest } = few;
    const drift = { ...few.drift, features: [], scores: [] };
    const html = await monitoringPage({ ...rest, drift, challengers: [] }, monitoredManifest);
    expect(headingsOf(html)).toEqual(["Drift", "Volume"]);
    expect(html).toContain("Too few answers for a comparison.");
    expect(html).not.toContain("<svg");
  });
});

test("Markdown has the verdict and the tables, and begins with the mark of the model", () => {
  const text = monitoringMarkdown(monitored, monitoredManifest, localeOf("es"));
  const [mark, , heading, , verdict] = text.split("\n");
  expect(mark).toBe("<!-- despliega:monitor:riesgo -->");
  expect(heading).toBe(`## riesgo ${monitored.version}: 2026-03-02 a 2026-03-29`);
  expect(verdict).toMatch(
    /^\*\*Los datos están dañados\.\*\* El 97,0\s% de los valores de income/u,
  );
  expect(text).toContain("### Deriva\n\n| Característica | Frente a | Índice PSI |");
  expect(text.endsWith("|\n")).toBe(true);
});
