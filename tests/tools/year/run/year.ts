import { dateOf } from "../calendar.js";
import { firstDayOf, MODEL, type Plan } from "../plan.js";
import { openBank, type Place } from "./bank.js";
import type { AnsweredLoan } from "./api.js";
import { judgeWeek, liveWeek, tellOutcomes, type Week } from "./week.js";

/**
 * Lives a year of a bank that trains riesgo once before, and then does every week what the documentation says.
 *
 * @param onWeek is told of each week when it is over
 */
export const liveYear = async (
  place: Place,
  plan: Plan,
  seed: number,
  onWeek: (week: Week) => void,
): Promise<readonly Week[]> => {
  const bank = await openBank(place, plan, seed);
  try {
    const first = firstDayOf(1);
    bank.setClock(first, 1);
    await bank.offerHistory(first);
    await bank.despliega(["train", MODEL, "--as-of", dateOf(first)]);
    const all: AnsweredLoan[] = [];
    const weeks: Week[] = [];
    for (let number = 1; number <= plan.weeks; number++) {
      const answered = await liveWeek(bank, number);
      all.push(...answered);
      await tellOutcomes(bank, all, number);
      const week = await judgeWeek(bank, answered, number);
      weeks.push(week);
      onWeek(week);
    }
    return weeks;
  } finally {
    await bank.close();
  }
};
