// Runs before the first paint (a classic script, so that it blocks): the page must not flash in the other appearance.
{
  let stored = null;
  try {
    stored = localStorage.getItem("kutip.theme");
  } catch {
    // Storage may be forbidden; the system's appearance is right then.
  }
  if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
}
