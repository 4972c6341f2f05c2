#!/bin/sh
# Runs once, when the volume is empty: one role and its databases for Daylight, one for Temporal, neither a superuser.
set -eu
export PGPASSWORD="${POSTGRES_PASSWORD}"
psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER}" --dbname postgres \
  --set daylight_password="${DAYLIGHT_DB_PASSWORD}" --set temporal_password="${TEMPORAL_DB_PASSWORD}" <<'SQL'
CREATE ROLE daylight LOGIN PASSWORD :'daylight_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE daylight OWNER daylight;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE ALL ON DATABASE daylight, temporal, temporal_visibility FROM PUBLIC;
SQL
