// What the terminal cannot write goes above it: announcements from right to left. A page that was cut off comes back.
"use strict";

const ASK_MS = 2000;
const AGAIN_MS = 5000;
const FIT_MS = [0, 300, 1000];
const told = document.getElementById("told");
let shown = "";

function show(answer) {
  const text = JSON.stringify(answer);
  if (text === shown) {
    return;
  }
  shown = text;
  told.replaceChildren(
    ...answer.lines.map((line) => {
      const said = document.createElement("p");
      said.dir = "rtl";
      said.lang = line.language;
      said.textContent = line.text;
      return said;
    }),
  );
  told.classList.toggle("shown", answer.lines.length > 0);
  told.classList.toggle("urgent", answer.urgent);
}

async function ask() {
  try {
    show(await (await fetch("/announcement")).json());
  } catch {
    // The page says by itself that it is cut off.
  }
}

new MutationObserver(() => {
  if (document.body.classList.contains("-closed")) {
    setTimeout(() => window.location.reload(), AGAIN_MS);
  }
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });

// The terminal fits itself to its room when the window changes; here the band above it takes room, too. It measures
// itself before it has drawn, so that it takes a second time to fit.
new ResizeObserver(() => {
  for (const wait of FIT_MS) {
    setTimeout(() => window.dispatchEvent(new Event("resize")), wait);
  }
}).observe(document.getElementById("terminal"));

ask();
setInterval(ask, ASK_MS);
