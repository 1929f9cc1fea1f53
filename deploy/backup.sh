#!/usr/bin/env bash
# Backs up the database while the service runs, and checks the copy.
#   backup.sh FOLDER          writes FOLDER/csrme-TIME.db.gz (SQLite) or .sql.gz (MySQL, MariaDB); keeps the newest 30 (KEEP=n)
#   backup.sh --keys FOLDER   writes FOLDER/csrme-keys-TIME.env: keep it elsewhere than the backups, the two together open everything
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
trap 'rm -rf "$work"' EXIT

case $engine in
  Sqlite)
    # As the file's owner: a -wal or -shm file made by root would shut the service out.
    owner=$(stat -c %u "$database") group=$(stat -c %g "$database")
    as_owner=()
    if [ "$(id -u)" = 0 ] && [ "$owner" != 0 ]; then
      as_owner=(setpriv --reuid="$owner" --regid="$group" --clear-groups)
    fi
    # One read transaction: what is committed while it runs is not in it, and nobody waits for it.
    "${as_owner[@]}" sqlite3 "$database" ".timeout 10000" ".backup $(dirname "$database")/.backup-$now"
    mv "$(dirname "$database")/.backup-$now" "$work/copy"
    backup=csrme-$now.db.gz
    gzip <"$work/copy" >"$work/$backup"
    ;;
  MySql)
    backup=csrme-$now.sql.gz
    mysql_tool mariadb-dump --single-transaction --quick --hex-blob --no-tablespaces --skip-add-locks "$database" | gzip >"$work/$backup"
    ;;
esac
rm -f "$work/copy"
"$here/restore.sh" --check "$work/$backup"
sync "$work/$backup"
mv "$work/$backup" "$folder/$backup"
ls -t "$folder"/csrme-[0-9]*.gz | tail -n +$((${KEEP:-30} + 1)) | xargs -r rm --
ls -lh "$folder/$backup" | awk '{ print $5, $9 }'
