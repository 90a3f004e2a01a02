import { csvChunks, csvRow } from "../csv.js";
import type { Generator } from "../generator.js";
import { Random } from "../random.js";
import { inventedName } from "../words.js";
import { openOutput, writeChunks } from "../write.js";
import { drawCourse } from "./course.js";
import { drawPatient } from "./patients.js";

const HEADER =
  "patient_id,name,time,trt,age,wtkg,hemo,homo,drugs,karnof,oprior,z30,preanti,race,gender,str2," +
  "strat,symptom,treat,offtrt,cd40,cd420,cd80,cd820,infected";

/** The identifier of a patient: numbers ascend with gaps. */
const patientId = (number: number, random: Random): string =>
  `P-${String(1_000_000 + 4 * number + random.below(4)).padStart(8, "0")}`;

/** The row of a patient; it depends on the seed and the number alone. */
const patientRow = (seed: number, number: number): string => {
  const random = new Random(seed, number);
  const patient = drawPatient(random);
  const { days, event, leftTreatment } = drawCourse(patient, random);
  const { treatment, daysBefore } = patient;
  return csvRow([
    patientId(number, random),
    `${inventedName(random)} ${inventedName(random)}`,
    days,
    treatment,
    patient.age,
    Math.round(patient.weight * 10) / 10,
    Number(patient.hemophilia),
    Number(patient.homosexual),
    Number(patient.drugs),
    patient.karnofsky,
    Number(patient.otherBefore),
    Number(patient.zidovudineLately),
    daysBefore,
    Number(patient.nonWhite),
    Number(patient.male),
    Number(daysBefore > 0),
    daysBefore === 0 ? 1 : daysBefore <= 365 ? 2 : 3,
    Number(patient.symptoms),
    Number(treatment > 0),
    Number(leftTreatment),
    patient.cd4,
    patient.cd4Later,
    patient.cd8,
    patient.cd8Later,
    Number(event),
  ]);
};

const write: Generator["write"] = async ({ count, seed, out }, progress) => {
  const output = await openOutput(out);
  const row = (number: number) => patientRow(seed, number);
  await writeChunks(
    csvChunks(HEADER, count, row, (share) => progress("written", share)),
    output,
  );
};

/** Makes patients of a study. */
export const patients: Generator = {
  counted: "patients",
  most: 2_000_000,
  writes: "patients",
  out: "FILE",
  includes: false,
  write,
};
