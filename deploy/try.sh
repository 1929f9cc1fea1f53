#!/usr/bin/env bash
# Tries the service on this machine: builds it, starts it beside a stand-in for WeChat, and leaves nothing behind.
#   bash deploy/try.sh           fills it with a made-up society, says what to open and try, stops with Ctrl-C
#   bash deploy/try.sh --drive   starts, lets 500 phones rush for 100 pieces, says what happened; exit code 0 if all of it held
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. deploy/needs.sh

MEMBERS=2000 PHONES=500 CROWD=300
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
[ -n "$drive" ] || need has_ffmpeg ffmpeg
[ -n "$drive" ] || need has_fonts fonts-lxgw-wenkai fonts-babelstone-han
bin=.artifacts/bin
step "编译 / building"
for project in src/CsrmeWeChat src/WeChat.Sandbox deploy/Drive; do
  quietly dotnet build "$project" -c Release -v quiet --nologo
done
drive() { dotnet $bin/Drive/release/Drive.dll "$@"; }

read -r api_port wechat_port stage_port < <(drive ports 5080 5180 5280)
api=http://127.0.0.1:$api_port wechat=http://127.0.0.1:$wechat_port stage=http://127.0.0.1:$stage_port

# Keys of this run only: nothing sealed with them outlives it.
export HOME=$folder ASPNETCORE_ENVIRONMENT=Development Logging__LogLevel__Default=Warning \
  Data__Engine=Sqlite "Data__ConnectionString=Data Source=$folder/csrme.db" \
  Keys__Current=k1 "Keys__Ring__k1=$(head -c 32 /dev/urandom | base64 -w 0)" \
  WeChat__BaseUrl=$wechat "Notices__Webhook=$wechat/cgi-bin/webhook/send?key=sandbox-robot" Notices__WebhookKind=WeCom \
  WeChat__MiniProgram__AppId=wx0000000000000001 WeChat__MiniProgram__Secret=sandbox-secret-of-the-mini-program \
  WeChat__OfficialAccount__AppId=wx0000000000000002 WeChat__OfficialAccount__Secret=sandbox-secret-of-the-service-account
letters() { head -c 400 /dev/urandom | base64 -w 0 | tr -d '+/=' | cut -c "1-$1"; }
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

start_sandbox() { start sandbox "$wechat" / dotnet $bin/WeChat.Sandbox/release/WeChat.Sandbox.dll --urls "$wechat"; }
start_service() {
  start service "$api" /health/ready dotnet $bin/CsrmeWeChat/release/CsrmeWeChat.dll --urls "$api"
  service_pid=${pids[-1]}
}

# An undisturbed season, and a day of it: nothing else is in the database.
rush() {
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

  start_sandbox
  start_service
  benefit "\"kind\": \"counter\", \"title\": \"岩石薄片手机显微镜\", \"partner\": \"青年工作委员会\", \"stock\": 30,
    \"branches\": [\"青年工作委员会\", \"地下工程分会\"],
    \"opensAt\": \"$(at '+40 seconds')\", \"closesAt\": \"$(at '+10 days')\", \"useUntil\": \"$(at '+30 days')\""

  step "$PHONES 部手机登录、绑定、抢领 / $PHONES phones sign in, bind and rush"
  drive rush "$api" "$wechat" "$folder/roster.csv" $PHONES || { tail -n 40 "$folder/service.log" >&2; die "Not all of it held."; }
  echo "由明细重新核对计数（benefits list）"
  service benefits list || die "The counters differ from the rows."
}

if [ -n "$drive" ]; then
  rush
  exit 0
fi

# Both accounts push to the service, encrypted, and WeChat fetches from it what it is to check.
export "Site__Address=$api" "WeChat__MiniProgram__Token=$(letters 20)" "WeChat__MiniProgram__EncodingAesKey=$(letters 43)" \
  "WeChat__OfficialAccount__Token=$(letters 20)" "WeChat__OfficialAccount__EncodingAesKey=$(letters 43)"
step "启动微信沙箱，建库，生成一个虚构的学会 / starting WeChat's stand-in, making up a society"
start_sandbox
quietly service migrate
quietly service demo --service "$api"
cp "$folder/step.log" "$folder/demo.txt"
step "启动服务、小程序和 $CROWD 部手机 / starting the service, the mini program and $CROWD phones"
start_service
dotnet $bin/Drive/release/Drive.dll crowd "$api" "$wechat" $CROWD >"$folder/crowd.log" 2>&1 &
pids+=($!)

[ src/MiniProgram/node_modules/.restored -nt src/MiniProgram/package-lock.json ] || {
  quietly npm ci --prefix src/MiniProgram --no-audit --no-fund --ignore-scripts
  touch src/MiniProgram/node_modules/.restored
}
# The mini program in the browser: its folder as it ships, beside the phones of members who have not bound themselves yet.
sed -n 's/^person //p' "$folder/demo.txt" >"$folder/people.txt"
start stage "$stage" / node src/MiniProgram/stage/serve.mjs \
  --port "$stage_port" --api "$api" --wechat "$wechat" --people "$folder/people.txt"

account() { sed -n "s/^account $1 \\([^ ]*\\) \\(.*\\)/\\2  $1  \\1/p" "$folder/demo.txt"; }
code=$(sed -n 's/^code //p' "$folder/demo.txt")
read -r _ benefit opens title < <(sed -n '/^opening /p' "$folder/demo.txt")
cat <<END

  管理台 / staff console       $api/staff
  小程序 / mini program       $stage/     （每开一个标签页就是一部手机 / each tab is a phone）
  接口文档 / API reference     $api/reference     (OpenAPI: $api/openapi/v1.json)
  微信沙箱 / WeChat, by button $wechat/

  账号和密码 / accounts (password as it stands, no change asked for)
    $(account admin)
    $(account mishu)
    $(account shenhe)
    $(account hexiao)

  可以试试 / try
    1. 用 mishu 登录：工作台列出了要办的事，先核对 4 份绑定申请。 / what waits, four requests first
    2. $opens《$title》开抢，$CROWD 部手机会自己来：请提前打开 $api/staff/benefits/$benefit/live 。 / watch the rush
    3. 在微信沙箱点“关注”、发“530”，看公众号怎么回复；“让微信出错”后再发消息。 / follow, write, let WeChat fail
    4. 用 shenhe 登录审核人才故事；“青年论坛通知”有 3 条发送失败，可以重发。 / review a story, resend what failed
    5. 以 hexiao 登录（手机宽度更合手），核销福利码 $code，再撤销。 / redeem a code, and undo it
    6. 名册导入：撤销最近一次，再核对待办里的那份。演练须先关闭上面那项福利的领取。 / undo and compare; close that benefit to rehearse

  Ctrl-C 结束并清除一切 / stops and removes everything.

END
trap 'exit 0' INT TERM
wait "$service_pid" || true
tail -n 40 "$folder/service.log" >&2
die "The service ended by itself."
