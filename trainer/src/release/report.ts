import type { ClassificationEvaluation, RegressionEvaluation } from "../evaluate/evaluation.js";
import { DEFAULT_LANGUAGE } from "../model/language.js";
import { localeOf } from "../report/language/locale.js";
import type { ModelReport, Period } from "../report/report-data.js";
import { lineageOf, parametersOf, type Run } from "./run.js";
import type { Side } from "../dataset/split.js";
import type { Pictures } from "./pictures.js";
import { promotionChecks } from "./promotion-checks.js";

/** Writes the report of a run, by the model's task. */
export const makeReport = async (run: Run, pictures: Pictures): Promise<string> => {
  const { model, split, fitted, evaluated } = run;
  const { evaluation } = evaluated;
  const report = { ...describe(run), ...pictures };
  const locale = localeOf(model.language ?? DEFAULT_LANGUAGE);
  // The drawing library takes 0.2 s to load. Other commands do not wait for it.
  if (model.task === "classification") {
    const { classificationReport } = await import("../report/classification-report.js");
    return classificationReport(
      {
        ...report,
        words: model.words,
        training: withPositives(split.training),
        test: withPositives(split.test),
        evaluation: evaluation as ClassificationEvaluation,
      },
      locale,
    );
  }
  const { regressionReport } = await import("../report/regression-report.js");
  const { scale } = fitted;
  return regressionReport(
    {
      ...report,
      words: model.words,
      ...(scale === undefined ? {} : { scale }),
      evaluation: evaluation as RegressionEvaluation,
    },
    locale,
  );
};

const withPositives = (side: Side): Period => ({ ...side, positives: side.positives ?? 0 });

const describe = (run: Run): Omit<ModelReport, "words" | keyof Pictures> => {
  const { model, observations, split, selected, fitted, importance, certainty } = run;
  const { selection, search } = selected;
  return {
    model: model.name,
    question: model.question,
    inputs: lineageOf(run),
    asOf: observations.asOf,
    ...split,
    certainty,
    isSensitive: model.privacy === "sensitive",
    features: fitted.features.map(({ name, type, description, range, mean }, i) => ({
      name,
      description,
      ...(type === "category" ? {} : { mean }),
      missing: fitted.statistics[i]!.missing,
      ...(range === undefined ? {} : { range }),
    })),
    ...(fitted.coefficients === undefined ? {} : { coefficients: fitted.coefficients }),
    ...(importance === undefined ? {} : { importance }),
    ...(selection === undefined ? {} : { selection }),
    ...(search === undefined ? {} : { search }),
    floors: promotionChecks(model.gates, run.evaluated.evaluation.metrics, undefined),
    parameters: parametersOf(run),
  };
};
