#!/usr/bin/env bash
# Runs every test on SQLite and again on MariaDB, those of the browser on SQLite only. Arguments go to `dotnet test`, such as:
#   bash tests/run.sh --filter BenefitTests
# The last line says `N passed, N failed`, counted from the result files of all runs; before it stands what took how long.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. deploy/needs.sh
. tests/functions.sh

need_dotnet
need_runtime
need_node
need has_mariadb mariadb-server
need has_redis redis-server
need has_radosgw ceph-mon ceph-osd radosgw ceph-common
need has_heif libheif-examples
need has_ffmpeg ffmpeg
need has_fonts fonts-lxgw-wenkai fonts-babelstone-han
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

# The runtime would watch which way the code goes, to compile it better a second time. Processes that live for seconds never earn that back:
# without it the same tests take a sixth less of the processor (measured).
export DOTNET_TieredPGO=0
# As in deploy/csrme-wechat.service: what a process takes must not hang on the size of this processor's cache.
export DOTNET_GCgen0size=0x2000000

passed=0 failed=0 times=()
# run PROJECT ENGINE ARGUMENTS...
run() {
  local project=$1 engine=$2 name code=0 began=$SECONDS file ok bad executed
  shift 2
  name=$(basename "$project" .csproj)
  file=$folder/$name.$engine.trx
  echo
  echo "== $name on $engine"
  TMPDIR=$folder TEST_ENGINE=$engine dotnet test "$project" -c Release --no-build --nologo \
    --logger "trx;LogFileName=$file" --logger "console;verbosity=minimal" "$@" || code=$?
  end_servers "$folder"
  times+=("$(printf '%5d s  %s on %s' $((SECONDS - began)) "$name" "$engine")")
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
  [[ $project != $pages ]] || of_pages=$((of_pages + ${executed:-0}))
}

projects=$(grep -l '<IsTestProject>true</IsTestProject>' tests/*/*.csproj)
# The browser's tests run on one engine: what depends on the engine (SQL, locks, collations) does not stand in a page. The pages' handlers
# run over both in the other tests, and a browser costs too much time to be shown the same page twice.
pages='*.Browser.Tests.csproj' of_pages=0 only_pages=
for engine in Sqlite MySql; do
  of_engine=0
  for project in $projects; do
    if [ $engine = Sqlite ] || [[ $project != $pages ]]; then
      run "$project" $engine "$@"
    fi
  done
  if [ $of_engine = 0 ] && [ $# -gt 0 ] && [ -z "$only_pages" ]; then
    say "Nothing that was asked for was executed on $engine: counted as a failure."
    failed=$((failed + 1))
  fi
  # Where nothing but pages was asked for, there is nothing to be executed on the next engine.
  [ $of_engine = 0 ] || [ $of_engine != $of_pages ] || only_pages=1
done

echo
echo "== Time by project"
printf '%s\n' "${times[@]}"
echo
echo "== The ten slowest tests"
# The count below is said even if this table cannot be made.
slowest 10 "$folder" || say "The times of the tests could not be read."
echo
echo "$passed passed, $failed failed"
[ $failed = 0 ]
