// Stands in for the script that Figma puts into a plugin's page, which follows Figma's theme while the page is open.
addEventListener('message', ({ data, source }) => {
  if (source !== parent || typeof data?.figmaTheme !== 'string') return;
  document.documentElement.className = data.figmaTheme === 'dark' ? 'figma-dark' : 'figma-light';
});
