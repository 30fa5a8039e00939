#!/usr/bin/env bash
# Everything: lint, types, contracts, translations, services on PostgreSQL, then all tests on SQLite, then
# the browser journeys. Installs Debian's chromium and PostgreSQL where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
BIN=$PWD/.venv/bin
export VISES_DATA=$(mktemp -d "${TMPDIR:-/tmp}/vises-test.XXXXXX")
unset DATABASE_URL VISES_DEMONSTRATION VISES_PRODUCTION SECRET_KEY || true
PG_DATA="" PG_BIN=""

as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
finish() {
  status=$?
  [ -n "$PG_DATA" ] && as_postgres "$PG_BIN/pg_ctl" -D "$PG_DATA/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$VISES_DATA" "$PG_DATA"
  exit $status
}
trap finish EXIT

need() { # program or folder pattern, packages
  compgen -G "$1" >/dev/null && return 0
  echo "Installing $2 …"
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $2 >/dev/null
}
need "/usr/bin/chromium" chromium
need "/usr/lib/postgresql/*/bin/initdb" postgresql
need "/usr/lib/*/libpango-1.0.so.0" "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

echo "== lint";      "$BIN/ruff" check --quiet src tests bench; "$BIN/ruff" format --check --quiet src tests bench
echo "== types";     "$BIN/mypy" --no-error-summary
echo "== contracts"; "$BIN/lint-imports" --no-cache >"$VISES_DATA/contracts" || { cat "$VISES_DATA/contracts"; exit 1; }
echo "== translations"; "$BIN/vises" catalogues check
echo "== migrations";   "$BIN/vises" manage makemigrations --check --dry-run >/dev/null

echo "== services on PostgreSQL"
PG_BIN=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
PG_DATA=$(mktemp -d /tmp/vises-pg.XXXXXX)
[ "$(id -u)" = 0 ] && chown postgres "$PG_DATA"
PG_PORT=$("$BIN/python" -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])")
as_postgres "$PG_BIN/initdb" -D "$PG_DATA/data" -U vises --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null
as_postgres "$PG_BIN/pg_ctl" -D "$PG_DATA/data" -w -l "$PG_DATA/log" \
  -o "-p $PG_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories=$PG_DATA" start >/dev/null
DATABASE_URL="postgresql://vises@127.0.0.1:$PG_PORT/postgres" \
  "$BIN/pytest" tests/platform tests/apps -n 2 -p no:cacheprovider

echo "== everything but the browser on SQLite"
"$BIN/pytest" tests --ignore=tests/browser --nomigrations -n 2 --dist loadgroup -p no:cacheprovider

# apart: Playwright's loop must not share a process with tests that use the database
echo "== journeys in Chromium"
"$BIN/pytest" tests/browser -p no:cacheprovider "$@"
