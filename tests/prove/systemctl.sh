#!/bin/sh
# Stands in for systemd on a machine that was not booted: starts and stops what the units say, and nothing more.
set -eu
verb=$1; shift
[ "$verb" = daemon-reload ] && exit 0
if [ "$verb" = enable ]; then [ "$1" = --now ] || exit 2; verb=start; shift; fi
version=$(ls /etc/postgresql)
read_unit() { sed -n "s/^$2=//p" "/etc/systemd/system/$1.service"; }
start() {
    case $1 in
        postgresql) pg_ctlcluster --skip-systemctl-redirect "$version" main start || [ $? = 2 ] ;;
        nginx) pgrep -x nginx >/dev/null || nginx ;;
        *.timer) grep -q '^OnCalendar=' "/etc/systemd/system/$1" ;;
        *)  user=$(read_unit "$1" User)
            install -d -m 0755 -o "$user" "/var/lib/$(read_unit "$1" StateDirectory)"
            set -a; . "$(read_unit "$1" EnvironmentFile)"; set +a
            cd /
            setsid runuser -u "$user" --preserve-environment -- $(read_unit "$1" ExecStart) >"/var/log/$1.log" 2>&1 &
            echo $! >"/run/$1.pid" ;;
    esac
}
stop() {
    case $1 in
        postgresql) pg_ctlcluster --skip-systemctl-redirect "$version" main stop -m fast ;;
        nginx) nginx -s stop ;;
        *)  [ -e "/run/$1.pid" ] || return 0
            number=$(cat "/run/$1.pid")
            kill -TERM -- "-$number" 2>/dev/null || true
            for _ in $(seq 300); do kill -0 -- "-$number" 2>/dev/null || break; sleep 0.2; done
            rm "/run/$1.pid" ;;
    esac
}
for unit in "$@"; do
    unit=${unit%.service}
    case $verb in
        start) start "$unit" ;;
        stop) stop "$unit" ;;
        restart) stop "$unit"; start "$unit" ;;
        reload) nginx -s reload ;;
        *) echo "systemctl $verb is not known here" >&2; exit 2 ;;
    esac
done
