import { defaultPaths } from "../../model/default-paths.js";
import type { Draft } from "./draft.js";
import { commented, flow } from "./yaml-lines.js";
import type { Phrases } from "./words/phrases.js";

/** Share of the observations, or of the entities, that are tested on. */
const NEWEST = 0.2;
const DRAWN = 0.25;

/** What the model is tested on. */
export const splitPart = (
  { split, mode, keys }: Draft,
  { comment }: Phrases,
): readonly string[] => {
  const { time, group, repeats } = split;
  if (time !== undefined)
    return [...commented(comment.byTime), `split: { by: time, testShare: ${NEWEST} }`];
  const why =
    mode !== "row"
      ? comment.byGroup(keys.map(({ column }) => column).join(", "))
      : group === undefined
        ? comment[repeats ? "byRepeats" : "byChance"]
        : comment.byGroup(group);
  return [...commented(why), `split: { by: chance, testShare: ${DRAWN} }`];
};

/** How requests ask. */
export const servingPart = (draft: Draft, phrases: Phrases): readonly string[] => {
  const { comment } = phrases;
  const { keys, target, name, subject, people } = draft;
  const answer = flow(target.name);
  const lines =
    keys.length > 0
      ? keyLines(draft, phrases)
      : [
          ...commented(comment.byRow),
          "serving:",
          "  by: row",
          `  answer: ${answer}`,
          ...(subject === undefined
            ? []
            : [
                `  subject: { name: ${flow(subject)}, roles: { masked: ${name}.predict, whole: ${name}.pseudonym } }`,
              ]),
        ];
  return [
    ...lines,
    ...(people.length === 0 ? [] : commented(`${comment.people} ${people.join(", ")}.`)),
    `privacy: ${subject === undefined ? "open" : "sensitive"} # ${comment.privacy}`,
  ];
};

const keyLines = ({ keys, target, name }: Draft, phrases: Phrases): readonly string[] => {
  const { comment } = phrases;
  const isPerson = keys.some((key) => key.isPerson);
  const { features, prediction } = pathsOf({ keys, name }, phrases);
  return [
    ...commented(comment.servedByKey),
    "serving:",
    "  by: key",
    `  keys: ${flow(keys.map(({ name: key, type }) => ({ name: key, type })))}`,
    ...(isPerson ? [`  ask: body # ${comment.personKey}`] : []),
    `  paths: { features: ${features}, prediction: ${prediction} }`,
    `  answer: ${flow(target.name)}`,
  ];
};

/** The paths of a model by key, in its language. */
export const pathsOf = ({ keys, name }: Pick<Draft, "keys" | "name">, { paths }: Phrases) => {
  const asked = keys.some(({ isPerson }) => isPerson) ? ({ ask: "body" } as const) : {};
  const { features, prediction } = defaultPaths(name, {
    keys: keys.map((key) => ({ name: key.name, type: key.type })),
    ...asked,
  });
  return {
    features: features.replace(/features$/, paths.features),
    prediction: prediction.replace(/prediction$/, paths.prediction),
  };
};
