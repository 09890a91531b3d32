# The small verbs.
# shellcheck shell=bash disable=SC2154 # variables of lib.sh

verb_lint() {
  (($# == 0)) || fail_usage "lint takes no arguments"
  need_dotnet
  say "dotnet format"
  timeout 900 dotnet format Fleet.sln --verify-no-changes < /dev/null || die "dotnet format would change files: run dotnet format Fleet.sln"
  if command -v shellcheck > /dev/null; then
    say "shellcheck"
    grep -rlE '^#!/bin/(ba)?sh' dev .ci deploy | xargs shellcheck -x -P SCRIPTDIR deploy/dev/*.sh deploy/lab/lib.sh ||
      die "shellcheck found faults in shell scripts"
  else
    say "shell scripts were not checked: apt-get install shellcheck"
  fi
  say "clean"
}

verb_gen() {
  (($# == 0)) || fail_usage "gen takes no arguments"
  say "no checked-in file is generated"
}

verb_soak() {
  say "there are no long forms of tests yet: nothing was run"
}

bench_projects() { find bench -mindepth 2 -maxdepth 2 -name '*.csproj' -not -path 'bench/baselines/*' 2> /dev/null | LC_ALL=C sort; }

verb_bench() {
  local name='' json=() project
  while (($#)); do
    case $1 in
      --json) (($# > 1)) || fail_usage "--json needs a file"; json=(--json "$(realpath -m "$2")"); shift 2 ;;
      -*) fail_usage "bench does not know '$1': ./dev help" ;;
      *) [[ -z $name ]] || fail_usage "bench takes one name"; name=$1; shift ;;
    esac
  done
  if [[ -z $name ]]; then
    [[ -n $(bench_projects) ]] || { say "there are no benchmarks yet"; return; }
    bench_projects | xargs -n 1 dirname | xargs -n 1 basename
    return
  fi
  project=$(bench_projects | grep -iE "^bench/$name/" | head -n 1 || true)
  [[ -n $project ]] || fail_usage "there is no benchmark '$name': ./dev bench lists them"
  prepare_lab "benchmarks"
  say "$(dirname "$project")"
  dotnet run -c Release --project "$project" -- "${json[@]}"
}
