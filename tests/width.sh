#!/usr/bin/env bash
# Names each tracked line that is wider than 140 characters, as FILE:LINE, and fails if there is one. Code is read beside other code.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Characters are counted, not bytes, of which a Chinese one has three.
export LC_ALL=C.UTF-8

# Minified files are not ours to fold, nor is what a tool writes: the types of the API, and package-lock.json, which is of none of these
# kinds.
kinds=(cs cshtml js mjs ts css wxml wxss sh sql csproj props)
mapfile -d '' -t files < <(git ls-files -z -- .ci/run '*.props' "${kinds[@]/#/src/*.}" "${kinds[@]/#/tests/*.}" "${kinds[@]/#/deploy/*.}" \
  ':(exclude)*.min.*' ':(exclude)*/api/schema.d.ts')
# What git cannot list must not pass as a list without a wide line.
[ ${#files[@]} -gt 0 ] || { echo "git lists no files here." >&2; exit 1; }

wide=$(grep -aHnE '.{141}' -- "${files[@]}" | cut -d: -f1,2) || [ $? = 1 ]
[ -z "$wide" ] && exit
printf '%s\n' "$wide"
echo "$(wc -l <<<"$wide") lines are wider than 140 characters." >&2
exit 1
