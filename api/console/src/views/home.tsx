import type { JSX } from "preact";

import type { ModelSummary, Readiness } from "../api/types.js";
import { urls } from "../api/urls.js";
import { useActivity } from "../api/use-activity.js";
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
  const ready = useAnswer<Readiness>(urls.ready, SECONDS);
  const activity = useActivity();
  const staleOf = (model: string): number =>
    ready.value?.models.find((one) => one.model === model)?.staleSeconds ?? 0;

  return (
    <>
      <h1>{text.home.heading}</h1>
      {fault !== undefined && <FaultNote fault={fault} isOld={value !== undefined} />}
      {value === undefined && fault === undefined && <p class="soft">{text.page.loading}</p>}
      {value?.models.length === 0 && <p class="note">{text.home.none}</p>}
      <ul class="cards">
        {value?.models.map((summary) => (
          <li key={summary.model}>
            <ModelCard
              summary={summary}
              staleSeconds={staleOf(summary.model)}
              answers={activity.get(summary.model) ?? []}
            />
          </li>
        ))}
      </ul>
    </>
  );
};
