#!/usr/bin/env bash
# Installs the service on this machine, or a newer build of it: publishes to /opt/csrme-wechat, with a system user, settings in
# /etc/csrme-wechat/env, a systemd unit and the command `csrme-wechat`. Run as root from a clone. Needs the .NET SDK 10.
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

release=$root/opt/csrme-wechat/releases/$(date -u +%Y%m%dT%H%M%SZ)
dotnet publish src/CsrmeWeChat -c Release -v quiet --nologo -o "$release"
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
switch "$release"
[ -z "$root" ] || { say "All files stand under $root."; exit 0; }

id -u csrme-wechat >/dev/null 2>&1 || useradd --system --user-group --home-dir /var/lib/csrme-wechat --no-create-home --shell /usr/sbin/nologin csrme-wechat
install -d -o csrme-wechat -g csrme-wechat -m 0750 /var/lib/csrme-wechat
systemctl daemon-reload
if [ -n "$new" ]; then
  cat <<'END'
Installed. Now:
  1. fill in /etc/csrme-wechat/env (WeChat's accounts; MySQL if wanted), and keep a copy of its Keys__ lines apart
  2. csrme-wechat migrate
  3. systemctl enable --now csrme-wechat
  4. put nginx in front: deploy/nginx.conf
END
  exit 0
fi
if ! csrme-wechat migrate; then
  [ -z "$before" ] || switch "$before"
  die "The migration failed; the release before is still running, and will be at the next start."
fi
systemctl restart csrme-wechat
for _ in $(seq 30); do
  sleep 1
  systemctl is-active --quiet csrme-wechat && answers "$(sed -n "s/^ASPNETCORE_URLS='\([^;']*\).*/\1/p" "$env")" /health/ready && { say "Running. Before: $before"; exit 0; }
done
say "It is not ready after 30 s. To go back: ln -sfn $before $current && systemctl restart csrme-wechat"
exit 1
