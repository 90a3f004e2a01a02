import { writeFile } from "node:fs/promises";

import { readVerdict, type Verdict } from "@despliega/storage";

import { dateOf } from "../calendar.js";
import { DAYS, FAULT_DAYS, firstDayOf, MODEL } from "../plan.js";
import type { AnsweredLoan, Api } from "./api.js";
import { areaUnder } from "./area.js";
import { BAD_VERDICT, type Bank } from "./bank.js";

/** What became of a week. */
export interface Week {
  readonly week: number;
  readonly verdict: Verdict["verdict"];
  readonly summary: string;
  /** The ROC-AUC of the week's answers, which the bank learns up to 90 days later. */
  readonly area: number;
  /** The release that answered at the end of the week. */
  readonly release: string;
  readonly action: string;
}

/** Makes the features of a day again. */
const refresh = async (bank: Bank, day: number, withoutJobs = false): Promise<void> => {
  await bank.offerHistory(day, withoutJobs);
  await bank.despliega(["refresh", MODEL, "--as-of", dateOf(day), "--why", "a new week"]);
};

/** Lives a week from Monday to Sunday: features are made again, the api starts and answers, every day a seventh. */
export const liveWeek = async (bank: Bank, week: number): Promise<readonly AnsweredLoan[]> => {
  const monday = firstDayOf(week);
  const answered: AnsweredLoan[] = [];
  const isFaulty = week === bank.plan.missing;
  let api: Api | undefined;
  for (let day = monday; day < monday + DAYS; day++) {
    if (day === monday || (isFaulty && day === monday + FAULT_DAYS)) {
      await api?.stop();
      bank.setClock(day, 3);
      await refresh(bank, day, isFaulty && day === monday);
      api = await bank.startApi();
    }
    bank.setClock(day, 12);
    await api!.setClock(day, 12);
    answered.push(...(await api!.ask(bank.book.nextDay())));
  }
  await api!.stop();
  return answered;
};

/** Tells the outcomes that were learned in a week. */
export const tellOutcomes = async (
  bank: Bank,
  answered: readonly AnsweredLoan[],
  week: number,
): Promise<void> => {
  const [from, to] = [week, week + 1].map(firstDayOf);
  bank.setClock(to!, 3);
  const learned = answered.filter(({ loan: { known } }) => known >= from! && known < to!);
  if (learned.length === 0) return;
  const lines = learned.map(({ loan, answer }) => `${answer.id},${loan.status}`);
  const file = bank.file("outcomes.csv");
  await writeFile(file, ["prediction_id,status", ...lines, ""].join("\n"));
  await bank.despliega(["outcomes", MODEL, "--input", file]);
};

/** Looks at the answers, and has the verdict acted on. */
export const judgeWeek = async (
  bank: Bank,
  answered: readonly AnsweredLoan[],
  week: number,
): Promise<Week> => {
  const next = firstDayOf(week + 1);
  await bank.offerHistory(next);
  const window = ["--since", "14d", "--until", dateOf(next - 1)];
  const told = await bank.despliega(["monitor", MODEL, ...window, "--act"], [0, BAD_VERDICT]);
  const { verdict, summary } = (await readVerdict(bank.store, MODEL))!;
  const area = areaUnder(
    answered.map(({ answer }) => answer.score),
    answered.map(({ loan }) => loan.status),
  );
  const { release } = answered.at(-1)!.answer;
  return { week, verdict, summary, area, release, action: actionOf(verdict, told) };
};

/** What followed from a verdict, by what the command told. */
const actionOf = (verdict: Verdict["verdict"], told: string): string => {
  if (verdict === "good" || verdict === "not-enough") return "";
  if (told.includes('"promoted":true')) return "training, promoted";
  return told.includes('"promoted":false') ? "training, held back" : "alert";
};
