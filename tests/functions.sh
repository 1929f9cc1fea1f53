# Sourced by run.sh after deploy/needs.sh. Apart from run.sh so that ScriptTests can run each of them by itself.

has_mariadb() { command -v mariadbd >/dev/null && command -v mariadb-install-db >/dev/null && id -u mysql >/dev/null 2>&1; }
has_redis() { command -v redis-server >/dev/null; }
has_chromium() { [ -x /usr/bin/chromium ]; }
# Without a Chinese font the pictures of the console show boxes.
has_chinese() { says . fc-list :lang=zh-cn 2>/dev/null; }

# is_server FOLDER PROCESS: whether /proc/N is a database server whose data lies in the folder. A process may end while it is looked at.
is_server() {
  local words=() IFS=' '
  mapfile -d '' -t words 2>/dev/null <"$2/cmdline" || return
  [[ ${words[0]:-} == *mariadbd && "${words[*]}" == *" --datadir=$1/"* ]]
}

# end_servers FOLDER: a test host that died leaves its database server behind: only those whose data lies in the folder are ended.
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
