# Sourced: find_jdk sets `jdk` to a JDK 25, or complains by the caller's `complain` and ends with 2.

is_jdk_25() {
  [[ -r $1/release && -x $1/bin/java && -x $1/bin/javac ]] || return 1
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    [[ $line =~ ^JAVA_VERSION=\"25[\".] ]] && return 0
  done <"$1/release"
  return 1
}

find_jdk() {
  if [[ -n ${PORTCULLIS_JAVA_HOME:-} ]]; then
    if ! is_jdk_25 "$PORTCULLIS_JAVA_HOME"; then
      complain "PORTCULLIS_JAVA_HOME: $PORTCULLIS_JAVA_HOME is not a JDK 25 (expected: a folder whose file \"release\" says JAVA_VERSION=\"25…\")."
      exit 2
    fi
    jdk=$PORTCULLIS_JAVA_HOME
    return
  fi
  local on_path candidate
  on_path=$(command -v java || true)
  [[ -z $on_path ]] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
    /usr/local/*jdk* "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [[ -n $candidate ]] && is_jdk_25 "$candidate"; then
      jdk=$candidate
      return
    fi
  done
  complain "no JDK 25 found (expected: one in \$JAVA_HOME, on the PATH or below /usr/lib/jvm). Install it, on Debian and Ubuntu for example the package openjdk-25-jdk-headless or temurin-25-jdk, or set PORTCULLIS_JAVA_HOME."
  exit 2
}
