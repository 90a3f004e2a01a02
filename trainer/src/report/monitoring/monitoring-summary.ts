import type { Loss, Monitoring } from "@despliega/storage";

import type { Locale } from "../language/locale.js";
import { figureText, watchedMetric } from "./figure-text.js";

/** The verdict in plain sentences: what was found, and what to do. */
export const monitoringSummary = (document: Monitoring, locale: Locale): string[] => {
  const { verdicts, cures } = locale.text.monitoring;
  const { verdict } = document;
  return [
    verdicts[verdict],
    ...faultSentences(document, locale),
    ...lossSentences(document, locale),
    ...driftSentences(document, locale),
    ...doubts(document, locale),
    cures[verdict],
  ];
};

const faultSentences = ({ data }: Monitoring, { text, format }: Locale): string[] => {
  const { faults, facts } = text.monitoring;
  return data.faults.map(({ feature, kind, from, to, share, usual }) => {
    const days = from === to ? from : facts.days(from, to);
    return faults[kind](feature, format.percent(share), days, format.percent(usual));
  });
};

const lossSentences = ({ performance, expected }: Monitoring, locale: Locale): string[] => {
  const { lost, lostByScores, kept } = locale.text.monitoring;
  const sentences = [
    { loss: performance?.loss, say: lost },
    { loss: expected?.loss, say: lostByScores },
  ].flatMap(({ loss, say }) => (loss?.verdict === "lost" ? [sayLoss(loss, say, locale)] : []));
  const measured = performance?.loss;
  return measured?.verdict === "passes"
    ? [...sentences, sayLoss(measured, kept, locale)]
    : sentences;
};

const sayLoss = (
  { metric, now, reference, lost }: Loss,
  say: (metric: string, now: string, before: string, loss: string) => string,
  locale: Locale,
): string => {
  const { label, format } = watchedMetric(metric, locale);
  return say(label, format(now.value), format(reference.value), lossText({ metric, lost }, locale));
};

/** A loss with its interval; a share where it is one. */
export const lossText = (
  { metric, lost }: Pick<Loss, "metric" | "lost">,
  locale: Locale,
): string => {
  const { rounded, percent } = locale.format;
  return figureText(lost, metric === "roc_auc" ? rounded : percent);
};

const driftSentences = ({ drift }: Monitoring, { text: { monitoring } }: Locale): string[] => {
  const names = driftedNames(drift, monitoring);
  return names.length === 0 ? [] : [monitoring.drifted(names.join(", "))];
};

type Words = Locale["text"]["monitoring"];
type Against = Monitoring["drift"]["features"][number]["against"];

/** Whether a feature or a score drifted, from the release's own or from the days before. */
export const isDrifted = ({ comparison, before }: Against): boolean =>
  comparison?.drifted === true || before?.drifted === true;

/** What a score is called: that of its class, where there are several. */
export const scoreName = (of: string | undefined, { score, scoreOf }: Words): string =>
  of === undefined ? score : scoreOf(of);

const driftedNames = ({ features, scores }: Monitoring["drift"], words: Words): string[] => [
  ...features.filter(({ against }) => isDrifted(against)).map(({ feature }) => feature),
  ...scores
    .filter(({ against }) => isDrifted(against))
    .map(({ class: of }) => scoreName(of, words)),
];

/** Why something could not be told. */
const doubts = ({ drift, window, performance }: Monitoring, locale: Locale): string[] => {
  const { monitoring } = locale.text;
  const { count, percent, number } = locale.format;
  const few = drift.enough ? [] : [monitoring.few(count(window.counted), count(drift.least))];
  const loss = performance?.loss;
  if (loss === undefined || loss.verdict === "passes" || loss.verdict === "lost") return few;
  const { metric, sought, needed } = loss;
  const amount = metric === "roc_auc" ? number(sought) : percent(sought);
  const need =
    needed === null ? monitoring.neededNone : monitoring.neededAbout(locale.format.rounded(needed));
  return [...few, monitoring.unsure(watchedMetric(metric, locale).label, amount, need)];
};
