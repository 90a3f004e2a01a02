import { dateOf, FIRST_DAY, LAST_DAY } from "./calendar.js";
import { HEADER } from "./columns.js";
import type { History } from "./history.js";
import type { Included } from "./included.js";

const ROWS_A_CHUNK = 300;

/**
 * The text of the file, in pieces of a thousand rows.
 *
 * @param order every index below the number of generated loans and included rows together, in the order of the rows
 * @param onProgress called after each piece with the share of rows that are written, from 0 to 1
 */
export function* csvChunks(
  history: History,
  included: Included,
  order: Uint32Array,
  onProgress: (share: number) => void,
): Generator<string> {
  const { user, day, amount, status, userColumns, dateColumns } = history;
  const dates = Array.from({ length: LAST_DAY - FIRST_DAY + 1 }, (_, i) => dateOf(FIRST_DAY + i));
  const row = (loan: number): string => {
    if (loan >= user.length) return included.rows[loan - user.length]!;
    const loanId = included.lastLoanId + 1 + loan;
    const who = user[loan]!;
    return `${loanId},${userColumns[who]},${status[loan]},${dateColumns[who]},${dates[day[loan]!]},${amount[loan]}`;
  };

  yield `${HEADER}\n`;
  for (let start = 0; start < order.length; start += ROWS_A_CHUNK) {
    const end = Math.min(start + ROWS_A_CHUNK, order.length);
    const rows = Array.from(order.subarray(start, end), row);
    yield `${rows.join("\n")}\n`;
    onProgress(end / order.length);
  }
}
