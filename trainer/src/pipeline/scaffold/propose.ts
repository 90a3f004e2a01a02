import { OptionInvalid } from "../../errors/errors.js";
import { columnOf, keysOf, modeOf, timeOf } from "./asked.js";
import { planColumn } from "./column.js";
import type { Draft, DraftSplit } from "./draft.js";
import { outcomesOf, rowsOfKey } from "./history.js";
import { columnsRead, formatOf, tableNameOf } from "./inputs.js";
import { createNamer, datasetFrom } from "./names.js";
import { withPeople } from "./people.js";
import type { PlanContext } from "./planned.js";
import { reasonsOf } from "./reasons.js";
import type { ScaffoldRequest } from "./request.js";
import type { Survey } from "./survey.js";
import { targetOf } from "./target.js";
import type { Phrases } from "./words/phrases.js";

/** Names that `features.sql` gives by key, which no column may have there. */
const OWN_NAMES = ["happened", "outcome", "earlier", "known", "events", "observations"];

/** A draft before it is known whether its rows repeat. */
export type Proposal = Omit<Draft, "split"> & { readonly split: Omit<DraftSplit, "repeats"> };

/**
 * Chooses everything that a model needs from what is known of its file.
 *
 * @param file the file's name, without its directory
 * @throws `OPTION_INVALID` when target, key or time cannot be what they are named for
 */
export const propose = (
  request: ScaffoldRequest,
  file: string,
  survey: Survey,
  phrases: Phrases,
): Proposal => {
  const namer = createNamer();
  const target = targetOf(request, survey, namer.take(request.target));
  const keys = keysOf(request, survey, namer);
  const mode = modeOf(request, survey);
  const time = timeOf(request, survey);
  for (const name of [phrases.rowName, phrases.hashEntity, ...OWN_NAMES]) namer.take(name);
  const context: PlanContext = {
    survey,
    phrases,
    namer,
    mode,
    time,
    isSensitive: request.sensitive,
  };
  const named = new Set([request.target, time, ...request.key]);
  const planned = withPeople(
    request,
    survey.columns.filter(({ name }) => !named.has(name)),
    context,
    (column) => planColumn(column, context),
  );
  const outcomes =
    mode === "events" ? outcomesOf(context, columnOf(survey, target.column), target) : [];
  const features = [
    ...(mode === "events" ? rowsOfKey(context) : []),
    ...outcomes,
    ...planned.columns.flatMap((of) => of.features),
  ];
  if (features.length === 0)
    throw new OptionInvalid({
      option: "--from",
      problem: `${request.from} has no column to learn ${request.target} from: the others are empty or constant, have too many different texts, or name rows or people`,
    });
  const columns = columnsRead(survey, { target, keys, time, mode }, planned.columns);
  return {
    name: request.name,
    language: request.language,
    file,
    dataset: datasetFrom(file, survey.format.format === "parquet"),
    table: tableNameOf(file, survey),
    format: formatOf(survey, columns),
    rows: survey.rows,
    target,
    columns,
    features,
    carried: planned.columns.flatMap(({ carried }) => carried ?? []),
    split: {
      time,
      future: survey.future > 0,
      group: planned.columns.find(({ isGroup }) => isGroup)?.decision.column,
    },
    keys,
    keyCount: survey.keys,
    mode,
    subject: planned.subject,
    people: planned.people,
    decisions: [
      ...reasonsOf({ target, keys, time, future: survey.future }, phrases, outcomes.length),
      ...planned.columns.map(({ decision }) => decision),
      ...survey.clashing.map((column) => ({
        column,
        becomes: phrases.becomes.leftOut,
        why: phrases.why.sameName,
      })),
    ],
  };
};
