#!/usr/bin/env bash
# The browser tests and the screenshots drive the system's own chromium.
set -euo pipefail
if command -v chromium > /dev/null; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  echo "Installing chromium for the browser tests ..."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium > /dev/null
  exit 0
fi
echo "The browser tests need chromium. Install it once: sudo apt-get install chromium" >&2
exit 1
