// Before the chart library, which reads the browser's language as it loads. Chromium on a machine without a language
// (LANG=C, as on screens that hang on a wall) calls it "en-US@posix", which Intl refuses: no chart would be drawn.
try {
  new Intl.NumberFormat(navigator.language).format(1);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en' });
}
