# Sourced by backup.sh and restore.sh: the settings of the installed service, and its database.
settings=${CSRME_ENV:-/etc/csrme-wechat/env}
program=${CSRME_PROGRAM:-/opt/csrme-wechat/current/CsrmeWeChat.dll}
umask 077

die() { printf '%s\n' "$*" >&2; exit 1; }
[ -r "$settings" ] || die "Cannot read $settings; run as root, or name another in CSRME_ENV."
set -a
. "$settings"
set +a
engine=${Data__Engine:-Sqlite}

# part NAME|NAME: that part of the connection string.
part() { tr ';' '\n' <<<"$Data__ConnectionString" | sed -nE "s/^ *($1) *= *(.*[^ ]) *$/\2/Ip" | head -n 1; }

case $engine in
  Sqlite)
    database=$(part 'data source|datasource|filename')
    [[ $database == /* ]] || die "Data__ConnectionString should name the database by its full path."
    command -v sqlite3 >/dev/null || die "Missing: sqlite3. Please install it (Debian: apt-get install sqlite3)."
    ;;
  MySql)
    database=$(part 'database|initial catalog')
    command -v mariadb-dump >/dev/null || die "Missing: mariadb-dump. Please install it (Debian: apt-get install mariadb-client)."
    ;;
  *) die "Data__Engine is neither Sqlite nor MySql." ;;
esac

# mysql_tool NAME ARGUMENTS...: a client program with the service's account. The password goes by a file, not by the command line.
mysql_tool() {
  local name=$1
  shift
  "$name" --defaults-extra-file=<(printf '[client]\nhost="%s"\nport=%s\nuser="%s"\npassword="%s"\ndefault-character-set=utf8mb4\n' \
    "$(part 'server|host|data source')" "$(part port || true)" "$(part 'user id|userid|user|username|uid')" "$(part 'password|pwd')" | sed '/^port=$/d') "$@"
}

# audit CONNECTION-STRING: the service's own command counts every benefit anew in that database, and refuses another schema than its own.
audit() {
  if [ -f "$program" ]; then
    Data__ConnectionString=$1 Logging__LogLevel__Default=Warning dotnet "$program" benefits list
  else
    echo "($program is not here: the counters were not held against the rows.)"
  fi
}

# sound FILE: whether a SQLite file is whole.
sound() {
  [ "$(sqlite3 "$1" 'PRAGMA integrity_check')" = ok ] || die "$1 is damaged."
  [ -z "$(sqlite3 "$1" 'PRAGMA foreign_key_check')" ] || die "$1 has rows that point nowhere."
}
