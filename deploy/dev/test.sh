# ./dev test [filter]: what the tests need, then each project below tests/, then one line with the sums.
# shellcheck shell=bash disable=SC2154 # variables of the other files

passed=0 failed=0 reached=''

# Prints "total passed failed" and, a line each, the names of skipped tests, from xunit's XML report.
read_report() { # FILE
  perl -0777 -ne '
    my ($total, $passed, $failed) = (0, 0, 0);
    while (/<assembly\b([^>]*)>/g) {
      my %a = $1 =~ /([\w-]+)="([^"]*)"/g;
      $total += $a{total}; $passed += $a{passed};
      $failed += $a{failed} + ($a{errors} // 0);    # an error: a fixture that failed to clean up, say
    }
    print "$total $passed $failed\n";
    while (/<test\b([^>]*\bresult="Skip"[^>]*)>/g) {
      my %a = $1 =~ /([\w-]+)="([^"]*)"/g;
      print "$a{type}.$a{method}\n";
    }' "$1"
}

# A test may be listed by its method, its class and method, or in full.
may_skip() { # NAMESPACE.CLASS.METHOD
  local name reason
  while read -r name reason; do
    [[ -n $name && $name != '#'* && -n $reason ]] || continue
    [[ $1 != "$name" && $1 != *".$name" ]] || return 0
  done < <(cat tests/skips.txt 2> /dev/null || true)
  return 1
}

run_project() { # CSPROJ [FILTER]
  local name report code=0 total p f line
  name=$(basename "$1" .csproj) report=artifacts/test-results/$(basename "$1" .csproj).xml
  rm -f "$report"
  # A fully qualified method name holds its class: one filter finds either.
  timeout --kill-after=30 "${FLEET_TEST_MINUTES:-25}m" dotnet test --project "$1" -c Release --no-build \
    --no-progress ${CI:+--no-ansi} --results-directory "$root/artifacts/test-results" \
    --report-xunit-xml --report-xunit-xml-filename "$name.xml" \
    ${2:+--filter-method} ${2:+"*$2*"} --ignore-exit-code 8 < /dev/null || code=$?
  if [[ ! -e $report ]]; then
    say "$name: ended with code $code and no report"
    failed=$((failed + 1))
    return
  fi
  {
    read -r total p f
    passed=$((passed + p)) failed=$((failed + f))
    while read -r line; do
      may_skip "$line" && { say "skipped: $line"; continue; }
      say "skipped without a line in tests/skips.txt, so failed: $line"
      failed=$((failed + 1))
    done
  } < <(read_report "$report")
  # Killed, or a crash after the report was written: not a success, whatever the report says.
  if ((code != 0 && code != 2 && f == 0)); then
    say "$name: ended with code $code"
    failed=$((failed + 1))
  fi
  say "$name: $p of $total passed"
}

# However it ends, the last line is the sum; what kept the tests from running counts as one that failed.
summary() {
  local code=$?
  trap - EXIT
  [[ -z ${image_job-} ]] || kill "$image_job" 2> /dev/null || true
  ((code == 0 || failed > 0)) || [[ -z $reached ]] || failed=1
  echo "$passed passed, $failed failed"
  exit "$code"
}

run_tests() {
  local projects project log=.lab/build-tests.log
  (($# <= 1)) || fail_usage "test takes one filter"
  trap summary EXIT
  mapfile -t projects < <(find tests -name '*Tests.csproj' 2> /dev/null | LC_ALL=C sort)
  if ((${#projects[@]} == 0)); then
    say "there is no test project below tests/"
    exit 1
  fi
  reached=1
  prepare_lab "the tests"
  # Release: it is what ships, and the libraries have been compiled that way for the package already.
  say "building the tests"
  timeout 1200 dotnet build Fleet.sln -c Release -v quiet > "$log" 2>&1 < /dev/null || {
    grep -E ' error |^error ' "$log" | sort -u | head -n 30 >&2 || true
    die "the build failed: the whole output is in $log"
  }
  mkdir -p artifacts/test-results
  reached=''
  for project in "${projects[@]}"; do
    say "$(basename "$project" .csproj)"
    run_project "$project" "${1-}"
  done
  if ((passed + failed == 0)); then
    if [[ -n ${1-} ]]; then say "no test holds '$1' in its class or method name"; else say "no test ran"; fi
    exit 1
  fi
  ((failed == 0))
}
