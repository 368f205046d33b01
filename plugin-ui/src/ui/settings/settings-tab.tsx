import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AppModel, AppState } from '../app-state.ts';

export interface SettingsTabProps {
  app: AppState;
  model: AppModel;
  serverUrl: string;
}

/** As the service checks it: see `UserEmail` in src/schemas/common.ts. */
const emailPattern = /^[^\s@]+@[^\s@]+$/;
const longestEmail = 254;

export function SettingsTab({ app, model, serverUrl }: SettingsTabProps): JSX.Element {
  const { settings, userEmail } = app;
  const [email, setEmail] = useState(settings.email);
  const [keyShown, setKeyShown] = useState(false);
  const wrong = email.trim() !== '' && !emailPattern.test(email.trim());
  return (
    <div class="scroll">
      <section class="section" aria-label="You">
        <div class="field">
          <label for="email">Email</label>
          <input
            id="email"
            type="email"
            autocomplete="email"
            maxLength={longestEmail}
            placeholder={userEmail}
            aria-describedby="email-help"
            aria-invalid={wrong}
            value={email}
            onInput={(event) => {
              const typed = event.currentTarget.value;
              setEmail(typed);
              if (typed.trim() === '' || emailPattern.test(typed.trim())) model.saveSettings({ email: typed.trim() });
            }}
          />
          <p class={wrong ? 'field-problem' : 'soft'} id="email-help">
            {wrong
              ? 'This is not an email address yet, so it is not kept.'
              : 'Optional. A label on the record of your runs, so that the service’s owner can see who used how much. Nothing is ever mailed to it. Figma does not give plugins your address.'}
          </p>
          <p class="soft">
            Sent now: <strong class="value">{userEmail}</strong>
          </p>
        </div>
        <div class="field">
          <label for="access-key">Access key</label>
          <div class="field-line">
            <input
              id="access-key"
              type={keyShown ? 'text' : 'password'}
              autocomplete="off"
              spellcheck={false}
              aria-describedby="access-key-help"
              value={settings.accessKey}
              onInput={(event) => model.saveSettings({ accessKey: event.currentTarget.value.trim() })}
            />
            <button type="button" class="button" aria-pressed={keyShown} onClick={() => setKeyShown(!keyShown)}>
              {keyShown ? 'Hide' : 'Show'}
            </button>
          </div>
          <p class="soft" id="access-key-help">
            Only if the service’s owner gave you one. It is kept on this machine and sent to the service only.
          </p>
        </div>
      </section>
      <section class="section" aria-labelledby="sent-title">
        <h2 id="sent-title">What is sent where</h2>
        <dl class="facts">
          <dt>Service</dt>
          <dd class="value">{serverUrl}</dd>
          <dt>Rename</dt>
          <dd>
            The layers that are to be named: name, type, words, size and place of each, small pictures of those that
            words do not describe, and your team’s rules.
          </dd>
          <dt>Variants</dt>
          <dd>
            One picture of the frame, its layers with their places, colors and texts, the colors your file offers, and
            your brief.
          </dd>
          <dt>Goes on to</dt>
          <dd>The AI model that the service is set up with, for the one answer.</dd>
          <dt>Stays</dt>
          <dd>
            Pictures are held in memory until the answer is made: in no file, no table and no log. The record keeps
            counts, times, the cost and the label above.
          </dd>
        </dl>
        <p class="soft">The address is fixed when the plugin is built. Figma lets it reach no other.</p>
      </section>
    </div>
  );
}
