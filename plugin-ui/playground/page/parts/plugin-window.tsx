import pluginUi from 'virtual:plugin-ui';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { MainMessage, UiMessage } from '../../../src/messages.ts';

export interface PluginWindowProps {
  theme: 'light' | 'dark';
  /** Another one opens the plugin anew. */
  session: number;
  onMessage: (message: UiMessage) => void;
  /** Takes what the page is to call with each message of the main thread. */
  onReady: (post: (message: MainMessage) => void) => void;
}

/** The plugin's UI as Figma shows it: in a frame with no origin of its own, spoken to by messages alone. */
export function PluginWindow({ theme, session, onMessage, onReady }: PluginWindowProps): JSX.Element {
  const frame = useRef<HTMLIFrameElement>(null);
  // The class is that of the first moment: writing another text would load the plugin anew.
  const html = useMemo(
    () => pluginUi.replace('<html lang="en">', `<html lang="en" class="figma-${theme}">`),
    [session],
  );

  useEffect(() => {
    const listen = (event: MessageEvent<{ pluginMessage?: UiMessage } | null>): void => {
      if (event.source !== frame.current?.contentWindow) return;
      if (event.data?.pluginMessage !== undefined) onMessage(event.data.pluginMessage);
    };
    window.addEventListener('message', listen);
    onReady((message) => frame.current?.contentWindow?.postMessage({ pluginMessage: message }, '*'));
    return () => window.removeEventListener('message', listen);
  }, [onMessage, onReady]);

  useEffect(() => {
    frame.current?.contentWindow?.postMessage({ figmaTheme: theme }, '*');
  }, [theme]);

  return (
    <iframe key={session} ref={frame} class="plugin-frame" title="The plugin" sandbox="allow-scripts" srcdoc={html} />
  );
}
