import { byId, setText } from './dom.js';
import { createFeed } from './feed.js';
import { session } from './session.js';
import { createView } from './view.js';

const ranges = new Set([7, 30, 90, 365]);
const view = createView();
const feed = createFeed({ token: session.token, onChange });
const [signIn, dashboard, pause] = [byId('sign-in'), byId('dashboard'), byId('pause')];
const token = byId('token', HTMLInputElement);
const submit = byId('submit', HTMLButtonElement);
/** Whether the token is one that was just typed: until figures came, the form stays. */
let trying = false;

byId('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const typed = token.value.trim();
  if (typed === '') return refuse('Type the token first.');
  session.begin(typed);
  refuse('');
  setTrying(true);
  void feed.load(rangeOfAddress());
});

byId('range').addEventListener('change', (event) => {
  if (!(event.target instanceof HTMLInputElement)) return;
  const days = Number(event.target.value);
  // The address keeps the range, for a reload or a bookmark; it never holds the token.
  history.replaceState(null, '', `?days=${days}`);
  void feed.load(days);
});

pause.addEventListener('click', () => {
  const paused = pause.getAttribute('aria-pressed') !== 'true';
  pause.setAttribute('aria-pressed', String(paused));
  feed.pause(paused);
});

for (const id of ['refresh', 'retry']) byId(id).addEventListener('click', () => void feed.load());
byId('sign-out').addEventListener('click', () => {
  session.end();
  // Reloads the page, so that no figures stay in it.
  location.reload();
});

if (session.token() === null) showSignIn('');
else {
  showDashboard();
  void feed.load(rangeOfAddress());
}

/** @param {import('./feed.js').FeedState} state */
function onChange(state) {
  if (state.failure?.kind === 'unauthorized' && !state.loading) {
    showSignIn(
      trying
        ? 'This is not the token. Look for ANALYTICS_TOKEN in the settings of the service.'
        : 'The token is no longer valid.',
    );
    return;
  }
  if (trying && !state.loading) {
    setTrying(false);
    showDashboard();
    // The form disappears with the focus: move the focus to the figures.
    byId('figures').focus();
  }
  view.update(state);
}

function showDashboard() {
  signIn.hidden = true;
  dashboard.hidden = false;
  token.value = '';
  const chosen = byId('range').querySelector(`[value="${rangeOfAddress()}"]`);
  if (chosen instanceof HTMLInputElement) chosen.checked = true;
}

/** Forgets the token and asks for one. @param {string} problem why; '' at the start */
function showSignIn(problem) {
  session.end();
  feed.stop();
  view.clear();
  setTrying(false);
  dashboard.hidden = true;
  signIn.hidden = false;
  refuse(problem);
  token.focus();
  token.select();
}

/** @param {boolean} now */
function setTrying(now) {
  trying = now;
  submit.disabled = now;
  setText(submit, now ? 'Checking …' : 'Show the figures');
}

/** @param {string} problem */
function refuse(problem) {
  setText(byId('token-error'), problem);
  token.setAttribute('aria-invalid', String(problem !== ''));
}

function rangeOfAddress() {
  const days = Number(new URLSearchParams(location.search).get('days'));
  return ranges.has(days) ? days : 30;
}
