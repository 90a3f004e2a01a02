import { dateOf, REFERENCE_DAY } from "./calendar.js";
import type { User } from "./users.js";

/** The first line of a file of loans. */
export const HEADER =
  "loan_id,id,code_gender,flag_own_car,flag_own_realty,cnt_children,amt_income_total," +
  "name_income_type,name_education_type,name_family_status,name_housing_type,days_birth," +
  "days_employed,flag_mobil,flag_work_phone,flag_phone,flag_email,occupation_type," +
  "cnt_fam_members,status,birthday,job_start_date,loan_date,loan_amount";

/** The `days_employed` of a user without a job. */
const NO_JOB = 365_243;

const yesOrNo = (flag: boolean): string => (flag ? "Y" : "N");

/** The columns from `id` to `cnt_fam_members`, joined by commas. */
export const userColumns = (user: User): string =>
  [
    user.id,
    user.gender,
    yesOrNo(user.ownsCar),
    yesOrNo(user.ownsRealty),
    user.children,
    user.income,
    user.incomeType,
    user.education,
    user.familyStatus,
    user.housing,
    user.birthday - REFERENCE_DAY,
    user.jobStart === undefined ? NO_JOB : user.jobStart - REFERENCE_DAY,
    1,
    Number(user.workPhone),
    Number(user.phone),
    Number(user.email),
    user.occupation ?? "",
    user.familyMembers,
  ].join(",");

/** The columns `birthday` and `job_start_date`, joined by a comma. */
export const dateColumns = (user: User): string =>
  `${dateOf(user.birthday)},${user.jobStart === undefined ? "" : dateOf(user.jobStart)}`;
