import type { Comparison, DataFault, Drift, Loss, Monitoring, Reason } from "@despliega/storage";

import { daysAfter } from "./days.js";

/** Verdicts from the gravest one on. */
const GRAVITY = ["fault", "lost", "drift", "not-enough", "good"] as const;

/** Verdicts that a command ends with an exit code of its own for. */
export const BAD: readonly Monitoring["verdict"][] = ["fault", "lost", "drift"];

/** A fault counts for so many days after its last one. */
export const FAULT_DAYS = 7;

/** What a verdict is drawn from. */
export type Findings = Omit<Monitoring, "verdict" | "reasons">;

/** Draws the verdict: the gravest of all that was found, each with its reason and what to do. */
export const verdictOn = (found: Findings): Pick<Monitoring, "verdict" | "reasons"> => {
  const reasons = [
    ...faultReasons(found),
    ...lossReasons(found),
    ...driftReasons(found.drift),
    ...doubts(found),
  ];
  if (reasons.length === 0) reasons.push(good(found));
  const verdict = GRAVITY.find((grave) => reasons.some((reason) => reason.verdict === grave))!;
  const order = (reason: Reason) => GRAVITY.indexOf(reason.verdict);
  return { verdict, reasons: reasons.toSorted((a, b) => order(a) - order(b)) };
};

const faultReasons = ({ data, window }: Findings): Reason[] =>
  data.faults
    .filter(({ to }) => to > daysAfter(window.to, -FAULT_DAYS))
    .map((fault) => ({
      verdict: "fault",
      subject: fault.feature,
      text: `${percent(fault.share)} of the values of ${fault.feature} ${FAULT_TEXT[fault.kind]} ${daysText(fault)}, where ${percent(fault.usual)} is usual`,
      cure: "repair where the values come from; a training before that would learn the fault",
    }));

const FAULT_TEXT: Readonly<Record<DataFault["kind"], string>> = {
  missing: "are missing",
  "out of range": "are far beyond those of training",
  unseen: "are no category of the release",
};

const daysText = ({ from, to }: DataFault): string =>
  from === to ? `on ${from}` : `from ${from} to ${to}`;

const lossReasons = ({ performance, expected, model }: Findings): Reason[] =>
  [
    { loss: performance?.loss, what: "on the answers whose outcomes are known" },
    { loss: expected?.loss, what: "by what the scores themselves promise" },
  ].flatMap(({ loss, what }) =>
    loss?.verdict === "lost"
      ? [
          {
            verdict: "lost" as const,
            subject: loss.metric,
            text: `${lossText(loss)} ${what}`,
            cure: `train again: \`despliega train ${model}\`; its checks decide whether the new release serves`,
          },
        ]
      : [],
  );

const lossText = ({ metric, reference, now, lost }: Loss): string => {
  const [low, high] = lost.interval ?? [lost.value, lost.value];
  return `${metric} is ${digits(now.value)} and was ${digits(reference.value)}, a loss of ${digits(lost.value)} (${digits(low)} to ${digits(high)})`;
};

const driftReasons = ({ features, scores }: Drift): Reason[] => {
  const reason = (subject: string, { reference, comparison, before }: Against): Reason[] => {
    const texts = [
      movedText(comparison, reference === "served" ? "the entities of the release" : reference),
      movedText(before, "the days before"),
    ].filter((text) => text !== undefined);
    if (texts.length === 0) return [];
    return [
      {
        verdict: "drift",
        subject,
        text: `${subject} moved: ${texts.join(", and ")}`,
        cure: "find out whether the world changed or the data; train again once outcomes of such cases are known",
      },
    ];
  };
  return [
    ...features.flatMap(({ feature, against }) => reason(feature, against)),
    ...scores.flatMap(({ class: of, against }) =>
      reason(of === undefined ? "the score" : `the score of ${of}`, against),
    ),
  ];
};

type Against = Drift["features"][number]["against"];

const movedText = (moved: Comparison | undefined, since: string): string | undefined =>
  moved?.drifted === true
    ? `its index is ${digits(moved.psi)} against ${since}, and ${digits(moved.threshold)} is large`
    : undefined;

const doubts = ({ drift, window, performance, expected }: Findings): Reason[] => {
  const few: Reason[] = drift.enough
    ? []
    : [
        {
          verdict: "not-enough",
          text: `${window.counted} answers are counted, and ${drift.least} are needed to compare them`,
          cure: "wait, or look at more days with --since",
        },
      ];
  const loss = performance?.loss ?? expected?.loss;
  if (loss === undefined || loss.verdict === "passes" || loss.verdict === "lost") return few;
  const needed =
    loss.needed === null
      ? "no number of answers finds such a loss against this reference"
      : `about ${loss.needed.toLocaleString("en")} answers find such a loss`;
  return [
    ...few,
    {
      verdict: "not-enough",
      subject: loss.metric,
      text: `whether ${loss.metric} lost ${digits(loss.sought)} cannot be told: ${needed}`,
      cure: "wait for more outcomes, or measure the reference on more test rows",
    },
  ];
};

const good = ({ drift, performance, expected }: Findings): Reason => {
  const measured = performance?.loss ?? expected?.loss;
  const kept =
    measured === undefined
      ? "its performance is not known"
      : `${measured.metric} is ${digits(measured.now.value)} and was ${digits(measured.reference.value)}`;
  return {
    verdict: "good",
    text: `none of ${drift.features.length} features and no score drifted; ${kept}`,
    cure: "nothing",
  };
};

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

const digits = (value: number): string => String(Number(value.toPrecision(3)));
