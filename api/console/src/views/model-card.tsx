import type { JSX } from "preact";

import type { ModelDescription, ModelSummary } from "../api/types.js";
import { urls } from "../api/urls.js";
import { useAnswer } from "../api/use-answer.js";
import { Sparkline } from "../charts/sparkline.js";
import { IntervalBar } from "../parts/interval-bar.js";
import { headlineOf, metricText } from "../parts/metric.js";
import { VerdictBadge } from "../parts/verdict-badge.js";
import { VersionName } from "../parts/version-name.js";
import { addressOf } from "../route.js";
import { secondsSince } from "../text/times.js";
import { useWords } from "../text/words.js";
import { ComparisonLine } from "./comparison-line.js";

interface ModelCardProps {
  readonly summary: ModelSummary;
}

const SECONDS = 60;

/** What a model is asked, how good it is, since when, and whether it still fits. */
export const ModelCard = ({ summary }: ModelCardProps): JSX.Element => {
  const { text, times } = useWords();
  const { model, version, question, task, created, verdict, staleSeconds, lastHour } = summary;
  const { value, fault } = useAnswer<ModelDescription>(urls.model(model), SECONDS);
  const known = value?.version === version ? value : undefined;
  return (
    <article class="card">
      <p class="kind">{text.home.task[task]}</p>
      <h2>
        <a href={addressOf({ view: "model", model, tab: "try" })}>{model}</a>
      </h2>
      <p class="question" dir="auto" title={question}>
        {question}
      </p>
      <div class="figure-slot">
        {known !== undefined && <Figure model={known} />}
        {fault?.status === 403 && (
          <p class="soft">
            {text.home.people}. {text.home.peopleNote}
          </p>
        )}
      </div>
      <dl>
        <dt>{text.home.version}</dt>
        <dd>
          <VersionName version={version} />
          <span class="soft">{text.home.trained(times.ago(secondsSince(created)))}</span>
        </dd>
      </dl>
      <AnswerLine answers={lastHour} />
      <div class="states">
        <VerdictBadge verdict={verdict} />
        {staleSeconds > 0 ? (
          <span class="badge warn">{text.home.stale(times.ago(staleSeconds))}</span>
        ) : (
          <span class="soft dot">{text.home.fresh}</span>
        )}
        {known?.freshness?.isStale === true && (
          <span class="badge warn">{text.home.staleFeatures}</span>
        )}
      </div>
    </article>
  );
};

const AnswerLine = ({ answers }: { readonly answers: readonly number[] }): JSX.Element => {
  const { text, format } = useWords();
  const told = text.home.answers(format.count(answers.reduce((sum, one) => sum + one, 0)));
  return (
    <p class="answer-line soft">
      <Sparkline name={told} values={answers} /> {told}
    </p>
  );
};

const Figure = ({ model }: { readonly model: ModelDescription }): JSX.Element => {
  const words = useWords();
  const headline = headlineOf(model);
  if (headline === undefined) return <p class="soft">{words.text.quality.noMetrics}</p>;
  const { label, meaning, write } = metricText(headline.name, words);
  return (
    <div class="figure" title={meaning}>
      <p class="number">
        {write(headline.value)} <span class="label">{label}</span>
      </p>
      <IntervalBar name={headline.name} value={headline.value} interval={headline.interval} />
      <ComparisonLine key={model.version} model={model.model} metric={headline.name} />
    </div>
  );
};
