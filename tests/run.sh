#!/usr/bin/env bash
# Runs every test on SQLite and again on MariaDB. Arguments go to `dotnet test`, such as: bash tests/run.sh --filter BenefitTests
# The last line says `N passed, N failed`, counted from the result files of all runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. deploy/needs.sh
. tests/functions.sh

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

finish() {
  local code=$?
  trap - EXIT INT TERM
  end_servers "$folder"
  rm -rf "$folder"
  exit $code
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

dotnet build CsrmeWeChat.sln -c Release -v quiet --nologo

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
  end_servers "$folder"
  # A run that broke off leaves no result file, which is said below.
  ok=$(counter passed "$file" 2>/dev/null) || ok=
  executed=$(counter executed "$file" 2>/dev/null) || executed=
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
