import type { Decision, Override } from "@despliega/storage";

import type { Replay } from "../release/replay.js";

/** A decision with what people decided otherwise about it. */
export interface ShownDecision extends Decision {
  readonly model: string;
  readonly overrides: readonly Override[];
}

/** A decision as lines for people. */
export const decisionText = (
  decision: ShownDecision,
  features: readonly string[] | undefined,
  replay?: Replay,
): string =>
  [
    `Decision ${decision.id} of ${decision.model}`,
    ...rowsOf(decision, features, replay).map(([name, text]) => `  ${name.padEnd(9)}  ${text}`),
  ].join("\n");

const rowsOf = (
  decision: ShownDecision,
  features: readonly string[] | undefined,
  replay: Replay | undefined,
): readonly (readonly [string, string])[] => {
  const { at, version, edition, caller, request, pseudonym, key, answer, scores, reasons } =
    decision;
  const values = decision.features.map((value, i) => `${features?.[i] ?? i + 1}=${value ?? ""}`);
  return [
    ["at", at],
    ["release", edition === undefined ? version : `${version}, features of ${edition}`],
    ["asked by", `${caller.name} (${caller.kind}), request ${request}`],
    ...(pseudonym === undefined ? [] : [["person", pseudonym] as const]),
    ...(key === undefined ? [] : [["key", key.join(",")] as const]),
    ["answer", `${answer}`],
    ["scores", scores.join(", ")],
    ...(reasons === undefined ? [] : [["reasons", reasons.join(", ") || "none"] as const]),
    ["features", values.join(" ")],
    ...decision.overrides.map((override) => ["override", overrideText(override)] as const),
    ...(replay === undefined ? [] : [["replay", replayText(replay)] as const]),
  ];
};

const overrideText = ({ answer, by, at, why }: Override): string =>
  `${answer}, by ${by} at ${at}: ${why}`;

const replayText = (replay: Replay): string => {
  if (replay.outcome === "same") return "the same features, scores, answer and reasons";
  if (replay.outcome === "missing") return `not possible: ${replay.missing}`;
  return `other ${replay.differs.join(" and ")}`;
};
