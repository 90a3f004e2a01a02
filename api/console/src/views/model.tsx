import type { JSX } from "preact";

import type { ModelDescription } from "../api/types.js";
import { urls } from "../api/urls.js";
import { useAnswer } from "../api/use-answer.js";
import { FaultNote } from "../parts/fault-note.js";
import { useTitle } from "../parts/title.js";
import { addressOf, TABS, type Tab } from "../route.js";
import { useWords } from "../text/words.js";
import { ModelHead } from "./model-head.js";
import { LineageView } from "./lineage.js";
import { QualityView } from "./quality/quality.js";
import { ReleasesView } from "./releases/releases.js";
import { TryView } from "./try/try.js";
import { WatchView } from "./watch/watch.js";

interface ModelViewProps {
  readonly model: string;
  readonly tab: Tab;
}

const SECONDS = 5;

const PICTURES: Readonly<Record<Tab, typeof TryView>> = {
  try: TryView,
  quality: QualityView,
  releases: ReleasesView,
  watch: WatchView,
  lineage: LineageView,
};

/** Where the tabs do not fit, the one that is shown is scrolled to. */
const intoSight = (tab: HTMLElement | null): void => {
  const bar = tab?.parentElement;
  if (!tab || !bar) return;
  const middle = (bar.clientWidth - tab.offsetWidth) / 2;
  bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - middle;
};

/** A model: what it is, and the pictures of it. */
export const ModelView = ({ model, tab }: ModelViewProps): JSX.Element => {
  const { text } = useWords();
  useTitle(model, text.page.tab[tab]);
  const Picture = PICTURES[tab];
  const { value, fault } = useAnswer<ModelDescription>(urls.model(model), SECONDS);
  if (value === undefined)
    return fault === undefined ? (
      <p class="soft">{text.page.loading}</p>
    ) : (
      <>
        <h1>{model}</h1>
        <FaultNote fault={fault} />
        {fault.status === 403 && <p class="note">{text.tryIt.noForm}</p>}
      </>
    );
  return (
    <>
      {fault !== undefined && <FaultNote fault={fault} isOld />}
      <ModelHead model={value} />
      <nav class="tabs" aria-label={text.page.tabs}>
        {TABS.map((one) => (
          <a
            key={one}
            ref={one === tab ? intoSight : null}
            href={addressOf({ view: "model", model, tab: one })}
            aria-current={one === tab ? "page" : undefined}
          >
            {text.page.tab[one]}
          </a>
        ))}
      </nav>
      <Picture key={value.version} model={value} />
    </>
  );
};
