import type { JSX } from "preact";

import type { ModelLedger, ModelReleases } from "../../api/about-types.js";
import type { ModelDescription } from "../../api/types.js";
import { urls } from "../../api/urls.js";
import { Asked } from "../../parts/asked.js";
import { VersionName } from "../../parts/version-name.js";
import { useWords } from "../../text/words.js";
import { CompareView } from "./compare.js";

/** What served when, and two releases beside each other. */
export const ReleasesView = ({ model }: { readonly model: ModelDescription }): JSX.Element => {
  const { text } = useWords();
  return (
    <div class="stack">
      <section class="panel">
        <h2>{text.releases.compare}</h2>
        <Asked<ModelReleases> url={urls.releases(model.model)}>
          {({ releases, version }) => <CompareView releases={releases} version={version} />}
        </Asked>
      </section>
      <section class="panel">
        <h2>{text.releases.timeline}</h2>
        <p class="soft">{text.releases.timelineReading}</p>
        <Asked<ModelLedger> url={urls.ledger(model.model)}>
          {({ moves }) => <Timeline moves={moves} />}
        </Asked>
      </section>
    </div>
  );
};

const Timeline = ({ moves }: ModelLedger): JSX.Element => {
  const { text, times } = useWords();
  if (moves.length === 0) return <p class="soft">{text.releases.noMoves}</p>;
  return (
    <ol class="timeline">
      {moves.map(({ sequence, action, version, at, by, why }, i) => (
        <li key={sequence} class={i === 0 ? "newest" : undefined}>
          <p>
            <strong>{text.releases.action[action]}</strong> <VersionName version={version} />{" "}
            {i === 0 && <span class="badge good">{text.releases.inService}</span>}
          </p>
          <p class="soft">
            <time dateTime={at}>{times.moment(at)}</time>, {text.releases.by(by)}
          </p>
          <p>{why}</p>
        </li>
      ))}
    </ol>
  );
};
