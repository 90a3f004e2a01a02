import type { Champion, Manifest, Verdict } from "@despliega/storage";

/** What is told: `type` and `data` of a message. */
export interface WebhookEvent {
  readonly type: "pointer.moved" | "release.judged" | "verdict.drawn";
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A move of a pointer, as the ledger has it. */
export const pointerMoved = (container: string, champion: Champion): WebhookEvent => {
  const { model, sequence, action, version, manifest, edition, previous, at, by, why } = champion;
  return {
    type: "pointer.moved",
    at: new Date(at),
    data: {
      ...{ container, model, sequence, action, version, manifest },
      edition: edition?.name ?? null,
      previous: previous && { version: previous.version, edition: previous.edition?.name ?? null },
      ...{ by, why },
    },
  };
};

/**
 * The verdict of a training on its release.
 *
 * @param held why it is held back, in clauses; none where it is promoted
 */
export const releaseJudged = (
  container: string,
  { model, version, created, privacy, gates, metrics }: Manifest,
  held: readonly string[],
): WebhookEvent => ({
  type: "release.judged",
  at: new Date(created),
  data: {
    ...{ container, model, version, privacy },
    verdict: held.length === 0 ? "passed" : "held back",
    reasons: held,
    checks: gates.map(({ metric, rule, passed, value, bound, verdict }) => {
      return { metric: metric ?? null, rule, passed, value, bound, verdict: verdict ?? null };
    }),
    metrics,
  },
});

/** A verdict of monitoring that is not good. */
export const verdictDrawn = (
  container: string,
  model: string,
  { id, at, version, verdict, summary }: Verdict,
): WebhookEvent => ({
  type: "verdict.drawn",
  at: new Date(at),
  data: { container, model, id, version, verdict, summary },
});
