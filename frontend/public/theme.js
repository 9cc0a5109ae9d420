// Runs before the first paint, as a file of its own because the Content-Security-Policy allows no
// inline script. Keep the key and the colours in step with src/lib/theme.ts.
(function () {
  var chosen = 'system';
  try {
    chosen = localStorage.getItem('pallium-theme') || 'system';
  } catch {
    // Storage may be forbidden; the system's choice is right then.
  }
  var dark = chosen === 'dark' || (chosen === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
  var meta = document.querySelector('meta[name="theme-color"]');
  if (meta) meta.setAttribute('content', dark ? '#1b1917' : '#faf8f4');
})();
