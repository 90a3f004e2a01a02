import { LEAST_SHARE, type Calibration } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { linearBetweenSql } from "../../engine/linear-between.js";
import { double } from "../../engine/sql.js";
import { probabilityOf } from "../../evaluate/class-answer.js";
import type { ScoredTable } from "../../evaluate/scored.js";
import type { Finish } from "./finish.js";
import { sumOf, type Sums } from "./sums.js";

/** Makes a view of the answers that a finish makes of sums, as a scorer makes them. */
export const answersBy = (
  engine: Engine,
  { table, ...form }: Sums,
  finish: Finish,
): Promise<ScoredTable> => engine.view(answersSql(table.name, form, finish));

/** SQL of a query of the answers. @param from a relation or query with the sums */
export const answersSql = (
  from: string,
  { outputs, link }: Pick<Sums, "outputs" | "link">,
  finish: Finish,
): string =>
  outputs === 1
    ? `SELECT observation, label, ${answerSql(link, finish)} AS score FROM ${from}`
    : probabilitiesSql(from, outputs, link, finish);

const SUM = sumOf(0);

const answerSql = (link: Sums["link"], { calibration, scale }: Finish): string => {
  if (scale !== undefined) return `${double(scale.smearing)} * exp(${SUM})`;
  if (calibration === undefined) return link === "identity" ? SUM : sigmoid(SUM);
  if (calibration.method === "platt")
    return sigmoid(`${double(calibration.slope)} * ${SUM} + ${double(calibration.intercept)}`);
  const { at, probability } = calibration as Isotonic;
  return linearBetweenSql(SUM, at, probability);
};

const sigmoid = (logOdds: string): string => `1 / (1 + exp(-(${logOdds})))`;

type Isotonic = Extract<Calibration, { method: "isotonic" }>;

/** Each probability, and as the score the largest. */
const probabilitiesSql = (
  from: string,
  outputs: number,
  link: Sums["link"],
  { calibration }: Finish,
): string => {
  const codes = Array.from({ length: outputs }, (_, code) => code);
  const named = (make: (code: number) => string) =>
    codes.map((code) => `${make(code)} AS ${probabilityOf(code)}`).join();
  const list = (make: (code: number) => string) => codes.map(make).join();
  const score = `greatest(${list(probabilityOf)}) AS score`;
  if (calibration === undefined && link === "identity")
    return `SELECT *, ${score} FROM (SELECT observation, label, ${named(sumOf)} FROM ${from})`;
  const tempered = (code: number): string => {
    if (calibration?.method !== "temperature") return sumOf(code);
    const sum =
      link === "identity" ? `ln(greatest(${sumOf(code)}, ${double(LEAST_SHARE)}))` : sumOf(code);
    return `${double(calibration.slope)} * ${sum} + ${double(calibration.offsets[code]!)}`;
  };
  const power = (code: number) => `exp(${probabilityOf(code)} - greatest(${list(probabilityOf)}))`;
  const total = codes.map(probabilityOf).join(" + ");
  return `
    SELECT *, ${score} FROM (
      SELECT observation, label, ${named((code) => `${probabilityOf(code)} / (${total})`)} FROM (
        SELECT observation, label, ${named(power)} FROM (
          SELECT observation, label, ${named(tempered)} FROM ${from})))`;
};
