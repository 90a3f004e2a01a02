/** Claims of a token that gets whole pseudonyms. */
export const GOOD = { roles: ["api", "vih.pseudonym"], amr: ["pwd", "mfa"] };

const ROW = {
  nb_previous_loans: 2,
  avg_amount_loans_previous: 187.25,
  age: 23,
  years_on_the_job: 1,
  flag_own_car: 0,
};

/** An answer about people. */
export interface AboutPeople {
  readonly status: number;
  readonly body: string;
}

/** Asks the model `vih` about one person, or several at once. */
export const askAbout = async (
  url: string,
  patient: string | readonly string[],
  token: string,
): Promise<AboutPeople> => {
  const row = (patient_id: string): object => ({ patient_id, ...ROW });
  const answer = await fetch(`${url}/v1/models/vih/prediction`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(typeof patient === "string" ? row(patient) : patient.map(row)),
  });
  return { status: answer.status, body: await answer.text() };
};
