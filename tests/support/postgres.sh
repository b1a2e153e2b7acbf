#!/bin/sh
# A PostgreSQL for tests: prints its URL, and runs until its standard input ends. The operating system closes that
# input when the process that holds it dies, so no server outlives the tests that started it.
# It needs no port, no account and no file of the machine. Ends with status 127 where PostgreSQL is not installed.
set -eu

# Debian keeps the server's programs out of PATH.
debian=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
PATH="$PATH:$debian"
initdb=$(command -v initdb) && pg_ctl=$(command -v pg_ctl) || exit 127

# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
  id postgres >/dev/null 2>&1 || exit 127
  owned() { su -s /bin/sh postgres -c "$1"; }
else
  owned() { sh -c "$1"; }
fi

folder=$(mktemp -d)
data="$folder/data"
log="$data/log"
stop() {
  owned "'$pg_ctl' -D '$data' -m immediate stop" >/dev/null 2>&1 || :
  rm -rf "$folder"
}
trap stop EXIT
# Ctrl-C reaches the whole group of processes, and a reader may be gone: neither may leave a server behind.
trap '' HUP INT TERM PIPE

if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
owned "'$initdb' -D '$data' -U postgres -A trust -E UTF8 --locale=C --no-sync" >/dev/null
# Everybody is trusted, except this user, for tests of passwords.
owned "echo 'host all with_password all scram-sha-256' | cat - '$data/pg_hba.conf' >'$data/hba'"
owned "mv '$data/hba' '$data/pg_hba.conf'"

# PostgreSQL itself finds out whether a port is free: to look first would be a race.
# The range lies below the ports that systems give to outgoing connections.
start() {
  port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
  set -- -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off
  owned "'$pg_ctl' -D '$data' -l '$log' -o '$*' start" >/dev/null 2>&1
}
attempts=20
until start; do
  attempts=$((attempts - 1))
  if [ "$attempts" -eq 0 ] || ! grep -q 'could not bind' "$log"; then
    cat "$log" >&2
    exit 1
  fi
done

echo "postgres://postgres@127.0.0.1:$port/postgres"
exec >/dev/null
cat
