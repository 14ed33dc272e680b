// A little that helps where scripts run; every page works without it.
const govuk = document.querySelector('meta[name="app-govuk"]');
if (govuk) {
  const { initAll } = await import(govuk.content);
  initAll();
}
