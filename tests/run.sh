#!/usr/bin/env bash
# Runs every test on SQLite and again on MariaDB. Arguments go to `dotnet test`, such as: bash tests/run.sh --filter BenefitTests
# The last line says `N passed, N failed`, counted from the result files of all runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. deploy/needs.sh

has_mariadb() { command -v mariadbd >/dev/null && command -v mariadb-install-db >/dev/null && id -u mysql >/dev/null 2>&1; }
has_redis() { command -v redis-server >/dev/null; }
has_chromium() { [ -x /usr/bin/chromium ]; }
# Without a Chinese font the pictures of the console show boxes.
has_chinese() { fc-list :lang=zh-cn 2>/dev/null | grep -q .; }

need_dotnet
need_runtime
need_node
need has_mariadb mariadb-server
need has_redis redis-server
need has_chromium chromium
need has_chinese fonts-noto-cjk fontconfig

# The tests' databases live here, those of the mysql user too.
folder=$(mktemp -d "${TMPDIR:-/tmp}/csrme-tests-XXXXXX")
chmod 1777 "$folder"

# A test host that died leaves its database server behind: only those whose data lies in our folder are ended.
end_servers() {
  local process
  for process in /proc/[0-9]*; do
    if tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q "^[^ ]*mariadbd .*--datadir=$folder/"; then
      kill -KILL "${process#/proc/}" 2>/dev/null || true
    fi
  done
}
finish() {
  local code=$?
  trap - EXIT INT TERM
  end_servers
  rm -rf "$folder"
  exit $code
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

dotnet build CsrmeWeChat.sln -c Release -v quiet --nologo

# counter NAME FILE: an attribute of the result file's <Counters>.
counter() { sed -n "s/.*<Counters [^>]*\b$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -1; }

passed=0 failed=0
# run PROJECT ENGINE ARGUMENTS...
run() {
  local project=$1 engine=$2 code=0 file ok bad executed
  shift 2
  file=$folder/$(basename "$project" .csproj).$engine.trx
  echo
  echo "== $(basename "$project" .csproj) on $engine"
  TMPDIR=$folder TEST_ENGINE=$engine dotnet test "$project" -c Release --no-build --nologo \
    --logger "trx;LogFileName=$file" --logger "console;verbosity=minimal" "$@" || code=$?
  end_servers
  ok=$(counter passed "$file" 2>/dev/null) executed=$(counter executed "$file" 2>/dev/null)
  # Whatever ran and did not pass has failed: errors, time-outs and aborts too.
  bad=$((${executed:-0} - ${ok:-0}))
  if [ $code != 0 ] && [ $bad = 0 ] && ! { [ ${executed:-0} = 0 ] && [ $# -gt 0 ]; }; then
    say "The run ended with exit code $code, but no test says why: counted as one failure."
    bad=1
  fi
  if [ "${executed:-0}" = 0 ] && [ $# = 0 ]; then
    say "No test was executed: counted as a failure."
    bad=$((bad > 0 ? bad : 1))
  fi
  passed=$((passed + ${ok:-0})) failed=$((failed + bad)) of_engine=$((of_engine + ${executed:-0}))
}

projects=$(grep -l '<IsTestProject>true</IsTestProject>' tests/*/*.csproj)
for engine in Sqlite MySql; do
  of_engine=0
  for project in $projects; do
    run "$project" $engine "$@"
  done
  if [ $of_engine = 0 ] && [ $# -gt 0 ]; then
    say "Nothing that was asked for was executed on $engine: counted as a failure."
    failed=$((failed + 1))
  fi
done

echo
echo "$passed passed, $failed failed"
[ $failed = 0 ]
