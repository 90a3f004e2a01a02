"""DuckDB alone: reads the loan history, computes the features of riesgo and writes both CSVs. It checks no row.

usage: duckdb_features.py LOANS_CSV FEATURES_SQL OUTPUT_FOLDER

Prints JSON: the CPU seconds of reading, of the features, of writing, and of all three, with all threads.
"""

import json
import os
import sys
import time

import duckdb

COLUMNS = "loan_id, id, flag_own_car, birthday, job_start_date, loan_date, loan_amount, status"
FEATURES = "nb_previous_loans, avg_amount_loans_previous, age, years_on_the_job, flag_own_car"


def main(loans_csv, features_sql, folder):
    os.makedirs(folder, exist_ok=True)
    engine = duckdb.connect()
    last = time.process_time()
    cpu = {}

    def lap(phase):
        nonlocal last
        cpu[phase] = time.process_time() - last
        last += cpu[phase]

    engine.execute(f"CREATE TABLE loans AS SELECT {COLUMNS} FROM read_csv(?)", [loans_csv])
    lap("read")
    engine.execute("SET VARIABLE as_of = (SELECT max(loan_date) + 1 FROM loans)")
    with open(features_sql) as file:
        engine.execute(f"CREATE TABLE observations AS {file.read()}")
    lap("features")
    labelled = f"""
        SELECT observation AS loan_id, entity AS id, observed_at, label AS status, {FEATURES}
        FROM observations WHERE label IS NOT NULL ORDER BY observation"""
    served = f"SELECT entity AS id, {FEATURES} FROM observations WHERE label IS NULL ORDER BY entity"
    engine.execute(f"COPY ({labelled}) TO '{folder}/train_model.csv' (HEADER)")
    engine.execute(f"COPY ({served}) TO '{folder}/features.csv' (HEADER)")
    lap("write")
    print(json.dumps({"cpu": cpu, "cpuSeconds": sum(cpu.values())}))


if __name__ == "__main__":
    main(*sys.argv[1:])
