#!/usr/bin/env bash
# Has not run against a real image yet. Stands in for the Node.js of an installation of n8n, so that the end-to-end tests can
# start the n8n of an image with the arguments they start an installed one with:
#
#   inImage.sh --import <code> <image> start
#
# The container uses the network, the user, and the folder of this machine. It ends when it is asked to, but not if this
# process is killed.
set -euo pipefail

settings=()
for name in $(compgen -e); do
	case $name in
	N8N_* | DB_* | WEBHOOK_URL | GENERIC_TIMEZONE | NODE_ENV) settings+=(--env "$name") ;;
	esac
done
exec docker run --rm --init --network host --user "$(id -u):$(id -g)" \
	--volume "$N8N_USER_FOLDER:$N8N_USER_FOLDER" "${settings[@]}" "${@:3}"
