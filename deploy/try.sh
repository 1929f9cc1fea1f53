#!/usr/bin/env bash
# Tries the service on this machine: builds it, starts it beside a stand-in for WeChat with a made-up season, and leaves nothing behind.
#   bash deploy/try.sh           starts, says what to open, stops with Ctrl-C
#   bash deploy/try.sh --drive   starts, lets 500 phones rush for 100 pieces, says what happened; exit code 0 if all of it held
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. deploy/needs.sh

MEMBERS=2000 PHONES=500
drive=
case "${1:-}" in
  '') ;;
  --drive) drive=1 ;;
  *) die "Usage: bash deploy/try.sh [--drive]" ;;
esac

folder=$(mktemp -d "${TMPDIR:-/tmp}/csrme-try-XXXXXX")
pids=()
finish() {
  local code=$? pid
  trap - EXIT INT TERM
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
  exit $code
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

step() { printf '· %s\n' "$*"; }
quietly() { "$@" >"$folder/step.log" 2>&1 || { cat "$folder/step.log" >&2; die "Failed: $1 ${2:-} ${3:-}"; }; }

need_dotnet
need_runtime
need_node
bin=.artifacts/bin
step "编译 / building"
for project in src/CsrmeWeChat src/WeChat.Sandbox deploy/Drive; do
  quietly dotnet build "$project" -c Release -v quiet --nologo
done
drive() { dotnet $bin/Drive/release/Drive.dll "$@"; }

read -r api_port wechat_port < <(drive ports 5080 5180)
api=http://127.0.0.1:$api_port wechat=http://127.0.0.1:$wechat_port

# Keys of this run only: nothing sealed with them outlives it.
export HOME=$folder ASPNETCORE_ENVIRONMENT=Development Logging__LogLevel__Default=Warning \
  Data__Engine=Sqlite "Data__ConnectionString=Data Source=$folder/csrme.db" \
  Keys__Current=k1 "Keys__Ring__k1=$(head -c 32 /dev/urandom | base64 -w 0)" \
  WeChat__BaseUrl=$wechat \
  WeChat__MiniProgram__AppId=wx0000000000000001 WeChat__MiniProgram__Secret=sandbox-secret-of-the-mini-program \
  WeChat__OfficialAccount__AppId=wx0000000000000002 WeChat__OfficialAccount__Secret=sandbox-secret-of-the-service-account
service() { dotnet $bin/CsrmeWeChat/release/CsrmeWeChat.dll "$@"; }

# start NAME URL READY-PATH COMMAND...: in the background, until it answers.
start() {
  local name=$1 url=$2 path=$3 pid
  shift 3
  "$@" >"$folder/$name.log" 2>&1 &
  pid=$!
  pids+=("$pid")
  for _ in $(seq 300); do
    answers "$url" "$path" && return
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
  cat "$folder/$name.log" >&2
  die "The $name did not start."
}

at() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }

# benefit FIELDS: adds a benefit of this season and publishes it; leaves its id in $id.
benefit() {
  printf '{ "season": %s, "summary": "", "usageNote": "", %s }\n' "$year" "$1" >"$folder/benefit.json"
  quietly service benefits add "$folder/benefit.json" --publish
  id=$(sed -n 's/^福利 \([0-9]*\).*/\1/p' "$folder/step.log")
}

step "建库，导入 $MEMBERS 人的名册 / migrating, importing a roster of $MEMBERS"
quietly service migrate
staff=$(drive roster "$folder/roster.csv" $MEMBERS)
quietly service roster import "$folder/roster.csv" --apply
tail -n 3 "$folder/step.log"
for number in $staff; do
  quietly service members grant "$number" redeem
done

step "建立年度与三项福利 / making a season with three benefits"
year=$(TZ=Asia/Shanghai date +%Y)
quietly service seasons add "$year" --theme 创新争先、自立自强
benefit "\"kind\": \"counter\", \"title\": \"岩石力学科普图书套装\", \"partner\": \"学会秘书处\", \"stock\": 100, \"duesRequired\": true,
  \"opensAt\": \"$(at '-1 hour')\", \"closesAt\": \"$(at '+10 days')\", \"useUntil\": \"$(at '+30 days')\""
benefit "\"kind\": \"voucher\", \"title\": \"学术期刊在线阅读年卡\", \"partner\": \"期刊编辑部\", \"levels\": [\"高级会员\"],
  \"opensAt\": \"$(at '-1 hour')\", \"closesAt\": \"$(at '+10 days')\", \"useUntil\": \"$(at '+1 year')\""
for code in $(seq 1001 1050); do echo "READ-$code-$RANDOM"; done >"$folder/vouchers.txt"
quietly service benefits vouchers "$id" "$folder/vouchers.txt"

quietly service staff add admin --name 管理员
first_password=$(sed -n '/^admin /{s///p;q}' "$folder/step.log")

step "启动微信沙箱和服务 / starting WeChat's stand-in and the service"
start sandbox "$wechat" / dotnet $bin/WeChat.Sandbox/release/WeChat.Sandbox.dll --urls "$wechat"
start service "$api" /health/ready dotnet $bin/CsrmeWeChat/release/CsrmeWeChat.dll --urls "$api"
service_pid=${pids[1]}
benefit "\"kind\": \"counter\", \"title\": \"岩石薄片手机显微镜\", \"partner\": \"青年工作委员会\", \"stock\": 30, \"branches\": [\"青年工作委员会\", \"地下工程分会\"],
  \"opensAt\": \"$(at '+40 seconds')\", \"closesAt\": \"$(at '+10 days')\", \"useUntil\": \"$(at '+30 days')\""

if [ -n "$drive" ]; then
  step "$PHONES 部手机登录、绑定、抢领 / $PHONES phones sign in, bind and rush"
  drive rush "$api" "$wechat" "$folder/roster.csv" $PHONES || { tail -n 40 "$folder/service.log" >&2; die "Not all of it held."; }
  echo "由明细重新核对计数（benefits list）"
  service benefits list || die "The counters differ from the rows."
  exit 0
fi

sample=$(sed -n 2p "$folder/roster.csv")
cat <<END

  管理台 / staff console     $api/staff        (账号 admin，初始密码 $first_password)
  接口文档 / API reference   $api/reference     (OpenAPI: $api/openapi/v1.json)
  微信沙箱 / what WeChat saw $wechat/
  名册 / roster              $folder/roster.csv    (第一位: $(cut -d, -f2,3 <<<"$sample" | tr , ' '))

  一部手机 / one phone, with curl and jq:

    openid=\$(curl -s $wechat/sandbox/users --json '{"phones":["$(cut -d, -f3 <<<"$sample")"]}' \\
      | jq -r '.users[0].openIds.wx0000000000000001')
    login=\$(curl -s $wechat/sandbox/login-codes --json '{"openIds":["'\$openid'"]}' | jq -r '.codes[0]')
    token=\$(curl -s $api/api/sessions --json '{"code":"'\$login'"}' | jq -r .token)
    phone=\$(curl -s $wechat/sandbox/phone-codes --json '{"openIds":["'\$openid'"]}' | jq -r '.codes[0]')
    curl -s $api/api/me/binding -H "Authorization: Bearer \$token" --json '{"phoneCode":"'\$phone'","name":"$(cut -d, -f2 <<<"$sample")"}'
    curl -s $api/api/benefits -H "Authorization: Bearer \$token" | jq
    curl -s -X POST $api/api/benefits/1/claim -H "Authorization: Bearer \$token" | jq

  Ctrl-C 结束并清除一切 / stops and removes everything.

END
trap 'exit 0' INT TERM
wait "$service_pid" || true
tail -n 40 "$folder/service.log" >&2
die "The service ended by itself."
