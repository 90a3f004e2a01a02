import { writeFile } from "node:fs/promises";

import { dateOf } from "../calendar.js";
import type { Loan } from "./book.js";

const HEADER = "loan_id,id,flag_own_car,status,birthday,job_start_date,loan_date,loan_amount";

/**
 * Writes a history of loans as riesgo reads it.
 *
 * @param withoutJobs whether the column of the job is empty. Default: it is not
 */
export const writeLoans = (
  file: string,
  loans: readonly Loan[],
  withoutJobs = false,
): Promise<void> =>
  writeFile(file, [HEADER, ...loans.map((loan) => lineOf(loan, withoutJobs)), ""].join("\n"));

const lineOf = (loan: Loan, withoutJobs: boolean): string => {
  const { number, customer, day, amount, status, jobStart } = loan;
  return [
    ...[number, customer.id, customer.ownsCar ? "Y" : "N", status, dateOf(customer.birthday)],
    withoutJobs || jobStart === undefined ? "" : dateOf(jobStart),
    dateOf(day),
    (amount / 100).toFixed(2),
  ].join();
};
