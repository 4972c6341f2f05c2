#!/bin/sh
# Creates the namespace once the server answers; closed cases stay visible for 90 days, the record is in PostgreSQL.
set -eu
attempt=0
until temporal operator cluster health; do
  attempt=$((attempt + 1))
  [ "${attempt}" -lt 60 ] || exit 1
  sleep 2
done
temporal operator namespace describe --namespace default >/dev/null 2>&1 ||
  temporal operator namespace create --namespace default --retention 90d
