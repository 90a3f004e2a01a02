import { FIRST_DAY } from "./calendar.js";
import { dateColumns, userColumns } from "./columns.js";
import { drawLoans } from "./loans.js";
import { Random } from "../random.js";
import { drawUser, loanCount, userId } from "./users.js";

/** The loans of all users, one array per column; a loan is an index, and loans of one user are neighbours. */
export interface History {
  /** Index of the loan's user in the two lists of texts below. */
  readonly user: Uint32Array;
  /** Days since {@link FIRST_DAY}. */
  readonly day: Uint16Array;
  readonly amount: Float64Array;
  readonly status: Uint8Array;
  readonly userColumns: readonly string[];
  readonly dateColumns: readonly string[];
}

/** Users are numbered from 0. A user with an id that is taken is left out, and the others stay the same. */
const numberUsers = (users: number, seed: number, taken: ReadonlySet<number>) => {
  const numbers = new Uint32Array(users);
  let loans = 0;
  for (let number = 0, made = 0; made < users; number++) {
    const random = new Random(seed, number);
    if (taken.has(userId(number, random))) continue;
    loans += loanCount(random);
    numbers[made++] = number;
  }
  return { numbers, loans };
};

/**
 * Makes the history of a number of users; a user depends on the seed and the user's number alone.
 *
 * @param taken ids that no user may have
 * @param onProgress called now and then with the share of users that are made, from 0 to 1
 */
export const makeHistory = (
  users: number,
  seed: number,
  taken: ReadonlySet<number>,
  onProgress: (share: number) => void,
): History => {
  const { numbers, loans } = numberUsers(users, seed, taken);
  const history = {
    user: new Uint32Array(loans),
    day: new Uint16Array(loans),
    amount: new Float64Array(loans),
    status: new Uint8Array(loans),
    userColumns: [] as string[],
    dateColumns: [] as string[],
  };
  let loan = 0;
  for (let index = 0; index < users; index++) {
    const number = numbers[index]!;
    const random = new Random(seed, number);
    const id = userId(number, random);
    const count = loanCount(random);
    const user = drawUser(id, random);
    history.userColumns.push(userColumns(user));
    history.dateColumns.push(dateColumns(user));
    drawLoans(user, count, random, (day, amount, status) => {
      history.user[loan] = index;
      history.day[loan] = day - FIRST_DAY;
      history.amount[loan] = amount;
      history.status[loan] = status;
      loan += 1;
    });
    if (index % 10_000 === 0) onProgress(index / users);
  }
  return history;
};
