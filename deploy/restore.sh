#!/usr/bin/env bash
# Puts a backup back, with the service stopped, or only checks that it could be.
#   restore.sh --check FILE   restores into a throwaway place and audits it there
#   restore.sh FILE           restores into the database of the settings; a SQLite file that is there is put aside, a MySQL database
#                             must be empty
# Exit code 0: whole and right. 3: whole (and restored), but what is in it is not right, or it is of another schema than the installed
# program. 1: damaged or refused, and nothing was changed (but a MySQL load that breaks off leaves tables behind).
# Settings are read from /etc/csrme-wechat/env (CSRME_ENV). The keys must be those of the time of the backup, or the phones in it stay
# sealed.
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
gunzip -t "$file" || die "$file is damaged."
work=$(mktemp -d)
filled=
finish() {
  [ -z "$filled" ] || empty "$filled" || warn "The database $filled could not be emptied again."
  rm -rf "$work"
}
trap finish EXIT
found=0

# doubt TEXT: the copy is whole, but somebody must look.
doubt() {
  found=$whole_but
  warn "$*"
}

# judge CONNECTION-STRING: the audit, and what its exit code means.
judge() {
  local code=0
  audit "$1" || code=$?
  case $code in
    0) ;;
    2) doubt "It has another schema than $program: run \`csrme-wechat migrate\` if the schema is older," \
      "install the newer release if it is newer." ;;
    3) doubt "In it, the counters of a benefit differ from its rows (账实不符, above)." ;;
    *) doubt "The audit itself failed with exit code $code." ;;
  esac
}

unmarked="It could not be marked as restored (restored.sql): what was sent since would be sent again. Do not start the service."

# marks: what must not simply go on in a restored database, as SQL (restored.sql), and the vouchers that the log tells of.
marks() {
  sed "s/@now/$(date -u '+%Y-%m-%d %H:%M:%S.000000')/" "$here/restored.sql"
  given_out | while read -r benefit serial; do
    printf 'UPDATE benefits SET restored_serial = %s WHERE id = %s AND issued < %s AND restored_at IS NOT NULL;\n' \
      "$serial" "$benefit" "$serial"
  done
}

# given_out: the last voucher of each benefit that the service's log tells of, as `BENEFIT SERIAL`. LOG names a file where it is not in the
# journal.
given_out() {
  { if [ -n "${LOG:-}" ]; then cat "$LOG"; else journalctl -u csrme-wechat -o cat --no-pager; fi 2>/dev/null || true; } \
    | sed -nE 's/.*Benefit ([0-9]+) has given out vouchers up to ([0-9]+).*/\1 \2/p' \
    | awk '{ if ($2 > last[$1]) last[$1] = $2 } END { for (benefit in last) print benefit, last[benefit] }'
}

restore_sqlite() {
  local owner aside part
  if ! gunzip -c "$file" >"$work/copy.db"; then
    # It was whole a moment ago: there is no room for it here.
    [ -n "$check" ] || die "$file could not be unpacked in ${TMPDIR:-/tmp}; nothing was changed."
    doubt "It could not be unpacked in ${TMPDIR:-/tmp}, and was not looked at."
    return
  fi
  [ "$(sqlite3 "$work/copy.db" 'PRAGMA integrity_check')" = ok ] || die "$file is damaged."
  [ -z "$(sqlite3 "$work/copy.db" 'PRAGMA foreign_key_check')" ] \
    || doubt "In it, rows point to rows that are not there (PRAGMA foreign_key_check)."
  if [ -n "$check" ]; then
    judge "Data Source=$work/copy.db"
    return
  fi
  marks >"$work/marks.sql"
  sqlite3 -bail "$work/copy.db" "BEGIN; $(cat "$work/marks.sql") COMMIT;" \
    || doubt "$unmarked"
  owner=$(stat -c %u:%g "$(dirname "$database")")
  [ ! -e "$database" ] || owner=$(stat -c %u:%g "$database")
  # The service holds this lock as long as it lives; held here, it cannot start in between.
  exec 9>>"$database.service"
  chown "$owner" "$database.service"
  flock -n 9 || die "The service is running: stop it first."
  # Copied beside it first: the renames are all or nothing, and a full disk changes nothing.
  cp "$work/copy.db" "$database.restoring" || {
    rm -f "$database.restoring"
    die "$database.restoring could not be written; nothing was changed."
  }
  chown "$owner" "$database.restoring"
  sync "$database.restoring"
  aside=$database.before-$(date -u +%Y%m%dT%H%M%SZ)
  for part in '' -wal -shm; do
    [ ! -e "$database$part" ] || { mv "$database$part" "$aside$part" && echo "What was there is now $aside$part"; }
  done
  mv "$database.restoring" "$database"
  echo "Restored: $database"
  judge "Data Source=$work/copy.db"
}

tables() { mysql_tool mariadb -N -e "SELECT $2 FROM information_schema.tables WHERE table_schema = '$1'"; }

# empty DATABASE: drops every table in it.
empty() {
  tables "$1" "CONCAT('DROP TABLE \`', table_name, '\`;')" >"$work/drop.sql" &&
    { echo 'SET FOREIGN_KEY_CHECKS = 0;'; cat "$work/drop.sql"; } | mysql_tool mariadb "$1"
}

restore_mysql() {
  local into=$database count
  [ "$(gunzip -c "$file" | tail -n 1 | cut -c1-17)" = '-- Dump completed' ] || die "$file ends early."
  if [ -n "$check" ]; then
    into=${CHECK_DATABASE:-}
    if [ -z "$into" ]; then
      echo "The dump is complete. (No CHECK_DATABASE: it was not loaded.)"
      return
    fi
    # Not the dump's fault: it is kept.
    if [ "$into" = "$database" ] || ! count=$(tables "$into" 'COUNT(*)') || [ "$count" != 0 ]; then
      doubt "The dump is complete, but was not loaded: CHECK_DATABASE=$into is not an empty database of its own."
      return
    fi
    filled=$into
  else
    count=$(tables "$into" 'COUNT(*)')
    [ "$count" = 0 ] || die "The database $into is not empty."
  fi
  gunzip -c "$file" | mysql_tool mariadb "$into" || die "$file could not be loaded into $into."
  if [ -z "$check" ]; then
    marks >"$work/marks.sql"
    mysql_tool mariadb "$into" <"$work/marks.sql" \
      || doubt "$unmarked"
    echo "Restored: $into"
  fi
  judge "$(sed -E "s/(database|initial catalog) *= *[^;]*/Database=$into/I" <<<"$Data__ConnectionString")"
}

[ -n "$check" ] || [ -f "$here/restored.sql" ] || die "$here/restored.sql is missing."
case $engine in
  Sqlite) restore_sqlite ;;
  MySql) restore_mysql ;;
esac
[ -n "$check" ] || echo "Messages, mass sends and vouchers wait until staff have looked: /staff/outgoing. All sessions were ended."
[ "$found" = 0 ] || [ -n "$check" ] || warn "It is restored; before the service starts, please look at what stands above."
exit "$found"
