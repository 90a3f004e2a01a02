import { Monitoring } from "@despliega/storage";

import { versionOf } from "../../support/release.js";

const comparison = (psi: number) => ({
  psi,
  jensenShannon: psi / 2,
  ks: { statistic: 0.2, p: 0.001 },
  p: 0.001,
  adjusted: 0.004,
  threshold: 0.25,
  drifted: psi >= 0.25,
});

const bins = { names: ["≤ 30", "30–50", "> 50", "missing"], reference: [0.3, 0.4, 0.3, 0] };

const figure = (value: number, half: number) => ({
  value,
  deviation: half / 1.96,
  interval: [value - half, value + half],
});

const figures = {
  roc_auc: figure(0.7, 0.02),
  log_loss: figure(0.12, 0.01),
  recall: figure(0.4, 0.1),
  cost: figure(0.31, 0.03),
  coverage: figure(0.8, 0.02),
};

const weeks = [0.74, 0.71, 0.69, 0.66].map((area, i) => ({
  from: `2026-03-${String(2 + 7 * i).padStart(2, "0")}`,
  known: 2_500,
  measured: 2_500,
  figures: { roc_auc: figure(area, 0.035) },
}));

const loss = {
  metric: "roc_auc",
  reference: figure(0.75, 0.01),
  now: figure(0.7, 0.02),
  lost: figure(0.05, 0.022),
  sought: 0.03,
  tolerated: 0.01,
  needed: 6_123,
  verdict: "lost",
} as const;

/** A look at a model that found something of every kind. */
export const monitored: Monitoring = Monitoring.parse({
  format: "despliega-monitoring",
  formatVersion: 1,
  model: "riesgo",
  version: versionOf(3),
  window: { from: "2026-03-02", to: "2026-03-29", answers: 12_000, counted: 9_500 },
  before: { from: "2026-02-02", to: "2026-03-01", answers: 11_000, counted: 9_100 },
  verdict: "fault",
  reasons: [{ verdict: "fault", subject: "income", text: "broken", cure: "repair" }],
  data: {
    days: Array.from({ length: 28 }, (_, i) => ({
      day: `2026-03-${String(2 + i).padStart(2, "0")}`,
      read: 400 + ((i * 37) % 90),
      answers: 430 + ((i * 37) % 90),
      dropped: i === 9 ? 12 : 0,
      refused: i % 5 === 0 ? { KEY_UNKNOWN: 3 } : {},
    })),
    torn: 1,
    otherFeatures: 40,
    overridden: 3,
    features: [
      { feature: "age", missing: 0, outOfRange: 0.01, reference: { missing: 0 } },
      { feature: "income", missing: 0.31, outOfRange: 0, reference: { missing: 0.04 } },
      { feature: "region", missing: 0.02, unseen: 0.08, reference: { missing: 0.02, unseen: 0 } },
    ],
    faults: [
      {
        feature: "income",
        kind: "missing",
        from: "2026-03-20",
        to: "2026-03-22",
        share: 0.97,
        usual: 0.04,
      },
      {
        feature: "age",
        kind: "out of range",
        from: "2026-03-20",
        to: "2026-03-20",
        share: 0.5,
        usual: 0,
      },
      {
        feature: "region",
        kind: "unseen",
        from: "2026-03-20",
        to: "2026-03-20",
        share: 0.5,
        usual: 0,
      },
    ],
  },
  drift: {
    level: 0.05,
    least: 200,
    enough: true,
    features: [
      {
        feature: "region",
        against: { reference: "training", comparison: comparison(0.02) },
        bins: {
          names: ["north", "south", "other", "missing"],
          reference: [0.6, 0.4, 0, 0],
          now: [0.5, 0.4, 0.08, 0.02],
        },
      },
      {
        feature: "age",
        against: { reference: "served", comparison: comparison(0.41), before: comparison(0.3) },
        bins: { ...bins, now: [0.1, 0.35, 0.55, 0] },
      },
    ],
    scores: [
      {
        against: { reference: "test", comparison: comparison(0.27) },
        bins: {
          names: ["≤ 0.01", "0.01–0.02", "> 0.02", "missing"],
          reference: [0.4, 0.3, 0.3, 0],
          now: [0.2, 0.3, 0.5, 0],
        },
      },
    ],
  },
  performance: {
    outcomes: { answers: 12_000, mature: 11_000, known: 10_000 },
    whole: {
      known: 10_000,
      measured: 9_000,
      figures,
      confusion: [
        [9_000, 600],
        [240, 160],
      ],
    },
    weeks,
    groups: [
      {
        by: "age",
        groups: [
          {
            name: "< 40",
            known: 6_000,
            measured: 6_000,
            figures,
            differences: { roc_auc: figure(0.03, 0.02) },
          },
          {
            name: "≥ 40",
            known: 4_000,
            measured: 4_000,
            figures,
            differences: { roc_auc: figure(-0.03, 0.02) },
          },
        ],
      },
    ],
    loss,
  },
  expected: { answers: 12_000, figures, loss: { ...loss, now: figure(0.71, 0.003) } },
  contribution: {
    answers: 5_000,
    reference: 5_000,
    shifts: [
      { feature: "age", shift: figure(0.4, 0.02) },
      { feature: "income", shift: figure(-0.12, 0.03) },
      { feature: "region", shift: figure(0.01, 0.02) },
    ],
  },
  challengers: (["better", "worse", "cannot tell"] as const).map((verdict, i) => ({
    champion: versionOf(3),
    challenger: versionOf(4 + i),
    known: 3_000,
    metrics: { roc_auc: { champion: 0.7, challenger: 0.74 } },
    differences: { roc_auc: figure(0.04, 0.015) },
    metric: "roc_auc",
    verdict,
  })),
});

/** Looks that found less, or could not tell. */
export const otherMonitored: readonly Monitoring[] = (
  ["good", "drift", "lost", "not-enough"] as const
).map((verdict, i): Monitoring => {
  const few = verdict === "not-enough";
  const { performance } = monitored;
  const unsure = { ...performance!.loss!, needed: i === 0 ? null : 6_000 };
  return {
    ...monitored,
    verdict,
    drift: {
      ...monitored.drift,
      enough: !few,
      scores: monitored.drift.scores.map((score) => ({ ...score, class: "bad" })),
    },
    data: few ? { days: [], torn: 0, otherFeatures: 0, features: [], faults: [] } : monitored.data,
    performance: {
      ...performance!,
      loss: {
        ...unsure,
        verdict: ({ drift: "passes", lost: "lost" } as const)[verdict as "drift"] ?? "not enough",
      },
    },
    expected: { answers: 10, figures: { half_width: { value: 3 } } },
  };
});

/** What a page needs of the release that was looked at. */
export const monitoredManifest = {
  question: "Will this user's next loan go bad?",
  metrics: { roc_auc: 0.75, log_loss: 0.11, recall: 0.45 },
};
