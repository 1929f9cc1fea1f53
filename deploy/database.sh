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

# part NAME|NAME: that part of the connection string; the first, if it stands there twice. No pipe to `head`, which goes after the first
# line: what still writes into it is killed by SIGPIPE, and under pipefail so is the script.
part() { sed -nE "/^ *($1) *= *(.*[^ ]) *$/I{s//\2/p;q}" <<<"${Data__ConnectionString//;/$'\n'}"; }

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
    "$(part 'server|host|data source')" "$(part port || true)" "$(part 'user id|userid|user|username|uid')" \
    "$(part 'password|pwd')" | sed '/^port=$/d') "$@"
}

# as_owner COMMAND...: as the SQLite file's owner: a -wal or -shm file made by root would shut the service out.
as_owner() {
  local owner group
  owner=$(stat -c %u "$database") group=$(stat -c %g "$database")
  if [ "$(id -u)" = 0 ] && [ "$owner" != 0 ]; then
    setpriv --reuid="$owner" --regid="$group" --clear-groups "$@"
  else
    "$@"
  fi
}

# as_service COMMAND...: so too with SQLite; with MySQL no file is touched.
as_service() {
  if [ $engine = Sqlite ]; then as_owner "$@"; else "$@"; fi
}

# schema: the version of the database's schema, 0 where there is none yet.
schema() {
  local versions='SELECT COALESCE(MAX(version + 0), 0) FROM schema_versions WHERE success = 1 AND type = 0'
  local tables known="SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_versions'"
  case $engine in
    Sqlite)
      if [ ! -s "$database" ] || [ "$(as_owner sqlite3 "$database" '.timeout 10000' "$known")" = 0 ]; then
        echo 0
      else
        as_owner sqlite3 "$database" '.timeout 10000' "$versions"
      fi
      ;;
    MySql)
      tables=$(mysql_tool mariadb -N -e "SELECT COUNT(*) FROM information_schema.tables
        WHERE table_schema = '$database' AND table_name = 'schema_versions'") || return
      if [ "$tables" = 0 ]; then
        echo 0
      else
        mysql_tool mariadb -N -e "$versions" "$database"
      fi
      ;;
  esac
}

# audit CONNECTION-STRING: the service's own command counts every benefit anew in that database, and refuses another schema than its own.
# What it finds wrong was wrong when the copy was made: no reason to throw the copy away.
audit() {
  if [ -f "$program" ]; then
    Data__ConnectionString=$1 Logging__LogLevel__Default=Warning dotnet "$program" benefits list
  else
    echo "($program is not here: the counters were not held against the rows.)"
  fi
}

# The exit code of a copy that is whole while what is in it is not right, or was not looked at.
whole_but=3
warn() { printf '\n!!! %s\n\n' "$*" >&2; }
