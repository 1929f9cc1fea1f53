#!/usr/bin/env bash
# Backs up the database while the service runs, and checks the copy. Exit code 0: kept and right. 3: kept, but what is in it is not right
# (then older ones are not removed either). 1: nothing kept.
#   backup.sh FOLDER          writes FOLDER/csrme-TIME.db.gz (SQLite) or .sql.gz (MySQL, MariaDB); keeps the newest 30 (KEEP=n),
#                             and copies the files to FOLDER/media, uploads and private; to restore them, copy them back to Media__Folder,
#                             Uploads__Folder and Storage__Folder. What lies in a bucket (Storage__S3) is not copied
#   backup.sh --keys FOLDER   writes FOLDER/csrme-keys-TIME.env: keep it elsewhere than the backups, the two together open everything
# What came of it is left in the database too (`csrme-wechat backup done`), so that the console tells of backups that are missing or fail.
# BACKUP_SECONDS=n: how long the copy of a SQLite file may take (1800).
# Settings are read from /etc/csrme-wechat/env (CSRME_ENV).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/database.sh"

now=$(date -u +%Y%m%dT%H%M%SZ)
if [ "${1:-}" = --keys ]; then
  folder=${2:?"Usage: backup.sh --keys FOLDER"}
  grep -E '^Keys__' "$settings" >"$folder/csrme-keys-$now.env"
  echo "$folder/csrme-keys-$now.env"
  exit 0
fi
folder=${1:?"Usage: backup.sh [--keys] FOLDER"}
mkdir -p "$folder"
work=$(mktemp -d "$folder/.backup-XXXXXX")
beside=

# tell RESULT: for the console. A machine without the service's program, or whose database does not answer, has nobody to tell.
tell() {
  if [ -f "$program" ] && { [ $engine != Sqlite ] || [ -s "$database" ]; }; then
    Logging__LogLevel__Default=Warning HOME=${HOME:-/} as_service dotnet "$program" backup "$1" >/dev/null \
      || warn "The console was not told that this backup is: $1."
  fi
}

finish() {
  local code=$?
  rm -rf "$work" ${beside:+"$beside" "$beside-journal"}
  case $code in
    0) tell done ;;
    "$whole_but") tell doubtful ;;
    *) tell failed ;;
  esac
  exit $code
}
trap finish EXIT

case $engine in
  Sqlite)
    [ -s "$database" ] || die "There is no database at $database."
    # One read transaction: what is committed while it runs is not in it, and nobody waits for it. (.backup begins anew at each commit of
    # somebody else, and never ends beside one who commits every 50 ms.)
    beside=$(dirname "$database")/.backup-$now
    as_owner timeout "${BACKUP_SECONDS:-1800}" sqlite3 -cmd ".timeout 10000" "$database" "VACUUM INTO '${beside//\'/\'\'}'" \
      || die "The copy was not made within ${BACKUP_SECONDS:-1800} s (BACKUP_SECONDS), or there is no room for it beside the database."
    mv "$beside" "$work/copy"
    sqlite3 "$work/copy" 'PRAGMA journal_mode = WAL' >/dev/null
    backup=csrme-$now.db.gz
    gzip <"$work/copy" >"$work/$backup"
    ;;
  MySql)
    backup=csrme-$now.sql.gz
    mysql_tool mariadb-dump --single-transaction --quick --hex-blob --no-tablespaces --skip-add-locks "$database" | gzip >"$work/$backup"
    ;;
esac
rm -f "$work/copy"
found=0
TMPDIR=$work bash "$here/restore.sh" --check "$work/$backup" || found=$?
case $found in
  0 | "$whole_but") ;;
  *) die "The copy is damaged or could not be restored, and was not kept. Those of the nights before stay." ;;
esac
sync "$work/$backup"
mv "$work/$backup" "$folder/$backup"
ls -lh "$folder/$backup" | awk '{ print $5, $9 }'
# copy_files NAME FOLDER: adds what the copy lacks or has older. What is gone from the folder, because it was deleted or by mistake, is put
# aside to FOLDER/gone/TIME, and deleted there after 30 days. Files may go while they are copied, so a second try counts.
copy_files() {
  local name=$1 from=$2 file
  [ -n "$from" ] || [ $engine != Sqlite ] || from=$(dirname "$database")/$name
  if [ -z "$from" ] || [ ! -d "$from" ]; then
    return 0
  fi
  mkdir -p "$folder/$name"
  cp -a -u "$from/." "$folder/$name/" 2>/dev/null || cp -a -u "$from/." "$folder/$name/" || warn "Not all of $from could be copied."
  [ "$name" != media ] || return 0
  (cd "$folder/$name" && find . -type f -print0) | while IFS= read -r -d '' file; do
    if [ ! -e "$from/$file" ]; then
      mkdir -p "$folder/gone/$now/$name/$(dirname "$file")"
      mv "$folder/$name/$file" "$folder/gone/$now/$name/$file"
    fi
  done
}
# Pictures are named by what is in them and never change: those that the copy lacks are added, and none is ever removed from it.
copy_files media "${Media__Folder:-}"
copy_files uploads "${Uploads__Folder:-}"
copy_files private "${Storage__Folder:-}"
[ ! -d "$folder/gone" ] || find "$folder/gone" -mindepth 1 -maxdepth 1 -type d -mtime +30 -exec rm -rf {} +
if [ "$found" != 0 ]; then
  warn "$folder/$backup is whole and was kept, but its check found what stands above." \
    "Please look at the database. No older backup is removed meanwhile."
  exit "$found"
fi
ls -t "$folder"/csrme-[0-9]*.gz | tail -n +$((${KEEP:-30} + 1)) | xargs -r rm --
