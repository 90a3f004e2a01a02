import { classNames } from "../model/classes.js";
import { DEFAULT_LANGUAGE } from "@despliega/storage/language";
import { wordsOfTwo, type RegressionWords } from "../model/words.js";
import { localeOf } from "../report/language/locale.js";
import type { ModelReport, Period } from "../report/report-data.js";
import { lineageOf, parametersOf, type Run } from "./run.js";
import type { Side } from "../dataset/split.js";
import type { Pictures } from "./pictures.js";
import { promotionChecks } from "./promotion-checks.js";

/** Writes the report of a run, by the model's task. */
export const makeReport = async (run: Run, pictures: Pictures): Promise<string> => {
  const { model, split, fitted, evaluated } = run;
  const report = { ...describe(run), ...pictures };
  const locale = localeOf(model.language ?? DEFAULT_LANGUAGE);
  // The drawing library takes 0.2 s to load. Other commands do not wait for it.
  if (evaluated.kind === "multiclass") {
    const { multiclassReport } = await import("../report/multiclass-report.js");
    const { evaluation } = evaluated;
    const isCalibrated = fitted.calibration !== undefined;
    return multiclassReport({ ...report, words: model.words, evaluation, isCalibrated }, locale);
  }
  if (evaluated.kind === "binary") {
    const { classificationReport } = await import("../report/classification-report.js");
    const method = fitted.calibration?.method;
    return classificationReport(
      {
        ...report,
        words: wordsOfTwo(model.words, classNames(model), locale.text.classification.ofClass),
        training: withPositives(split.training),
        test: withPositives(split.test),
        evaluation: evaluated.evaluation,
        ...(method === undefined || method === "temperature" ? {} : { calibration: method }),
      },
      locale,
    );
  }
  const { regressionReport } = await import("../report/regression-report.js");
  const { scale } = fitted;
  return regressionReport(
    {
      ...report,
      words: model.words as RegressionWords,
      ...(scale === undefined ? {} : { scale }),
      evaluation: evaluated.evaluation,
    },
    locale,
  );
};

const withPositives = (side: Side): Period => ({
  ...side,
  positives: side.classes?.[1] ?? 0,
});

const describe = (run: Run): Omit<ModelReport, "words" | keyof Pictures> => {
  const { model, observations, split, selected, fitted, importance, certainty, entities } = run;
  const { selection, search } = selected;
  return {
    model: model.name,
    question: model.question,
    inputs: lineageOf(run),
    asOf: observations.asOf,
    ...split,
    certainty,
    ...(entities === undefined ? {} : { entities }),
    quality: qualityOf(run),
    isSensitive: model.privacy === "sensitive",
    features: fitted.features.map(({ name, type, description, from, range, mean }, i) => ({
      name,
      description,
      ...(from === undefined ? {} : { requested: true }),
      ...(type === "category" ? {} : { mean }),
      missing: fitted.statistics[i]!.missing,
      ...(range === undefined ? {} : { range }),
    })),
    ...(fitted.coefficients === undefined ? {} : { coefficients: fitted.coefficients }),
    ...(fitted.coefficientErrors === undefined
      ? {}
      : { coefficientErrors: fitted.coefficientErrors }),
    ...(importance === undefined ? {} : { importance }),
    ...(selection === undefined ? {} : { selection }),
    ...(search === undefined ? {} : { search }),
    floors: promotionChecks(model, run.evaluated.evaluation.metrics, certainty.intervals.metrics),
    parameters: parametersOf(run),
  };
};

/** The ends of a range are the values of two rows, which are people in a sensitive model. */
const qualityOf = ({ model, ingested }: Run): ModelReport["quality"] =>
  ingested.inputs.map(({ dataset: name, kept, quality: { columns, ...quality } }) => ({
    name,
    kept,
    ...quality,
    columns: columns.map(({ range, ...column }) =>
      model.privacy === "sensitive" || range === undefined ? column : { ...column, range },
    ),
  }));
