// Loaded from a file: the page's Content-Security-Policy allows no inline script.

// Blazor tries to reconnect by itself. What it cannot mend: a circuit that the server has forgotten (it was restarted, or the tab slept for too long),
// and a server that stays away for longer than Blazor tries.
const modal = document.getElementById('components-reconnect-modal');

modal?.addEventListener('components-reconnect-state-changed', event => {
  const state = event.detail.state;
  if (state === 'rejected' || state === 'resume-failed') location.reload();
  else if (state === 'failed') reloadWhenBack();
});

async function reloadWhenBack() {
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, 3000));
    try {
      const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
      if (answer.status < 500) return location.reload();
    } catch {
      // still away
    }
  }
}

// A timeline by keyboard: arrows walk the rows, n goes to the next problem. The rows are links: Enter follows one.
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, textarea, select')) return;
  const timeline = document.querySelector('.tl');
  if (!timeline) return;
  const rows = [...timeline.querySelectorAll('.r a')];
  const here = rows.indexOf(document.activeElement);
  if (event.key === 'n') {
    const problems = rows.filter(row => row.closest('.problem'));
    focus(problems.find(row => rows.indexOf(row) > here) ?? problems[0]);
  } else if (here >= 0 && event.key === 'ArrowDown') focus(rows[here + 1]);
  else if (here >= 0 && event.key === 'ArrowUp') focus(rows[here - 1]);
  else return;
  event.preventDefault();
});

function focus(row) {
  row?.focus();
  row?.closest('.r').scrollIntoView({ block: 'nearest' });
}
