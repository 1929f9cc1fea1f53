#!/usr/bin/env bash
# Puts a backup back, with the service stopped, or only checks that it could be.
#   restore.sh --check FILE   restores into a throwaway place and audits it there
#   restore.sh FILE           restores into the database of the settings; a SQLite file that is there is put aside, a MySQL database must be empty
# Settings are read from /etc/csrme-wechat/env (CSRME_ENV). The keys must be those of the time of the backup, or the phones in it stay sealed.
# MySQL: --check needs an empty database it may fill, named in CHECK_DATABASE; without one it only looks for the dump's end.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/database.sh"

check=
if [ "${1:-}" = --check ]; then
  check=1
  shift
fi
file=${1:?"Usage: restore.sh [--check] FILE"}
[ -f "$file" ] || die "There is no $file."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

restore_sqlite() {
  local owner aside part
  gunzip -c "$file" >"$work/copy.db"
  sound "$work/copy.db"
  if [ -n "$check" ]; then
    audit "Data Source=$work/copy.db"
    return
  fi
  # The service holds this lock as long as it lives.
  touch "$database.service"
  flock -n "$database.service" true || die "The service is running: stop it first."
  if [ -e "$database" ]; then
    owner=$(stat -c %u:%g "$database")
    aside=$database.before-$(date -u +%Y%m%dT%H%M%SZ)
    for part in '' -wal -shm; do
      [ ! -e "$database$part" ] || mv "$database$part" "$aside$part"
    done
    echo "What was there is now $aside"
  else
    owner=$(stat -c %u:%g "$(dirname "$database")")
  fi
  # Copied beside it first: the rename is all or nothing.
  cp "$work/copy.db" "$database.restoring"
  chown "$owner" "$database.restoring"
  chown "$owner" "$database.service"
  sync "$database.restoring"
  mv "$database.restoring" "$database"
  audit "Data Source=$work/copy.db"
}

restore_mysql() {
  local into=$database
  [ "$(gunzip -c "$file" | tail -n 1 | cut -c1-17)" = '-- Dump completed' ] || die "$file ends early."
  if [ -n "$check" ]; then
    into=${CHECK_DATABASE:-}
    if [ -z "$into" ]; then
      echo "The dump is complete. (No CHECK_DATABASE: it was not loaded.)"
      return
    fi
  fi
  [ "$(mysql_tool mariadb -N -e "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '$into'")" = 0 ] || die "The database $into is not empty."
  gunzip -c "$file" | mysql_tool mariadb "$into"
  audit "$(sed -E "s/(database|initial catalog) *= *[^;]*/Database=$into/I" <<<"$Data__ConnectionString")"
  if [ -n "$check" ]; then
    mysql_tool mariadb -N -e "SELECT CONCAT('DROP TABLE \`', table_name, '\`;') FROM information_schema.tables WHERE table_schema = '$into'" >"$work/drop.sql"
    { echo 'SET FOREIGN_KEY_CHECKS = 0;'; cat "$work/drop.sql"; } | mysql_tool mariadb "$into"
  fi
}

case $engine in
  Sqlite) restore_sqlite ;;
  MySql) restore_mysql ;;
esac
