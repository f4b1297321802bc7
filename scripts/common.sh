# Shared by the scripts of this folder: source it, do not run it.
# shellcheck shell=bash

ROOT=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
STAMPS=$ROOT/artifacts/stamps
LOGS=$ROOT/artifacts/logs

# The product runs without ICU, and so should the SDK on a machine that has none.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Build nodes left behind would keep files of this checkout open. The compiler is shared all the same (Directory.Build.props):
# a cold one for each project makes a clean build much slower, and it holds no file of ours.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

if [ -z "${HOTPATH_SHARED:-}" ] && [ -d "$ROOT/../shared" ]; then
  HOTPATH_SHARED=$(CDPATH='' cd -- "$ROOT/../shared" && pwd)
  export HOTPATH_SHARED
fi

# Progress goes to stderr: stdout belongs to the command that follows.
say() { printf '== %s\n' "$*" >&2; }

die() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2:-2}"
}

# require_number NAME VALUE: ends the script unless the value is a whole number.
require_number() {
  case "$2" in *[!0-9]* | '') die "$1 '$2': give a whole number" ;; esac
}

# show_help FILE: the comment block at the top of a script is its help.
show_help() {
  sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$1"
  exit 0
}

sdk_version() { sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$ROOT/global.json"; }

require_dotnet() {
  local wanted
  wanted=$(sdk_version)
  command -v dotnet >/dev/null 2>&1 ||
    die "the .NET SDK is missing: install version $wanted (package dotnet-sdk-10.0, or the dotnet-install script) and put 'dotnet' on PATH"
  (cd "$ROOT" && dotnet --version >/dev/null 2>&1) ||
    die ".NET SDK $wanted or a later 10.0 feature band is needed (global.json); found: $(cd / && dotnet --version 2>/dev/null || echo none)"
}

# Debian packages the product needs at run time: "package:file that proves it is there".
require_packages() {
  local entry missing=()
  local needed=(tzdata:/usr/share/zoneinfo/Europe/Berlin liblmdb0:/usr/lib/x86_64-linux-gnu/liblmdb.so.0)
  for entry in "${needed[@]}"; do
    [ -e "${entry#*:}" ] || missing+=("${entry%%:*}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && as_root=(sudo -n)
    [ ${#as_root[@]} -gt 0 ] || die "missing Debian package(s) ${missing[*]}: run 'apt-get install ${missing[*]}' as root"
  fi
  say "installing Debian package(s): ${missing[*]}"
  mkdir -p "$LOGS"
  { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
    >"$LOGS/apt.log" 2>&1 || die "could not install ${missing[*]}: see artifacts/logs/apt.log"
}

# fingerprint KIND DIR...: one hash over the inputs of a restore or a build; paths count, times do not.
fingerprint() {
  local kind=$1
  shift
  local names=(-name '*.csproj' -o -name 'packages.lock.json' -o -name '*.props' -o -name '*.targets')
  [ "$kind" = restore ] || names+=(-o -name '*.cs' -o -name '*.proto' -o -name '*.xml')
  (
    cd "$ROOT" || exit
    {
      find "$@" \( -name obj -o -name bin \) -prune -o -type f \( "${names[@]}" \) -print
      ls -d global.json Directory.* .editorconfig .globalconfig BannedSymbols.txt HotPath.sln nuget.config NuGet.Config 2>/dev/null || true
    } | LC_ALL=C sort -u | tr '\n' '\0' | xargs -0 sha256sum | sha256sum | cut -c1-32
  )
}

# ensure_built TARGET DIR...: restores and builds TARGET (project or solution) in Release if DIR... changed since the last time.
# Nothing is fetched, and dotnet is not even started, when nothing changed.
ensure_built() {
  local target=$1
  shift
  local name restore build
  name=$(basename -- "$target")
  mkdir -p "$STAMPS" "$LOGS"
  exec 9>"$STAMPS/lock"
  flock 9
  build=$(fingerprint build "$@")
  if [ "$(cat "$STAMPS/$name.build" 2>/dev/null)" != "$build" ]; then
    require_dotnet
    restore=$(fingerprint restore "$@")
    if [ "$(cat "$STAMPS/$name.restore" 2>/dev/null)" != "$restore" ]; then
      say "restoring packages of $name"
      quietly restore "$ROOT/$target" ${CI:+--locked-mode}
      fingerprint restore "$@" >"$STAMPS/$name.restore"
    fi
    say "building $name (Release)"
    rm -f -- "$STAMPS/$name.build"
    quietly build "$ROOT/$target" -c Release --no-restore
    fingerprint build "$@" >"$STAMPS/$name.build"
  fi
  flock -u 9
  exec 9>&-
}

# quietly VERB ARGS: dotnet VERB with its output in a log; errors are shown, success is not.
quietly() {
  local log=$LOGS/$1.log
  if ! (cd "$ROOT" && dotnet "$@" -nologo -v:minimal --tl:off) >"$log" 2>&1 9>&-; then
    grep -E '(error|warning) [A-Z]+[0-9]+|error :|error:' "$log" | sed "s|$ROOT/||g" | LC_ALL=C sort -u | head -n 40 >&2 || true
    die "dotnet $1 failed: see artifacts/logs/$1.log" 1
  fi
}

# release_dll PROJECT [ASSEMBLY]: where a Release build puts it.
release_dll() { printf '%s/artifacts/bin/%s/release/%s.dll' "$ROOT" "$1" "${2:-$1}"; }
