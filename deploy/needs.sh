# Sourced by the scripts here and in tests/. What a machine lacks is installed if it can be (Debian, root), else named.

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# says PATTERN COMMAND...: whether the command ends well and a line of what it prints matches. The command is let finish first: in
# `COMMAND | grep -q` grep goes at its first match, and a command that had more to print is then killed by SIGPIPE, which pipefail
# makes a no of, on some tries and not on others. (`grep >/dev/null` goes at its first match too.)
says() {
  local pattern=$1 said
  shift
  said=$("$@") && grep -q -e "$pattern" <<<"$said"
}

need_dotnet() {
  command -v dotnet >/dev/null || die "The .NET SDK 10 is needed: https://dotnet.microsoft.com/download/dotnet/10.0"
  says '^10\.' dotnet --list-sdks || die "The .NET SDK 10 is needed; here is: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')"
}

libraries() { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; }

# Without ICU .NET stops at its start ("Couldn't find a valid ICU package"); names are compared in NFKC, which needs it.
has_icu() { says 'libicuuc\.so' libraries || [ -n "${DOTNET_ICU_VERSION_OVERRIDE:-}" ]; }

icu_package() { apt-cache search --names-only '^libicu[0-9]+$' | sort -V | tail -1 | cut -d' ' -f1; }

# Days, pages and reports go by Beijing time.
has_zones() { [ -e "${TZDIR:-/usr/share/zoneinfo}/Asia/Shanghai" ]; }

# need TEST PACKAGE...: installs the packages where the test says no. No service is started by it.
need() {
  local has=$1
  shift
  $has && return
  { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; } || die "Missing: $*. Please install it (as root on Debian: apt-get install $*)."
  if [ -z "${APT_IS_FRESH:-}" ]; then
    say "Installing what is missing: $*"
    apt-get update -qq >&2
    APT_IS_FRESH=1
  fi
  [ "$1" != libicu ] || set -- "$(icu_package)"
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
    made=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2 || {
    [ -z "$made" ] || rm -f $policy
    die "apt-get could not install: $*"
  }
  [ -z "$made" ] || rm -f $policy
  $has || die "$* was installed, but is still not found."
}

need_runtime() {
  need has_icu libicu
  need has_zones tzdata
}

# The console's browser libraries are restored at build. Debian's own Node.js may be too old, so it is named, not installed.
need_node() {
  local enough='const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
  { node -e "$enough" 2>/dev/null && command -v npm >/dev/null; } \
    || die "Node.js 20.19 or newer with npm is needed to build the console: https://nodejs.org/"
}

# Without it videos are received and wait.
has_ffmpeg() { command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null; }

# Without them no certificate is made.
has_fonts() {
  [ -e /usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf ] && [ -e /usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf ] \
    && [ -e /usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf ]
}

# answers URL PATH: whether it is answered with 200; by bash alone, since a fresh machine may have no curl. In a subshell, because a server
# that shuts the connection before it has read the question kills whoever still writes to it, and that must not be the script itself.
answers() (
  line=
  { exec 3<>"/dev/tcp/127.0.0.1/${1##*:}"; } 2>/dev/null || exit 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3
  read -r -t 5 line <&3 || true
  [[ $line == *' 200 '* ]]
) 2>/dev/null

# Builds leave no compiler or build node running behind them.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT
