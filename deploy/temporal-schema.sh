#!/bin/sh
# Brings both databases of Temporal to the schema of this release; safe to run again. User and password: SQL_*.
set -eu
for name in temporal visibility; do
  database=temporal
  [ "${name}" = temporal ] || database=temporal_visibility
  temporal-sql-tool --database "${database}" setup-schema --version 0.0
  temporal-sql-tool --database "${database}" update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/${name}/versioned"
done
