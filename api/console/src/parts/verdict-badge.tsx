import type { JSX } from "preact";

import type { Verdict } from "../api/types.js";
import { useWords } from "../text/words.js";

/** The colour of each verdict. */
export const TONES = {
  good: "good",
  drift: "warn",
  lost: "bad",
  fault: "bad",
  "not-enough": "none",
} as const;

/** Says how the monitor judges a model, and how long ago it looked. */
export const VerdictBadge = ({ verdict }: { readonly verdict: Verdict | null }): JSX.Element => {
  const { text, times } = useWords();
  if (verdict === null) return <span class="badge none">{text.home.verdict.none}</span>;
  return (
    <span class="badge-line">
      <span class={`badge ${TONES[verdict.verdict]}`}>{text.home.verdict[verdict.verdict]}</span>
      <span class="soft">{text.home.judged(times.ago(verdict.ageSeconds))}</span>
    </span>
  );
};
