import { ACCOUNT_CODES, AUTHENTICATION_DETAILS, type Meaning } from "@despliega/storage";

import { code, type Table } from "./table.js";

const MEANINGS: Readonly<Record<Meaning, string>> = {
  changed: "somebody else wrote first",
  "no blob": "not there",
  "no container": "not there",
  wait: "it passes",
  refused: "refused",
};

/** The codes of a storage account that Despliega knows. */
export const accountCodesTable = (): Table => [
  ["code of the account", "status", "it means", "what to do"],
  ...Object.entries(ACCOUNT_CODES).map(([name, { statuses, means, cure }]) => [
    code(name),
    statuses.join(", "),
    MEANINGS[means],
    cure,
  ]),
];

/** The texts of a storage account that tell failed authentications apart. */
export const authenticationTable = (): Table => [
  ["the text holds", "what to do"],
  ...AUTHENTICATION_DETAILS.map(({ detail, cure }) => [detail, cure]),
];
