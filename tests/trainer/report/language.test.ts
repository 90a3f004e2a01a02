import { describe, expect, test } from "@jest/globals";
import { memoryBlobStore, type Manifest } from "@despliega/storage";
import { METRICS } from "@despliega/trainer/evaluate/metric.js";
import { wordsOfTwo } from "@despliega/trainer/model/words.js";
import { CATALOGUES, localeOf, type Locale } from "@despliega/trainer/report/language/locale.js";
import { monitoringMarkdown } from "@despliega/trainer/report/monitoring/monitoring-markdown.js";
import { monitoringPage } from "@despliega/trainer/report/monitoring/monitoring-page.js";
import { releaseMarkdown } from "@despliega/trainer/report/markdown.js";
import { policyText } from "@despliega/trainer/report/policy-text.js";
import { wholeReport } from "@despliega/trainer/report/whole-report.js";

import { publishTiny, versionOf } from "../../support/release.js";
import { testEngine } from "../support/engine.js";
import { importance, scorecard, search, selection } from "./choices.js";
import { monitored, monitoredManifest, otherMonitored } from "./monitoring-sample.js";
import { multiclassSample } from "./multiclass-sample.js";
import { plainRegressionSample, regressionSample } from "./regression-sample.js";
import { classifierPage, multiclassPage, regressionPage } from "./report-page.js";
import { dependenceOf } from "./shapes.js";
import { sample } from "./sample.js";

const engine = await testEngine();
const regression = await regressionSample(engine);
const plain = await plainRegressionSample(engine);
const several = await multiclassSample(engine);
const tiny = await publishTiny(memoryBlobStore());

const undated = { from: null, to: null, observations: 100, positives: 10 };
const evaluation = {
  ...sample.evaluation,
  metrics: Object.fromEntries(Object.keys(METRICS).map((name) => [name, 0.5])),
  threshold: { value: 0.3, policy: "max-f1: the best F1 on the training observations" },
};
const { confusion } = evaluation;
const checks = [
  ...["f1 at least 0.5", "mae at most 3", "f1 within 0.01 of the champion's 0.5"],
  ...["bias within 1 of 0", "roc_auc at least 0.3"],
].map((rule, at) => ({ rule, passed: at > 0, value: 0.4, bound: 0.5 }));
const judged: Manifest["gates"] = [
  ...checks,
  { ...checks[4]!, metric: "roc_auc", interval: [0.3, 0.5] },
  {
    ...{ ...checks[2]!, metric: "f1", verdict: "cannot tell" },
    ...{ difference: -0.1, interval: [-0.3, 0.1] },
  },
];

const change = {
  since: versionOf(9),
  added: ["x"],
  removed: ["y"],
  retyped: ["z"],
  reordered: true,
};

const entities: Manifest["entities"] = {
  known: {
    observations: 90,
    metrics: { roc_auc: 0.7 },
    intervals: { level: 0.95, metrics: { roc_auc: [0.6, 0.8] } },
    cases: { roc_auc: 60 },
  },
  new: {
    observations: 10,
    metrics: { f1: 1 },
    intervals: { level: 0.95, metrics: {} },
    cases: { f1: 2 },
  },
};
const unmeasured = { ...entities.new, metrics: {} };

const releases: readonly Manifest[] = [
  {
    ...tiny,
    gates: judged,
    entities,
    lineage: { ...tiny.lineage, inputs: sample.inputs, trainer: { version: "1", commit: "0" } },
  },
  {
    ...{ ...tiny, gates: [], signatureChange: change, comparison: { outcome: "first" } },
    entities: { ...entities, new: unmeasured },
  },
  { ...tiny, comparison: { outcome: "impossible", version: versionOf(9), reason: "XYZ" } },
  {
    ...tiny,
    metrics: { f1: 0.5, precision: 0.4 },
    champion: { version: versionOf(9), metrics: { f1: 0.5, precision: 0.3 } },
    comparison: { outcome: "compared", version: versionOf(9), rows: 3, of: 4 },
  },
];

const { types, rejected } = CATALOGUES.en.quality;
const quality = sample.quality.map((input) => ({
  ...input,
  causes: Object.keys(rejected.reasons).map((reason) => ({ column: "a", reason, rows: 1 })),
  columns: [
    ...input.columns,
    ...Object.keys(types).map((type) => ({
      ...{ name: "a", type: type as keyof typeof types, missing: 0, isConstant: false },
    })),
  ],
}));

/** More coefficients than a picture has. */
const many = Array.from({ length: 21 }, (_, i) => ({
  class: i % 3,
  feature: `x${i}`,
  estimate: i,
  standardError: 1,
}));

/** Reports and summaries that show everything that a report can say. */
const everything = async (locale: Locale, said: string): Promise<string[]> => {
  const words = { observations: said, positive: said, negative: said };
  const named = { observations: said, target: said, unit: said };
  const features = sample.features.map((feature, i) => ({
    ...feature,
    description: said,
    ...(i === 0 ? { requested: true } : {}),
  }));
  const certainty = { ...sample.certainty, cases: { recall: 3 } };
  const both = { ...sample, quality, certainty, evaluation, question: said, words, features };
  const amounts = { ...regression, question: said, words: named, floors: judged, features };
  const pages = await Promise.all([
    classifierPage(
      {
        ...both,
        isSensitive: true,
        coefficientErrors: "curvature",
        entities,
        dependence: dependenceOf(sample.shapes, 1),
        importance,
        scorecard,
        selection,
        search,
        floors: judged,
      },
      locale,
    ),
    classifierPage({ ...both, calibration: "platt" }, locale),
    classifierPage(
      {
        ...both,
        calibration: "isotonic",
        training: undated,
        test: undated,
        coefficientErrors: "observations",
        words: wordsOfTwo({ observations: said }, ["a", "b"], locale.text.classification.ofClass),
        selection: {
          ...selection,
          candidates: [{ name: "linear", folds: [], chosen: false, error: "NOT_CONVERGED" }],
        },
        parameters: { class_weight: null },
        evaluation: {
          ...evaluation,
          uncalibrated: evaluation.calibration,
          confusion: { ...confusion, tp: 0, fp: 0 },
        },
        search: {
          ...search,
          best: 1,
          trials: [1, 2].map((number) => ({
            ...search.trials[0]!,
            number,
            parameters: { a: null },
          })),
        },
      },
      locale,
    ),
    ...(["largest", "costs"] as const).map((policy) =>
      multiclassPage(
        {
          ...several,
          isCalibrated: policy === "costs",
          question: said,
          words: { observations: said },
          features,
          coefficients: many,
          coefficientErrors: "entities",
          evaluation: { ...several.evaluation, policy },
        },
        locale,
      ),
    ),
    regressionPage(amounts, locale),
    regressionPage({ ...plain, question: said, words: named, features }, locale),
    regressionPage(
      { ...amounts, evaluation: { ...regression.evaluation, metrics: { r2: -1, log_r2: 0.5 } } },
      locale,
    ),
  ]);
  const summaries = releases.flatMap((manifest) => [
    releaseMarkdown({ ...manifest, question: said }, "https://example.com", locale),
    wholeReport("<main>", manifest, locale),
  ]);
  const asked = { ...monitoredManifest, question: said };
  const looked = [monitored, otherMonitored.at(-1)!];
  const looks = await Promise.all(looked.map((look) => monitoringPage(look, asked, locale)));
  const told = otherMonitored.map((look) => monitoringMarkdown(look, asked, locale));
  const { policies } = locale.text.classification;
  const chosen = Object.keys(policies).map((code) => policyText(`${code}: so`, locale));
  return [...pages, ...summaries, ...looks, ...told, ...chosen];
};

type Messages = { readonly [name: string]: Messages | string | ((...values: never[]) => string) };

/** The catalogue with a mark before each message. */
const marked = (messages: Messages, marks: Map<string, string>, path = ""): unknown =>
  Object.fromEntries(
    Object.entries(messages).map(([name, message]) => {
      const place = `${path}${name}`;
      if (typeof message === "object") return [name, marked(message, marks, `${place}.`)];
      const mark = `⟦${marks.size}⟧`;
      marks.set(place, mark);
      if (typeof message === "string") return [name, mark + message];
      return [name, (...values: never[]) => mark + message(...values)];
    }),
  );

test("every message is shown by some report", async () => {
  const marks = new Map<string, string>();
  const text = marked(CATALOGUES.en, marks) as Locale["text"];
  const shown = (await everything({ ...localeOf("en"), text }, "loans")).join();
  const unused = [...marks].filter(([, mark]) => !shown.includes(mark));
  expect(unused.map(([place]) => place)).toEqual([]);
});

/** The messages of a catalogue by their path; those with values as the text of their template. */
const texts = (messages: Messages, path = ""): [place: string, text: string][] =>
  Object.entries(messages).flatMap(([name, message]) =>
    typeof message === "object"
      ? texts(message, `${path}${name}.`)
      : [[`${path}${name}`, String(message).replace(/^\(.*?\) =>\s*/s, "")]],
  );

/** What both languages call the same. */
const SAME = ["page.facts.bytes", "regression.predictedActual.mae", "release.commit"];

describe("a report in Spanish", () => {
  test("has its own text for every message", () => {
    const english = new Map(texts(CATALOGUES.en));
    const spanish = texts(CATALOGUES.es);
    expect(
      spanish.filter(([place, text]) => english.get(place) === text).map(([place]) => place),
    ).toEqual(SAME);
  });

  test("has no English word", async () => {
    const shown = (await everything(localeOf("es"), "préstamos")).join("\n");
    const readable = shown.replaceAll(/<style>.*?<\/style>|<meta[^>]*>|<!--.*?-->/gs, "");
    const strange = readable
      .split("\n")
      .filter((line) => /\b(the|of|and|is|are|with|than|that|which|by|from)\b/i.test(line));
    expect(strange).toEqual([]);
  });
});
