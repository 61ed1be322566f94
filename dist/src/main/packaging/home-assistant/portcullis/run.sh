#!/bin/sh
# Starts Portcullis as an app of Home Assistant. The app's options become answers of `portcullis init`, which writes
# the configuration, unless the owner put a portcullis.yaml of their own into the app's configuration folder.
set -eu
umask 077

data=${APP_DATA:-/data}
own=${APP_CONFIG:-/config}/portcullis.yaml
ssl=${APP_SSL:-/ssl}
supervisor=${APP_SUPERVISOR:-http://supervisor}
options=$data/options.json
file=$data/portcullis.yaml

say() { printf 'portcullis app: %s\n' "$1"; }

# Lists with commas between their members; nothing for what is empty.
option() {
  jq --raw-output --arg name "$1" '.[$name] // "" | if type == "array" then join(",") else tostring end' "$options"
}

# Home Assistant stands on the host's network, as this app does; its port may have been changed.
house() {
  curl --silent --fail --max-time 10 --header "Authorization: Bearer ${SUPERVISOR_TOKEN:-}" "$supervisor/core/info" |
    jq --raw-output '.data | (if .ssl then "https" else "http" end) + "://127.0.0.1:" + (.port | tostring)' ||
    echo "http://127.0.0.1:8123"
}

if [ -e "$own" ]; then
  say "$own is in force; the options of the app are not looked at"
  exec portcullis run --config "$own" --state "$data/state"
fi

upstream=$(option upstream)
[ -n "$upstream" ] || upstream=$(house)
certificate=$(option certificate)
set -- --host "$(option hosts)" --upstream "$upstream" --expose "$(option expose)" --certificate "$certificate" \
  --listen "$(option listen)"

webhooks=$(option webhooks)
case ,$(option expose), in
  *,webhooks,*) set -- "$@" --webhooks "$webhooks" ;;
esac
vpn=$(option vpn)
[ -z "$vpn" ] || set -- "$@" --vpn "$vpn"

case $certificate in
  letsencrypt) set -- "$@" --email "$(option email)" ;;
  duckdns | cloudflare)
    option token >"$data/token"
    set -- "$@" --email "$(option email)" --token-file "$data/token"
    ;;
  files) set -- "$@" --certificate-file "$ssl/$(option certificate_file)" --key-file "$ssl/$(option key_file)" ;;
esac
[ "$(option agree_to_terms)" != true ] || set -- "$@" --agree-to-terms

# What is left to do is told when something has changed, not at each start.
before=$(cksum "$file" 2>/dev/null || true)
portcullis init --config "$file" --state "$data/state" --force "$@" </dev/null >"$data/steps.txt"
[ "$before" = "$(cksum "$file")" ] || cat "$data/steps.txt"
exec portcullis run --config "$file" --state "$data/state"
