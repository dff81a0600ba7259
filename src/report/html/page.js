"use strict";
(() => {
  const main = () => {
    const form = document.getElementById("filter");
    const search = document.getElementById("search");
    const shown = document.getElementById("shown");
    const nothing = document.getElementById("nothing");
    const buttons = [...form.querySelectorAll("button")];
    const articles = [...document.querySelectorAll("article")];
    const sections = [...document.querySelectorAll("article section")];
    const lists = [...document.querySelectorAll("article ul")];
    const links = [...document.querySelectorAll("nav li")];

    // Case and accents make no difference.
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const heading = (element) => element?.querySelector("h2, h3, h4")?.textContent ?? "";

    // An example is found by its own words, by the actor of its page and by whom it is about.
    const examples = [...document.querySelectorAll("li.example")].map((item) => ({
      item,
      kind: ["for", "against"].find((kind) => item.classList.contains(kind)) ?? "neither",
      words: plain(`${heading(item.closest("article"))} ${heading(item.closest("section"))} ${item.textContent}`),
    }));

    const holds = (element) => element.querySelector("li.example:not([hidden])") !== null;

    const apply = () => {
      const words = plain(search.value).split(/\s+/).filter((word) => word !== "");
      const kind = buttons.find((button) => button.getAttribute("aria-pressed") === "true").dataset.kind;
      const searching = words.length > 0 || kind !== "";
      let number = 0;
      for (const example of examples) {
        const found = (kind === "" || example.kind === kind) && words.every((word) => example.words.includes(word));
        example.item.hidden = !found;
        number += found ? 1 : 0;
      }
      for (const list of lists) {
        list.hidden = searching && !holds(list);
        // A label such as "For:" belongs to the list below it.
        const label = list.previousElementSibling;
        if (label?.tagName === "P") label.hidden = list.hidden;
      }
      for (const part of [...sections, ...articles]) part.hidden = searching && !holds(part);
      links.forEach((link, at) => { link.hidden = articles[at].hidden; });
      document.body.classList.toggle("searching", searching);
      nothing.hidden = number > 0;
      shown.textContent = searching ? `${number} of ${examples.length} examples` : `${examples.length} examples`;
    };

    const choose = (chosen) => {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button === chosen));
      apply();
    };

    const clear = () => {
      search.value = "";
      choose(buttons[0]);
    };

    // A link to something that the search has hidden ends the search.
    const reveal = (id) => {
      const target = document.getElementById(id);
      if (target !== null && target.getClientRects().length === 0) {
        clear();
        target.scrollIntoView();
      }
    };

    const number = (text) => {
      const found = /^[([]?([+−-]?\d+(?:\.\d+)?)/.exec(text);
      return found === null ? NaN : Number(found[1].replace("−", "-"));
    };

    const sort = (table, column, header) => {
      const body = table.tBodies[0];
      const rows = [...body.rows].map((row) => ({ row, text: row.cells[column].textContent.trim() }));
      const filled = rows.filter((row) => row.text !== "");
      const numeric = filled.every((row) => !Number.isNaN(number(row.text)));
      const before = header.getAttribute("aria-sort");
      // Numbers are sorted from the largest down at first, words from A to Z.
      const down = before === null ? numeric : before === "ascending";
      const order = numeric
        ? (a, b) => number(a.text) - number(b.text)
        : (a, b) => a.text.localeCompare(b.text, "en", { numeric: true });
      filled.sort((a, b) => (down ? order(b, a) : order(a, b)));
      const empty = rows.filter((row) => row.text === "");
      body.append(...[...filled, ...empty].map((row) => row.row));
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
    };

    for (const table of document.querySelectorAll("table")) {
      [...table.tHead.rows[0].cells].forEach((header, column) => {
        if (header.tagName !== "TH") return;
        const button = document.createElement("button");
        button.type = "button";
        button.append(...header.childNodes);
        button.addEventListener("click", () => sort(table, column, header));
        header.append(button);
      });
    }

    let waiting;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 120);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const button of buttons) button.addEventListener("click", () => choose(button));
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href^='#']");
      if (link) reveal(link.getAttribute("href").slice(1));
    });
    form.hidden = false;
    apply();
  };

  // A large report comes packed: what stands below the first lines of each actor.
  const unpack = async (pack) => {
    const bytes = Uint8Array.from(atob(pack.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const parts = (await new Response(stream).text()).split("<!---->");
    document.querySelectorAll("article").forEach((article, at) => article.insertAdjacentHTML("beforeend", parts[at]));
    pack.remove();
    document.getElementById("packed").remove();
    main();
    // The browser looked for the place of a link before it was there.
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  };

  const pack = document.getElementById("pack");
  if (pack === null) main();
  else if ("DecompressionStream" in window) unpack(pack);
})();
