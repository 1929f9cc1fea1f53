#!/usr/bin/env bash
# Installs the service on this machine, or a newer build of it: publishes to /opt/csrme-wechat, with a system user, settings in
# /etc/csrme-wechat/env, a systemd unit and the command `csrme-wechat`. A database that is there is first backed up to
# /var/backups/csrme-wechat. Run as root from a clone. Needs the .NET SDK 10 and Node.js 20.19.
#   bash deploy/install.sh              the first time it stops before starting: fill in the settings first
#   bash deploy/install.sh --root DIR   puts all files under DIR and touches nothing else, for packaging or a look
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. deploy/needs.sh

root=
case "${1:-}" in
  '') ;;
  --root) root=${2:?"Usage: install.sh [--root DIR]"}; mkdir -p "$root"; root=$(cd "$root" && pwd) ;;
  *) die "Usage: bash deploy/install.sh [--root DIR]" ;;
esac
[ "$(id -u)" = 0 ] || die "Run as root."
need_dotnet
need_runtime
need_node

release=$root/opt/csrme-wechat/releases/$(date -u +%Y%m%dT%H%M%SZ)
# Compiled ahead for this kind of machine: it starts in about half the time.
dotnet publish src/CsrmeWeChat -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -v quiet --nologo -o "$release"
chmod -R u=rwX,go=rX "$root/opt/csrme-wechat"

env=$root/etc/csrme-wechat/env
new=
if [ ! -e "$env" ]; then
  new=1
  install -D -m 0600 deploy/env.example "$env"
  chmod 0755 "$(dirname "$env")"
  sed -i "s|^Keys__Ring__k1=.*|Keys__Ring__k1='$(head -c 32 /dev/urandom | base64 -w 0)'|" "$env"
fi
install -D -m 0644 deploy/csrme-wechat.service "$root/etc/systemd/system/csrme-wechat.service"
mkdir -p "$root/usr/local/sbin"
cat >"$root/usr/local/sbin/csrme-wechat" <<'END'
#!/bin/bash
# The service's commands, as its user and with its settings: csrme-wechat benefits list
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "Run as root." >&2; exit 1; }
files=/var/lib/csrme-wechat/files
as_service() { setpriv --reuid=csrme-wechat --regid=csrme-wechat --init-groups --no-new-privs "$@"; }

# That user reads and writes the files a command names, and has no way into /root.
case "${1:-} ${2:-}" in
  'roster import' | 'benefits add' | 'benefits vouchers')
    for file in "${@:3}"; do
      if [ -f "$file" ] && ! as_service test -r "$(realpath -s -- "$file")"; then
        echo "服务账号 csrme-wechat 读不到 $file。请先复制一份，再用那一份，用后删除：" >&2
        echo "  install -m 0640 -g csrme-wechat '$file' $files/" >&2
        echo "  csrme-wechat $1 $2 … '$files/$(basename "$file")'" >&2
        exit 1
      fi
    done
    ;;
  'roster refused' | 'benefits code')
    for file in "${@:4}"; do
      case $file in -* | *://*) continue ;; esac
      path=$(realpath -s -- "$file")
      if ! { [ -e "$path" ] && as_service test -w "$path"; } \
        && ! { [ ! -e "$path" ] && as_service test -w "$(dirname "$path")" -a -x "$(dirname "$path")"; }; then
        echo "服务账号 csrme-wechat 不能写 $file。请写到 $files/ 下。" >&2
        exit 1
      fi
    done
    ;;
esac

set -a
. /etc/csrme-wechat/env
set +a
export HOME=/var/lib/csrme-wechat Logging__LogLevel__Default=${COMMAND_LOG:-Warning}
umask 077
exec setpriv --reuid=csrme-wechat --regid=csrme-wechat --init-groups --no-new-privs dotnet /opt/csrme-wechat/current/CsrmeWeChat.dll "$@"
END
chmod 0755 "$root/usr/local/sbin/csrme-wechat"

current=$root/opt/csrme-wechat/current
before=$(readlink "$current" 2>/dev/null || true)
# The link changes in one step; the release before stays, to go back to.
switch() { ln -sfn "${1#"$root"}" "$current.new" && mv -T "$current.new" "$current"; }
if [ -n "$root" ]; then
  switch "$release"
  say "All files stand under $root."
  exit 0
fi

id -u csrme-wechat >/dev/null 2>&1 \
  || useradd --system --user-group --home-dir /var/lib/csrme-wechat --no-create-home --shell /usr/sbin/nologin csrme-wechat
install -d -o csrme-wechat -g csrme-wechat -m 0750 /var/lib/csrme-wechat /var/lib/csrme-wechat/files
systemctl daemon-reload
if [ -n "$new" ]; then
  switch "$release"
  cat <<'END'
Installed. Now:
  1. fill in /etc/csrme-wechat/env (WeChat's accounts; MySQL if wanted), and keep a copy of its Keys__ lines apart
  2. csrme-wechat migrate
  3. csrme-wechat staff add NAME              the first administrator of the console; prints the first password
  4. systemctl enable --now csrme-wechat
  5. put nginx in front: deploy/nginx.conf
  6. apt-get install ffmpeg                   for short videos; without it they are received and wait
  7. apt-get install fonts-lxgw-wenkai fonts-babelstone-han    for certificates; without them none is made
END
  exit 0
fi

# The schema before, and a backup of it, while the release before is the one that audits it.
if (. "$env" && [ "${Data__Engine:-Sqlite}" = MySql ]); then
  has_client() { command -v mariadb-dump >/dev/null; }
  need has_client mariadb-client
else
  has_client() { command -v sqlite3 >/dev/null; }
  need has_client sqlite3
fi
schema() { (. deploy/database.sh && schema); }
schema_before=$(schema) || die "The database does not answer; the release before is still the installed one."
backup=
if [ "$schema_before" != 0 ]; then
  code=0
  said=$(bash deploy/backup.sh /var/backups/csrme-wechat) || code=$?
  say "$said"
  case $code in
    0 | 3) ;;
    *) die "Without a backup nothing is migrated; the release before is still the installed one." ;;
  esac
  backup=${said##* }
fi
switch "$release"

# way_back: how to return to the release before, which refuses a schema newer than its own.
way_back() {
  local schema_now link="ln -sfn $before $current"
  [ -n "$before" ] || return 0
  schema_now=$(schema) || schema_now=unknown
  if [ "$schema_now" = "$schema_before" ]; then
    say "To go back: $link && systemctl restart csrme-wechat"
  else
    say "The schema went from version $schema_before to $schema_now, which the release before refuses." \
      "To go back, losing what was done since the backup:"
    [ "$schema_before" != 0 ] || { say "  $link, and begin with an empty database"; return; }
    say "  systemctl stop csrme-wechat"
    (. deploy/database.sh && [ "$engine" = Sqlite ]) || say "  (empty the database)"
    say "  $link"
    say "  bash $PWD/deploy/restore.sh $backup"
    say "  systemctl start csrme-wechat"
  fi
}

if ! csrme-wechat migrate; then
  if [ -n "$before" ] && [ "$(schema || echo unknown)" = "$schema_before" ]; then
    switch "$before"
    die "The migration failed and changed no version; the release before is still running, and will be at the next start."
  fi
  say "The migration failed part-way. What is running goes on, but may not start again on this schema." \
    "Correct the cause, then: csrme-wechat migrate && systemctl restart csrme-wechat"
  way_back
  exit 1
fi
systemctl restart csrme-wechat
url=$(sed -n "s/^ASPNETCORE_URLS='\([^;']*\).*/\1/p" "$env")
for _ in $(seq 30); do
  sleep 1
  systemctl is-active --quiet csrme-wechat && answers "$url" /health/ready && { say "Running."; way_back; exit 0; }
done
say "It is not ready after 30 s: journalctl -u csrme-wechat"
way_back
exit 1
