import type { JSX } from "preact";

import type { ModelDescription } from "../api/types.js";
import { VerdictBadge } from "../parts/verdict-badge.js";
import { VersionName } from "../parts/version-name.js";
import { secondsSince } from "../text/times.js";
import { useWords } from "../text/words.js";

/** The name of a model, its question, its version and its verdict. */
export const ModelHead = ({ model }: { readonly model: ModelDescription }): JSX.Element => {
  const { text, times } = useWords();
  return (
    <div class="model-head">
      <h1>{model.model}</h1>
      <p class="question" dir="auto">
        {model.question}
      </p>
      <p class="facts" aria-live="polite">
        <span>
          {text.home.version} <VersionName version={model.version} />
        </span>
        <span class="soft">{text.home.trained(times.ago(secondsSince(model.created)))}</span>
        <VerdictBadge verdict={model.verdict} />
      </p>
    </div>
  );
};
