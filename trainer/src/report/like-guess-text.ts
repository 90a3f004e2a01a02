import type { ManifestGate } from "@despliega/storage";

import { likeGuess } from "../evaluate/like-guess.js";
import type { Locale } from "./language/locale.js";
import { metricText } from "./metrics.js";

/** A warning where checked metrics do not tell a model from a guess; undefined where they do. */
export const likeGuessText = (
  gates: readonly ManifestGate[],
  locale: Locale,
): string | undefined => {
  const { likeGuess: sentence, guess: clause } = locale.text.run.checks;
  const found = likeGuess(gates).map(({ metric, interval, guess }) => {
    const { label, format } = metricText(metric, locale);
    return clause(label, interval.map(format).join(" – "), locale.format.number(guess));
  });
  return found.length === 0 ? undefined : sentence(found.join("; "));
};
