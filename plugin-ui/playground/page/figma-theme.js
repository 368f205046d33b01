// Does what the script does that Figma writes into a plugin's page: follows Figma's theme once the page has loaded.
(() => {
  const show = (theme) => {
    document.documentElement.classList.remove('figma-light', 'figma-dark');
    document.documentElement.classList.add(theme === 'dark' ? 'figma-dark' : 'figma-light');
  };
  addEventListener('message', ({ data, source }) => {
    if (source !== top || typeof data?.figmaTheme !== 'string') return;
    if (document.readyState === 'complete') show(data.figmaTheme);
    else addEventListener('load', () => show(data.figmaTheme), { once: true });
  });
})();
