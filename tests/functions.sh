# Sourced by run.sh after deploy/needs.sh. Apart from run.sh so that ScriptTests can run each of them by itself.

has_mariadb() { command -v mariadbd >/dev/null && command -v mariadb-install-db >/dev/null && id -u mysql >/dev/null 2>&1; }
has_redis() { command -v redis-server >/dev/null; }
has_radosgw() {
  local program
  for program in ceph-mon ceph-osd radosgw radosgw-admin ceph monmaptool; do command -v $program >/dev/null || return; done
}
has_heif() { command -v heif-enc >/dev/null && command -v heif-convert >/dev/null; }
has_chromium() { [ -x /usr/bin/chromium ]; }
# Without a Chinese font the pictures of the console show boxes.
has_chinese() { says . fc-list :lang=zh-cn 2>/dev/null; }

# is_server FOLDER PROCESS: whether /proc/N is a server of the tests whose data lies in the folder, MariaDB or one of Ceph's. A process may
# end while it is looked at.
is_server() {
  local words=() IFS=' '
  mapfile -d '' -t words 2>/dev/null <"$2/cmdline" || return
  case ${words[0]:-} in
    *mariadbd) [[ "${words[*]}" == *" --datadir=$1/"* ]] ;;
    *ceph-mon | *ceph-osd | *radosgw) [[ "${words[*]}" == *" -c $1/"* ]] ;;
    *) false ;;
  esac
}

# end_servers FOLDER: a test host that died leaves its servers behind: only those whose data lies in the folder are ended.
end_servers() {
  local process
  for process in /proc/[0-9]*; do
    if is_server "$1" "$process"; then
      kill -KILL "${process#/proc/}" 2>/dev/null || true
    fi
  done
}

# counter NAME FILE: an attribute of the result file's <Counters>.
counter() { sed -n "/.*<Counters [^>]*\b$1=\"\([0-9]*\)\".*/{s//\1/p;q}" "$2"; }

# durations FILE: the tests of a result file, one a line: seconds, the engine (the file's name ends in it), the test's name.
durations() {
  local engine=${1%.trx}
  sed -nE 's/.*<UnitTestResult [^>]*\btestName="([^"]*)"[^>]*\bduration="([^"]*)".*/\2 \1/p' "$1" \
    | sed -E 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&#x[0-9A-F]+;/ /g; s/&amp;/\&/g' \
    | LC_ALL=C awk -v engine="${engine##*.}" '{
        split($1, part, ":")
        printf "%8.2f s  %-6s  %s\n", (part[1] * 60 + part[2]) * 60 + part[3], engine, substr($0, length($1) + 2)
      }'
}

# slowest COUNT FOLDER: of all result files in the folder. The last awk reads to the end, as `head` would not.
slowest() {
  local file
  for file in "$2"/*.trx; do
    [ ! -e "$file" ] || durations "$file"
  done | LC_ALL=C sort -rn | awk -v count="$1" 'NR <= count'
}
