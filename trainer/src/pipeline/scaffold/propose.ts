import { basename } from "node:path";

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

/** What the model calls where it learns from, and the name of a file of these rows. */
const namesOf = ({
  from,
  place,
}: ScaffoldRequest): { readonly shown: string; readonly file: string } => {
  if (typeof place === "string") return { shown: basename(from), file: basename(from) };
  const table = "table" in place.rows ? place.rows.table.split(".").at(-1)! : "rows";
  return { shown: from, file: `${table}.csv` };
};

/** A draft before it is known whether its rows repeat. */
export type Proposal = Omit<Draft, "split"> & { readonly split: Omit<DraftSplit, "repeats"> };

/**
 * Chooses everything that a model needs from what is known of its file.
 *
 * @throws `OPTION_INVALID` when target, key or time cannot be what they are named for
 */
export const propose = (request: ScaffoldRequest, survey: Survey, phrases: Phrases): Proposal => {
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
  const { shown, file } = namesOf(request);
  return {
    name: request.name,
    language: request.language,
    file: shown,
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
