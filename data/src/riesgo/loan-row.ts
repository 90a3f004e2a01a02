import { dateOf, FIRST_DAY, LAST_DAY } from "./calendar.js";
import type { History } from "./history.js";
import type { Included } from "./included.js";

const DATES = Array.from({ length: LAST_DAY - FIRST_DAY + 1 }, (_, i) => dateOf(FIRST_DAY + i));

/** The row of a generated or an included loan. Included loans are numbered after the generated ones. */
export const loanRow = (history: History, included: Included, loan: number): string => {
  const { user, day, amount, status, userColumns, dateColumns } = history;
  if (loan >= user.length) return included.rows[loan - user.length]!;
  const loanId = included.lastLoanId + 1 + loan;
  const who = user[loan]!;
  return `${loanId},${userColumns[who]},${status[loan]},${dateColumns[who]},${DATES[day[loan]!]},${amount[loan]}`;
};
