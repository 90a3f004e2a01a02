import type { JSX } from "preact";

import type { ModelSummary } from "../api/types.js";
import { urls } from "../api/urls.js";
import { useAnswer } from "../api/use-answer.js";
import { FaultNote } from "../parts/fault-note.js";
import { useTitle } from "../parts/title.js";
import { useWords } from "../text/words.js";
import { ModelCard } from "./model-card.js";

const SECONDS = 10;

/** A card for each model in service. */
export const HomeView = (): JSX.Element => {
  const { text } = useWords();
  useTitle(text.home.heading);
  const { value, fault } = useAnswer<{ readonly models: readonly ModelSummary[] }>(
    urls.models,
    SECONDS,
  );

  return (
    <>
      <h1>{text.home.heading}</h1>
      {fault !== undefined && <FaultNote fault={fault} isOld={value !== undefined} />}
      {value === undefined && fault === undefined && <p class="soft">{text.page.loading}</p>}
      {value?.models.length === 0 && <p class="note">{text.home.none}</p>}
      <ul class="cards">
        {value?.models.map((summary) => (
          <li key={summary.model}>
            <ModelCard summary={summary} />
          </li>
        ))}
      </ul>
    </>
  );
};
