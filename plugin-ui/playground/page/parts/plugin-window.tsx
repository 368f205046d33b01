import pluginUi, { frames } from 'virtual:plugin-ui';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { MainMessage, UiMessage } from '../../../src/messages.ts';

export interface PluginWindowProps {
  theme: 'light' | 'dark';
  onMessage: (message: UiMessage) => void;
  /** Takes what the page is to call with each message of the main thread. */
  onReady: (post: (message: MainMessage) => void) => void;
}

/** What the frames send up: the innermost waits for its page, or the plugin has a message for its main thread. */
type FromFrames = { figmaFrame?: 'ready'; pluginMessage?: UiMessage } | null;

const framesUrl = `data:text/html;charset=utf-8,${encodeURIComponent(`${frames}<!--2-->`)}`;

/**
 * The plugin's UI as Figma shows it: three frames deep, without an origin, written with `document.write` behind scripts
 * (so in quirks mode), and spoken to by the top window. Give each opened design a window with a `key`.
 */
export function PluginWindow({ theme, onMessage, onReady }: PluginWindowProps): JSX.Element {
  const frame = useRef<HTMLIFrameElement>(null);
  const latest = useRef({ theme, onMessage });
  latest.current = { theme, onMessage };

  const post = (data: unknown): void => innermost(frame.current?.contentWindow)?.postMessage(data, '*');

  // Before the browser may run anything else: the innermost frame says once that it is ready.
  useLayoutEffect(() => {
    const listen = ({ source, data }: MessageEvent<FromFrames>): void => {
      if (source !== frame.current?.contentWindow) return;
      if (data?.figmaFrame === 'ready') {
        post({ figmaPage: atAddress(pluginUi) });
        post({ figmaTheme: latest.current.theme });
      } else if (data?.pluginMessage !== undefined) latest.current.onMessage(data.pluginMessage);
    };
    window.addEventListener('message', listen);
    onReady((message) => post({ pluginMessage: message }));
    return () => window.removeEventListener('message', listen);
  }, []);

  useEffect(() => post({ figmaTheme: theme }), [theme]);

  return <iframe ref={frame} class="plugin-frame" title="The plugin" sandbox="allow-scripts" src={framesUrl} />;
}

/** Undefined before the frames have loaded; asking another origin's window for a frame it does not hold throws. */
function innermost(outer: Window | null | undefined): Window | undefined {
  const middle = outer?.length === 1 ? outer[0] : undefined;
  return middle?.length === 1 ? middle[0] : undefined;
}

/** A page in such a frame has no address: the service it asks is the one this page came from. */
function atAddress(page: string): string {
  return page.replace('<head>', () => `<head><base href="${location.origin}/" />`);
}
