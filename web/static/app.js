// A little that helps where scripts run; every page works without it.
const govuk = document.querySelector('meta[name="app-govuk"]');
if (govuk) {
  const { initAll } = await import(govuk.content);
  initAll();
}

// Replay: another event takes the place of the one shown; the address, the title and the focus stay right.
const replay = document.querySelector("[data-replay]");
if (replay) {
  const slider = replay.querySelector("input[type=range]");
  const shown = replay.querySelector("output");
  const said = document.querySelector("[data-replay-said]");
  const parts = () => [...document.querySelectorAll("[data-replay-part]")];
  const titles = () => [...document.querySelectorAll('[data-replay-part="events"] li')].map((li) => li.firstElementChild.textContent);
  let wanted = slider.value;

  const go = async (at) => {
    wanted = at;
    const address = `${replay.dataset.replay}?at=${at}`;
    let page;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      location.assign(address);
      return;
    }
    if (wanted !== at) return;
    const way = document.activeElement?.dataset?.way;
    for (const part of parts()) {
      const other = page.querySelector(`[data-replay-part="${part.dataset.replayPart}"]`);
      if (other) part.replaceChildren(...other.childNodes);
    }
    const now = page.querySelector("[data-replay] input[type=range]");
    slider.value = now.value;
    slider.setAttribute("aria-valuetext", now.getAttribute("aria-valuetext"));
    shown.textContent = now.getAttribute("aria-valuetext");
    document.title = page.title;
    history.replaceState(null, "", address);
    said.textContent = document.querySelector('[data-replay-part="title"]').textContent;
    if (way || document.activeElement === document.body) (replay.querySelector(`[data-way="${way}"]`) ?? slider).focus();
  };

  slider.addEventListener("input", () => {
    const text = `${slider.value}: ${titles()[slider.value - 1]}`;
    shown.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  });
  slider.addEventListener("change", () => go(slider.value));
  replay.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    go(slider.value);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('[data-replay-part="ways"] a, [data-replay-part="events"] a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(new URL(link.href).searchParams.get("at"));
  });
}

// Questions that are asked only sometimes: out of sight, and not sent, until what is answered before them says so.
const sometimes = [...document.querySelectorAll("[data-when]")];
const answersTo = (name) =>
  [...document.getElementsByName(name)]
    .filter((input) => !input.disabled && (!["radio", "checkbox"].includes(input.type) || input.checked))
    .map((input) => input.value.trim())
    .filter(Boolean);
const holds = (wanted, given) => {
  const [answer] = given;
  if (wanted.of) return (wanted.of[answersTo(wanted.by)[0]] ?? []).includes(answer);
  if (wanted.is) return given.length === 1 && wanted.is.includes(answer);
  if ("given" in wanted) return given.length > 0 === wanted.given;
  if ("not" in wanted) return given.length > 0 && answer !== wanted.not;
  return given.length > 0 && (wanted.least ?? -Infinity) <= Number(answer) && Number(answer) <= (wanted.most ?? Infinity);
};
const ask = () => {
  for (const question of sometimes) {
    const wanted = Object.entries(JSON.parse(question.dataset.when));
    question.hidden = !wanted.every(([name, condition]) => holds(condition, answersTo(name)));
    for (const input of question.querySelectorAll("input, select, textarea, button")) input.disabled = question.hidden;
  }
};
if (sometimes.length) {
  for (const question of sometimes) question.dataset.watched = "yes";
  ask();
  document.addEventListener("change", ask);
}

// What was sent with errors and is sent again: the way back leads to its form, not to a request to send it once more.
if (document.querySelector(".govuk-error-summary, #meanwhile")) {
  addEventListener("submit", () => history.replaceState(null, "", location.href));
}

// Paper shows what is folded away, also from browsers whose style sheets cannot unfold it.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")];
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});
